import { cookieAttributes, cookieName } from "../http/cookies.js";
import { seal, unseal } from "../sealing.js";
const lifeSeconds = 600;
const nameOf = (issuer) => cookieName(issuer, "regrant-identity");
/** Other than what the sealed content of other cookies is about. */
const aboutOf = (issuer) => `${issuer} identity`;
export function keepFoundIdentity({ config: { issuer }, secrets, now }, reply, found) {
    const expiresAt = now() + lifeSeconds * 1000;
    const sealed = seal(secrets, "provider sign-in", aboutOf(issuer), JSON.stringify({ ...found, expiresAt }));
    reply.setCookie(nameOf(issuer), sealed.toString("base64url"), {
        ...cookieAttributes(issuer),
        maxAge: lifeSeconds,
    });
}
/** Null if there is none, it is too old, or somebody else has signed in since. */
export function foundIdentity({ config: { issuer }, secrets, now }, { cookies }, { id }) {
    const cookie = cookies[nameOf(issuer)];
    if (cookie === undefined)
        return null;
    const plain = unseal(secrets, "provider sign-in", aboutOf(issuer), Buffer.from(cookie, "base64url"));
    if (plain === null)
        return null;
    const { expiresAt, ...found } = JSON.parse(plain);
    return expiresAt > now() && found.signInId === id ? found : null;
}
export function forgetFoundIdentity({ config: { issuer } }, reply) {
    reply.clearCookie(nameOf(issuer), cookieAttributes(issuer));
}
//# sourceMappingURL=found-identity.js.map