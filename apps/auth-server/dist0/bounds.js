/** The longest lifetimes that settings, clients and APIs may ask for, in seconds. */
/** One day. A retired signing key stays published at least this long. */
export const maxAccessTokenSeconds = 86_400;
/** Ten years. */
export const maxSessionSeconds = 315_360_000;
//# sourceMappingURL=bounds.js.map