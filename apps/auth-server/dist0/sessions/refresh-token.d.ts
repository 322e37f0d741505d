import type { DerivedKeys, Secrets } from "../secrets.js";
export interface RefreshToken {
    /** A UUID in hexadecimal with hyphens. */
    readonly sessionId: string;
    /** Refreshes before this token; 0 at sign-in. */
    readonly generation: number;
    /** 32 bytes. */
    readonly secret: Buffer;
}
/** The secret of a session's first refresh token. */
export declare const newRefreshSecret: () => Buffer;
/** What the session's row stores of a secret. */
export declare const hashRefreshSecret: (secret: Buffer) => Buffer;
/** Encode a refresh token, tagged under the first entry of `SECRETS`. */
export declare function encodeRefreshToken(secrets: Secrets, { sessionId, generation, secret }: RefreshToken): string;
/**
 * Decode a refresh token and check its tag under any entry of `SECRETS`, in constant time.
 *
 * @returns null if the form or the tag is wrong: made up, truncated, changed, or from other `SECRETS`
 */
export declare function decodeRefreshToken(secrets: Secrets, text: string): RefreshToken | null;
/**
 * The next token. The same token and entry always yield the same successor, so a client that lost the response, and
 * tabs that asked at the same time, all get the same one.
 */
export declare function succeedRefreshToken(entry: DerivedKeys, { sessionId, generation, secret }: RefreshToken): RefreshToken;
