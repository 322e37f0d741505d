/** How a provider's users were authenticated there, as far as this server repeats it. */
/** @see https://www.rfc-editor.org/rfc/rfc8176#section-2 */
const registered = new Set("face fpt geo hwk iris kba mca mfa otp pin pop pwd rba retina sc sms swk tel user vbm wia".split(" "));
/** Of an ID token's `amr`, the registered values; anything else is the provider's own language. */
export const registeredAmr = (amr) => Array.isArray(amr) ? [...new Set(amr)].filter((value) => registered.has(value)) : [];
//# sourceMappingURL=amr.js.map