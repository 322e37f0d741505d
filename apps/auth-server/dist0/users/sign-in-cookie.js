import { cookieAttributes, cookieName } from "../http/cookies.js";
import { hashSecret, newSecret } from "../secrets.js";
import { knownBy, rememberBrowser } from "./known-browsers.js";
import { changedMeanwhile } from "./sign-in.js";
import { endSignIns, findSignIn, insertSignIn, stepUpSignIn, } from "./sign-ins.sql.js";
const nameOf = (issuer) => cookieName(issuer, "regrant");
function presentedHash({ config }, { cookies }) {
    const token = cookies[nameOf(config.issuer)];
    return token === undefined ? null : hashSecret(token);
}
/** The user signed in with this browser, or null. */
export async function currentSignIn(context, request) {
    const tokenHash = presentedHash(context, request);
    return tokenHash === null ? null : findSignIn(context.db, tokenHash);
}
/**
 * Sign a user in with this browser. The token is always new, so a planted one is worthless.
 *
 * @throws {OAuthError} invalid_grant if the credentials were changed, or the user disabled, while they were being checked
 */
export async function startSignIn(context, request, reply, user) {
    const { issuer, signInSeconds: lifeSeconds, maxSessions: maxSignIns } = context.config;
    const token = newSecret();
    const replacedHash = presentedHash(context, request);
    const signIn = {
        ...{ ...user, tokenHash: hashSecret(token), replacedHash, lifeSeconds, maxSignIns },
        knownBy: knownBy(context, request, user.userId),
    };
    const passwordVersion = await insertSignIn(context.db, signIn);
    if (passwordVersion === null)
        throw await changedMeanwhile(context, user.userId);
    reply.setCookie(nameOf(issuer), token, { ...cookieAttributes(issuer), maxAge: lifeSeconds });
    rememberBrowser(context, request, reply, user.userId, passwordVersion);
}
/**
 * Add what a user has just proven to this browser's sign-in, under a new token.
 *
 * @param signIn `amr` is all that was proven, then and now
 * @returns false if the sign-in has ended
 */
export async function stepUp(context, request, reply, signIn) {
    const replacedHash = presentedHash(context, request);
    const token = newSecret();
    const step = { ...signIn, replacedHash: replacedHash ?? Buffer.alloc(0), tokenHash: hashSecret(token) };
    if (!(await stepUpSignIn(context.db, step)))
        return false;
    const { issuer, signInSeconds: maxAge } = context.config;
    reply.setCookie(nameOf(issuer), token, { ...cookieAttributes(issuer), maxAge });
    return true;
}
/** End this browser's sign-in, if there is one. */
export async function endSignIn(context, request, reply, by) {
    const tokenHash = presentedHash(context, request);
    if (tokenHash !== null)
        await endSignIns(context.db, { tokenHash }, "logout", by);
    forgetSignIn(context, reply);
}
/**
 * Delete the cookie of an ended sign-in, and clear what Back would show of the account: `no-store` no longer keeps
 * pages out of the back/forward cache.
 */
export function forgetSignIn({ config: { issuer } }, reply) {
    reply.header("clear-site-data", '"cache"');
    reply.clearCookie(nameOf(issuer), cookieAttributes(issuer));
}
//# sourceMappingURL=sign-in-cookie.js.map