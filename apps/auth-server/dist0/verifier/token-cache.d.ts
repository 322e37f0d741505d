import type { AccessToken } from "./claims.js";
import type { VerificationKey } from "./jwks.js";
import type { StatusEntry } from "./status-lists.js";
export interface VerifiedToken {
    readonly token: string;
    readonly accessToken: AccessToken;
    readonly key: VerificationKey;
    /** Null if it has no status, or nobody asks. */
    readonly status: StatusEntry | null;
}
export interface TokenCacheBounds {
    /** The maximum number of tokens. */
    readonly tokens: number;
    /** The maximum size in bytes, by a generous estimate: the token as text, its claims as objects. */
    readonly bytes: number;
}
export declare const defaultTokenCacheBounds: TokenCacheBounds;
export interface TokenCache {
    find(token: string): VerifiedToken | undefined;
    insert(verified: VerifiedToken): void;
    drop(token: string): void;
    /** Remove every token signed by one of these keys. */
    dropSignedWith(keys: ReadonlySet<VerificationKey>): void;
    size(): TokenCacheBounds;
}
/**
 * The whole token is compared: matching only a part would trust the rest unseen. Its end merely finds the slot,
 * because hashing all of it costs more than everything else for a known token.
 */
export declare function createTokenCache(bounds: TokenCacheBounds): TokenCache;
