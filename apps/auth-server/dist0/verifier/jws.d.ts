/** Strict parsing of a compact JWS (RFC 7515 §5.2, §7.1), before anything in it is trusted. */
import { Buffer } from "node:buffer";
/** The encoded parts. */
export interface CompactJws {
    readonly header: string;
    readonly payload: string;
    readonly signature: string;
    /** The signed text: header, dot, payload. */
    readonly signingInput: string;
}
/**
 * Decode base64url strictly (RFC 7515 §2): no padding, no other alphabet, no stray bits at the end. Node.js decodes
 * leniently, which would allow many spellings of one token; encoding again reveals them.
 */
export declare function decodeBase64url(part: string): Buffer;
/** Decode the JSON object in a part. */
export declare function decodeObject(part: string): Readonly<Record<string, unknown>>;
/**
 * Split a token into its three parts, without checking their content.
 *
 * @throws OAuthError `invalid_token`, reason `token_malformed`
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-7.1
 */
export declare function splitCompactJws(token: string, mostCharacters?: number): CompactJws;
