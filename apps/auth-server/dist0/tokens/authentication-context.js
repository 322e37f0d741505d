/**
 * How users were authenticated, in the words of ID tokens.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8176
 * @see https://openid.net/specs/openid-connect-core-1_0.html#acrSemantics
 */
/** The levels that `acr_values` may ask for, the strongest first: two factors, one. */
export const supportedAcrs = ["2", "1"];
/** The level of a sign-in by these methods. */
export const acrOf = (amr) => (amr.includes("mfa") ? "2" : "1");
//# sourceMappingURL=authentication-context.js.map