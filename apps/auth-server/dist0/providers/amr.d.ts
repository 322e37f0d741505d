/** How a provider's users were authenticated there, as far as this server repeats it. */
/** Of an ID token's `amr`, the registered values; anything else is the provider's own language. */
export declare const registeredAmr: (amr: unknown) => string[];
