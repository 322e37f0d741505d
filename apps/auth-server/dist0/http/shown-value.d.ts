/**
 * A value from the request, for use in a refusal: shortened, limited to the characters that RFC 6749 §5.2 allows in
 * error_description, and without anything that may be a misplaced secret.
 */
/** The value in single quotes. Never pass tokens, codes, verifiers, secrets or passwords. */
export declare function shown(value: string): string;
