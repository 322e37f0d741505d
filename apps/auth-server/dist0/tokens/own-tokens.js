/**
 * Regrant's own access tokens, and their use at its own APIs.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */
import { bearerChallenge, hasQueryToken, OAuthError, readNodeToken, tokenRepeated, } from "../shared/index.js";
/**
 * Check that a bearer token is for this server and has the scope. Does not check whether its session is open.
 *
 * @throws {OAuthError} invalid_request, invalid_token, insufficient_scope, with WWW-Authenticate
 */
export function checkAccessToken({ config, ownTokens }, request, scope, { audience = config.issuer, formToken } = {}) {
    const token = readBearerToken(config, request, [scope], formToken);
    const { claims, scopes } = verify(config, ownTokens, token, audience);
    if (scopes.includes(scope))
        return claims;
    const reason = "scope_insufficient";
    const error = new OAuthError("insufficient_scope", `This needs the scope ${scope}.`, { reason });
    throw withChallenge(config, error, [scope]);
}
/** @throws {OAuthError} invalid_request, invalid_token, with WWW-Authenticate, if there is not exactly one */
export function readBearerToken(config, request, scope = [], formToken) {
    const isInQuery = hasQueryToken(request.url ?? "");
    try {
        if (formToken === undefined)
            return readNodeToken(request, isInQuery);
        if (isInQuery || request.headers.authorization !== undefined)
            throw tokenRepeated();
        return formToken;
    }
    catch (error) {
        throw error instanceof OAuthError ? withChallenge(config, error, scope) : error;
    }
}
function verify(config, ownTokens, token, audience) {
    try {
        return ownTokens.verify(token, audience);
    }
    catch (cause) {
        if (!(cause instanceof OAuthError))
            throw cause;
        const { code, reason } = cause;
        throw withChallenge(config, new OAuthError(code, "The access token is not valid here.", { reason, cause }));
    }
}
/**
 * The refusal of a token with its RFC 6750 §3 challenge. `scope` is the required scope, if that is what is missing, and
 * `authentication` the required sign-in (RFC 9470 §3).
 */
export function withChallenge({ issuer }, error, scope = [], authentication = {}) {
    const { code, message, reason, status, cause } = error;
    const errorUri = `${issuer}/errors/${reason}`;
    const challenge = bearerChallenge(error, { errorUri, scope, authentication, place: ["realm", issuer] });
    return new OAuthError(code, message, { reason, status, cause, headers: { "www-authenticate": challenge } });
}
/** What `work` refuses as invalid_token has the challenge. */
export async function withTokenChallenge(issuer, work) {
    try {
        return await work();
    }
    catch (error) {
        const isBare = error instanceof OAuthError && error.code === "invalid_token" && !("www-authenticate" in error.headers);
        throw isBare ? withChallenge(issuer, error) : error;
    }
}
/** The claims of a valid access token issued here, for any resource; otherwise null. Does not check the session. */
export function verifyAccessToken({ ownTokens }, token) {
    try {
        return ownTokens.verify(token, null).claims;
    }
    catch (error) {
        if (error instanceof OAuthError)
            return null;
        throw error;
    }
}
//# sourceMappingURL=own-tokens.js.map