/** Bearer tokens over HTTP, for every API: reading one from a request, and the challenge of a refusal. */
import { OAuthError } from "./errors.js";
/**
 * The token in an Authorization header. Does not look into the token, or for tokens in the form or query (RFC 6750
 * §2.2, §2.3), which are not supported.
 *
 * @throws OAuthError 401 `invalid_token`, reason `token_missing`, without a header of this scheme; 400
 * `invalid_request`, reason `authorization_malformed`, if it is not the scheme and one token
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
export declare function parseAuthorization(authorization: string | undefined): string;
/** For a token in two headers, or in the query, which ends up in logs (RFC 6750 §5.3). */
export declare const tokenRepeated: () => OAuthError;
/** For frameworks that do not parse the query. */
export declare function hasQueryToken(url: string): boolean;
/** The parts of a node:http request that are read. */
export interface NodeRequest {
    readonly rawHeaders: readonly string[];
    readonly headers: {
        readonly authorization?: string | undefined;
    };
}
/** @throws OAuthError if there is no token or more than one */
export declare function readNodeToken({ rawHeaders, headers }: NodeRequest, isInQuery: boolean): string;
/** How, and how recently, the user has to have signed in. */
export interface RequiredAuthentication {
    /** Any of these. */
    readonly acrValues?: readonly string[] | undefined;
    /** Seconds. */
    readonly maxAge?: number | undefined;
}
export interface Challenge {
    /** Where the reason is explained. */
    readonly errorUri: string;
    /** The full scope required; empty if more would not help. */
    readonly scope: readonly string[];
    /** What the user's sign-in lacks (RFC 9470 §3). */
    readonly authentication?: RequiredAuthentication | undefined;
    /** `realm` or `resource_metadata`: RFC 6750 §3 requires at least one parameter. */
    readonly place: readonly [name: "realm" | "resource_metadata", value: string];
}
/**
 * The WWW-Authenticate header of a refusal. A request without a token gets no error code (RFC 6750 §3.1).
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 * @see https://www.rfc-editor.org/rfc/rfc9470#section-3
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-5.1
 */
export declare function bearerChallenge({ code, message, reason }: Pick<OAuthError, "code" | "message" | "reason">, { errorUri, scope, authentication, place }: Challenge): string;
