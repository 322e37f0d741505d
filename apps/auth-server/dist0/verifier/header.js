/** Checks the JOSE header (RFC 9068 §4, RFC 7515 §4.1); the first failed check is reported. */
import { OAuthError } from "../shared/index.js";
const refuse = (reason, description) => new OAuthError("invalid_token", description, { reason });
/** The issuer publishes no such key, as far as anyone can tell. */
export const kidUnknown = () => refuse("token_kid_unknown", "kid: the access token is signed with a key that the issuer does not publish");
/** Media types are case-insensitive, and `application/` is optional (RFC 7515 §4.1.9). */
const typeOf = (typ) => typeof typ === "string" ? typ.toLowerCase().replace(/^application\//, "") : null;
/** An issuer signs more than access tokens, with the same keys. @throws OAuthError */
function checkType(typ) {
    switch (typeOf(typ)) {
        case "at+jwt":
            return;
        case "jwt":
            throw refuse("token_is_id_token", "typ: this is an ID token or another JWT; send the access token");
        case "logout+jwt":
            throw refuse("token_is_logout_token", "typ: this is a logout token; send the access token");
        default:
            throw refuse("token_typ", "typ: the JWT is not an access token (at+jwt)");
    }
}
/**
 * Check `typ`, `alg` and `crit`. Ignores keys in the header (`jwk`, `jku`, `x5c`, `x5u`).
 *
 * @returns the `kid`
 * @throws OAuthError `invalid_token`, reason `token_is_id_token`, `token_is_logout_token`, `token_typ`, `token_alg`,
 *   `token_crit` or `token_kid_unknown`
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export function checkHeader(header) {
    checkType(header.typ);
    if (header.alg !== "RS256")
        throw refuse("token_alg", "alg: the access token is not signed with RS256");
    if (Object.hasOwn(header, "crit")) {
        throw refuse("token_crit", "crit: the access token demands an extension that is not supported");
    }
    if (typeof header.kid !== "string" || header.kid === "") {
        throw refuse("token_kid_unknown", "kid: the access token does not name its key");
    }
    return header.kid;
}
