import { type AccessToken, type ClaimExpectations } from "./claims.js";
import type { VerificationKey } from "./jwks.js";
import { type CompactJws } from "./jws.js";
import type { RevocationCheck } from "./revocation.js";
import { type TokenCacheBounds } from "./token-cache.js";
/** The cache of verified tokens: its content and its hits. */
export interface CacheStatus {
    readonly tokens: number;
    /** By the same estimate as the limit. */
    readonly bytes: number;
    readonly hits: number;
    readonly misses: number;
}
export interface TokenCheck {
    /**
     * The token, if it was verified before and its key is still valid.
     *
     * @throws OAuthError `invalid_token` if it has expired or is for another API
     */
    findVerified(token: string, audience: string | null, at: number): AccessToken | undefined;
    /** @throws OAuthError `invalid_token` if the header is not an access token's */
    kidOf(jws: CompactJws): string;
    /** @throws OAuthError `invalid_token` */
    verifyWith(key: VerificationKey, token: string, jws: CompactJws, audience: string | null, at: number): AccessToken;
    /** Forget every token signed with one of these keys. */
    dropSignedWith(keys: ReadonlySet<VerificationKey>): void;
    status(): CacheStatus;
}
/** @param findKey finds the key that is valid at a time, in milliseconds since 1970 */
export declare function createTokenCheck(expected: Omit<ClaimExpectations, "audience">, bounds: TokenCacheBounds, findKey: (kid: string, at: number) => VerificationKey | undefined, revocation?: RevocationCheck | null): TokenCheck;
