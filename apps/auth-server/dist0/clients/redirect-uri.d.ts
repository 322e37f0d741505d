/**
 * Redirect URIs: registered in full, matched exactly, with any port on this machine.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.1.3
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-7
 */
/** Whether this is one of the registered URIs. Compared as strings: no decoding, case folding or normalization. */
export declare function isRegisteredRedirectUri(registered: readonly string[], presented: string): boolean;
/** What does not change from one start of a native app to the next. */
/** Whether it leads to nobody but the user. */
export declare const isOnLoopback: (uri: string) => boolean;
export declare const withoutPort: (uri: string) => string;
/**
 * What is wrong with a URI to register, in the characters of an error_description (RFC 6749 §5.2); null if nothing is.
 *
 * @param undotted whether this client may use private-use schemes without a dot
 */
export declare function faultOfRedirectUri(uri: string, undotted?: boolean): string | null;
/** A private-use scheme that is not based on a domain name: an operator may allow it (RFC 8252 §8.4 is a SHOULD). */
export declare const isUndotted: (uri: string) => boolean;
/** Where a redirect leads, for display. A private-use scheme has no host, whatever it looks like. */
export declare function destinationOf(uri: string): string;
