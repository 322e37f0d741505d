/** Parameters by name. One without a value counts as omitted (RFC 6749 §3.2). */
export type Form = ReadonlyMap<string, string>;
/**
 * Parse a form body.
 *
 * @throws {OAuthError} invalid_request for broken encoding or a repeated parameter; invalid_target for a repeated
 * `resource` or its synonym: RFC 8707 §2 allows several, but here a token is for one API
 */
export declare function parseForm(body: Buffer): Form;
/** The parameter's value. @throws {OAuthError} invalid_request if it is missing or empty */
export declare function required(form: Form, name: string): string;
/** Decode a name or value. @returns null if the percent-encoding is broken or not UTF-8 */
export declare function decodeFormComponent(text: string): string | null;
