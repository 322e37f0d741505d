/**
 * Regrant's own access tokens, and their use at its own APIs.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */
import { type AccessTokenClaims, type NodeRequest, OAuthError, type RequiredAuthentication } from "../shared/index.js";
import type { IssuerVerifier } from "../verifier/issuer.js";
type BearerRequest = NodeRequest & {
    readonly url?: string | undefined;
};
interface Use {
    /** In `aud`; null accepts a token for any API. Default: this server. */
    readonly audience?: string | null;
    /** The access_token of the form, if there is one (RFC 6750 §2.2). */
    readonly formToken?: string | undefined;
}
interface Issuer {
    readonly issuer: string;
}
interface Verification {
    readonly config: Issuer;
    readonly ownTokens: IssuerVerifier;
}
/**
 * Check that a bearer token is for this server and has the scope. Does not check whether its session is open.
 *
 * @throws {OAuthError} invalid_request, invalid_token, insufficient_scope, with WWW-Authenticate
 */
export declare function checkAccessToken({ config, ownTokens }: Verification, request: BearerRequest, scope: string, { audience, formToken }?: Use): AccessTokenClaims;
/** @throws {OAuthError} invalid_request, invalid_token, with WWW-Authenticate, if there is not exactly one */
export declare function readBearerToken(config: Issuer, request: BearerRequest, scope?: readonly string[], formToken?: string): string;
/**
 * The refusal of a token with its RFC 6750 §3 challenge. `scope` is the required scope, if that is what is missing, and
 * `authentication` the required sign-in (RFC 9470 §3).
 */
export declare function withChallenge({ issuer }: Issuer, error: OAuthError, scope?: readonly string[], authentication?: RequiredAuthentication): OAuthError;
/** What `work` refuses as invalid_token has the challenge. */
export declare function withTokenChallenge<T>(issuer: Issuer, work: () => Promise<T>): Promise<T>;
/** The claims of a valid access token issued here, for any resource; otherwise null. Does not check the session. */
export declare function verifyAccessToken({ ownTokens }: Pick<Verification, "ownTokens">, token: string): AccessTokenClaims | null;
export {};
