/** Checks the claims of an access token (RFC 9068 §2.2, §4). */
import { type AccessTokenClaims } from "../shared/index.js";
/** Regrant's claims, and any others. */
export type Claims = Readonly<AccessTokenClaims> & {
    readonly [name: string]: unknown;
};
export interface AccessToken {
    readonly claims: Claims;
    /** The tokens of the `scope` claim. */
    readonly scopes: readonly string[];
}
export interface Tolerance {
    readonly clockToleranceSeconds: number;
    /** How far the signer's clock may be ahead. Default: `clockToleranceSeconds`. */
    readonly signerAheadSeconds?: number;
}
export interface ClaimExpectations extends Tolerance {
    readonly issuer: string;
    /** Null accepts any API's token. */
    readonly audience: string | null;
}
/**
 * Check that the token is for this API.
 *
 * @throws OAuthError `invalid_token`, reason `token_audience`
 * @see https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3
 */
export declare function checkAudience({ aud }: Claims, audience: string | null): void;
/**
 * Check `exp`, `nbf` and `iat`.
 *
 * @throws OAuthError `invalid_token`, reason `token_expired` or `token_not_yet_valid`
 * @see https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4
 */
export declare function checkTimes(claims: Claims, nowSeconds: number, { clockToleranceSeconds, signerAheadSeconds }: Tolerance): void;
/**
 * Check the claims of a token with a verified signature, and freeze them. Does not check scope and roles, which the
 * route requires.
 *
 * @throws OAuthError `invalid_token`, with the reason of the first failed check
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export declare function checkClaims(payload: Readonly<Record<string, unknown>>, expected: ClaimExpectations, nowSeconds: number): AccessToken;
