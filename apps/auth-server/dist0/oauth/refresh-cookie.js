/**
 * Refresh tokens in cookies, for browser apps: no script ever sees them. HttpOnly, Secure, SameSite=Strict, and
 * `__Host-`, because another host of the same site could otherwise plant its own session (RFC 9700 §4.7, by cookie).
 * That prefix requires the path `/`, so pages receive the cookie as well.
 *
 * A refusal does not delete the cookie: a concurrent request may just have renewed it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-8.6
 */
import { OAuthError } from "../shared/index.js";
import { cookiesOf, isSecure } from "../http/cookies.js";
import { required } from "../http/form.js";
import { mayComeByFormerCookie } from "../sessions/former-cookies.sql.js";
import { lifetimesOf } from "../sessions/lifetimes.js";
import { decodeRefreshToken } from "../sessions/refresh-token.js";
/** Without https (development only) the prefix is impossible, so a narrow path has to do. */
const nameOf = ({ issuer }, { clientId }) => `${isSecure(issuer) ? "__Host-" : ""}regrant-refresh-${clientId}`;
const attributesOf = ({ issuer }) => ({
    ...alwaysSet,
    path: isSecure(issuer) ? "/" : "/oauth2",
    secure: isSecure(issuer),
});
/** The cookie's name before `__Host-`. */
const formerNameOf = ({ clientId }) => `__Secure-regrant-refresh-${clientId}`;
const alwaysSet = { httpOnly: true, sameSite: "strict" };
const formerAttributes = { ...alwaysSet, path: "/oauth2", secure: true };
/** The refresh token from where this client keeps it. A client with a cookie cannot send it as a parameter. */
export const presentedRefreshToken = async (context, request, client, form) => client.refreshTokenDelivery === "cookie" ? keptToken(context, request, client) : form.get("refresh_token");
/**
 * The token to revoke: the parameter's, or the cookie's for a client that has one.
 *
 * @throws {OAuthError} invalid_request if there is none
 */
export async function presentedToken(context, request, client, form) {
    const kept = client.refreshTokenDelivery === "cookie" ? await keptToken(context, request, client) : undefined;
    return form.get("token") ?? kept ?? required(form, "token");
}
/**
 * The cookie's token. Browsers do not say who set a cookie: if there are two, one is planted, and it could be either.
 *
 * @throws {OAuthError} invalid_request if the cookie was sent more than once
 */
async function keptToken({ config, db, secrets }, request, client) {
    const [kept, another] = cookiesOf(request, nameOf(config, client));
    if (another !== undefined) {
        throw new OAuthError("invalid_request", "The browser sent more than one refresh cookie for this client.", {
            reason: "refresh_cookie_repeated",
        });
    }
    if (kept !== undefined || !isSecure(config.issuer))
        return kept;
    const [former, ...planted] = cookiesOf(request, formerNameOf(client));
    const token = former === undefined || planted.length > 0 ? null : decodeRefreshToken(secrets, former);
    return token !== null && (await mayComeByFormerCookie(db, token)) ? former : undefined;
}
/** Delete the cookie of an ended session. */
export function forgetRefreshToken(config, request, reply, client) {
    if (client.refreshTokenDelivery === "body")
        return;
    reply.clearCookie(nameOf(config, client), attributesOf(config));
    forgetFormerCookie(request, reply, client);
}
/** Send the refresh token to where this client keeps it: in the body, or only in its cookie. */
export function deliver(config, request, reply, client, response) {
    if (client.refreshTokenDelivery === "body")
        return response;
    const { refresh_token: refreshToken, ...rest } = response;
    if (refreshToken !== undefined) {
        reply.setCookie(nameOf(config, client), refreshToken, {
            ...attributesOf(config),
            maxAge: lifetimesOf(config, client).sessionIdleSeconds,
        });
        forgetFormerCookie(request, reply, client);
    }
    return rest;
}
function forgetFormerCookie(request, reply, client) {
    const name = formerNameOf(client);
    if (cookiesOf(request, name).length > 0)
        reply.clearCookie(name, formerAttributes);
}
//# sourceMappingURL=refresh-cookie.js.map