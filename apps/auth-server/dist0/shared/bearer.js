/** Bearer tokens over HTTP, for every API: reading one from a request, and the challenge of a refusal. */
import { OAuthError } from "./errors.js";
/** The scheme is case-insensitive (RFC 9110 §11.1). */
const bearerScheme = /^Bearer(?: +|$)/i;
/**
 * The token in an Authorization header. Does not look into the token, or for tokens in the form or query (RFC 6750
 * §2.2, §2.3), which are not supported.
 *
 * @throws OAuthError 401 `invalid_token`, reason `token_missing`, without a header of this scheme; 400
 * `invalid_request`, reason `authorization_malformed`, if it is not the scheme and one token
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
export function parseAuthorization(authorization) {
    const scheme = bearerScheme.exec(authorization ?? "")?.[0];
    if (authorization === undefined || scheme === undefined) {
        throw new OAuthError("invalid_token", "the request has no access token", { reason: "token_missing" });
    }
    const token = authorization.slice(scheme.length);
    if (token === "" || token.includes(" ") || token.includes("\t")) {
        throw new OAuthError("invalid_request", "the Authorization header is not Bearer and one token", {
            reason: "authorization_malformed",
        });
    }
    return token;
}
/** For a token in two headers, or in the query, which ends up in logs (RFC 6750 §5.3). */
export const tokenRepeated = () => new OAuthError("invalid_request", "send the access token once, in the Authorization header", {
    reason: "token_repeated",
});
/** One server may use the second header and the next ignore it, so Node.js must not choose silently. */
function hasRepeatedAuthorization(rawHeaders) {
    let count = 0;
    for (let index = 0; index < rawHeaders.length; index += 2) {
        const name = rawHeaders[index] ?? "";
        if (name.length === 13 && name.toLowerCase() === "authorization")
            count += 1;
    }
    return count > 1;
}
/** For frameworks that do not parse the query. */
export function hasQueryToken(url) {
    const start = url.indexOf("?");
    return start >= 0 && new URLSearchParams(url.slice(start + 1)).has("access_token");
}
/** @throws OAuthError if there is no token or more than one */
export function readNodeToken({ rawHeaders, headers }, isInQuery) {
    if (isInQuery || hasRepeatedAuthorization(rawHeaders))
        throw tokenRepeated();
    return parseAuthorization(headers.authorization);
}
/** A quoted-string (RFC 9110 §5.6.4): its content cannot end it or start a new header. */
const quote = (value) => `"${value.replace(/[^\x20-\x7E]/g, "?").replace(/["\\]/g, String.raw `\$&`)}"`;
/**
 * The WWW-Authenticate header of a refusal. A request without a token gets no error code (RFC 6750 §3.1).
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 * @see https://www.rfc-editor.org/rfc/rfc9470#section-3
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-5.1
 */
export function bearerChallenge({ code, message, reason }, { errorUri, scope, authentication = {}, place }) {
    const parameters = [];
    if (reason !== "token_missing")
        parameters.push(["error", code], ["error_description", message], ["error_uri", errorUri]);
    const { acrValues, maxAge } = authentication;
    if (acrValues !== undefined)
        parameters.push(["acr_values", acrValues.join(" ")]);
    if (maxAge !== undefined)
        parameters.push(["max_age", String(maxAge)]);
    if (scope.length > 0)
        parameters.push(["scope", scope.join(" ")]);
    return `Bearer ${[...parameters, place].map(([name, value]) => `${name}=${quote(value)}`).join(", ")}`;
}
