/** The longest lifetimes that settings, clients and APIs may ask for, in seconds. */
/** One day. A retired signing key stays published at least this long. */
export declare const maxAccessTokenSeconds = 86400;
/** Ten years. */
export declare const maxSessionSeconds = 315360000;
