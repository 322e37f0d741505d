import { cookieAttributes, cookieName } from "../http/cookies.js";
import { seal, unseal } from "../sealing.js";
/** How long a user can take to find the second factor. */
const lifeSeconds = 600;
const nameOf = (issuer) => cookieName(issuer, "regrant-half");
export function keepHalfSignIn({ config: { issuer }, secrets, now }, reply, proven) {
    const expiresAt = now() + lifeSeconds * 1000;
    const sealed = seal(secrets, "half sign-in", issuer, JSON.stringify({ ...proven, expiresAt }));
    reply.setCookie(nameOf(issuer), sealed.toString("base64url"), {
        ...cookieAttributes(issuer),
        maxAge: lifeSeconds,
    });
}
/** What this browser has proven so far; null if it is nothing, or too long ago. Does not check whether it still holds. */
export function findHalfSignIn({ config: { issuer }, secrets, now }, { cookies }) {
    const cookie = cookies[nameOf(issuer)];
    if (cookie === undefined)
        return null;
    const plain = unseal(secrets, "half sign-in", issuer, Buffer.from(cookie, "base64url"));
    if (plain === null)
        return null;
    const { expiresAt, ...proven } = JSON.parse(plain);
    return expiresAt > now() ? proven : null;
}
export function forgetHalfSignIn({ config: { issuer } }, { cookies }, reply) {
    if (cookies[nameOf(issuer)] !== undefined)
        reply.clearCookie(nameOf(issuer), cookieAttributes(issuer));
}
//# sourceMappingURL=half-sign-in.js.map