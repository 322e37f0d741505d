/** For an authorization server that verifies its own access tokens with the keys it already has, so that nothing is fetched. */
import type { AccessToken } from "./claims.js";
import { type TokenCacheBounds } from "./token-cache.js";
import { type CacheStatus } from "./token-check.js";
export type { AccessToken, Claims } from "./claims.js";
export interface IssuerVerifierOptions {
    /** The issuer identifier in its tokens. Compared character by character. */
    readonly issuer: string;
    /**
     * The currently valid JWKs, including retired ones. Called for every token, so it must be cheap: the keys are parsed again
     * only when another array is returned.
     */
    readonly keys: () => readonly unknown[];
    /** Limits of the cache of verified tokens. Default: 10 000 tokens and 32 MiB. */
    readonly tokenCache?: TokenCacheBounds | undefined;
    /** Milliseconds since 1970. Default: Date.now. */
    readonly now?: (() => number) | undefined;
}
export interface IssuerVerifier {
    /**
     * Verify without waiting.
     *
     * @param audience must be in `aud`; null accepts any API's token
     * @throws OAuthError 401 `invalid_token`
     */
    verify(token: string, audience: string | null): AccessToken;
    cacheStatus(): CacheStatus;
}
/**
 * Create a verifier for an issuer's own tokens. They expire exactly at their `exp`, by the issuer's own clock.
 *
 * Does not check revocation, scope and roles.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export declare function createIssuerVerifier(options: IssuerVerifierOptions): IssuerVerifier;
