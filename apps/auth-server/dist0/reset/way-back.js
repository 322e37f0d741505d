import { handleOf, requestBehind } from "../http/continue-to.js";
import { cookieAttributes, cookieName } from "../http/cookies.js";
import { linkSeconds } from "../mail/kinds.js";
const nameOf = (issuer) => cookieName(issuer, "regrant-reset");
/** Characters. Browsers drop cookies of more than 4 KiB, and proxies refuse long heads. */
const longest = 2_560;
export function keepWayBack({ config: { issuer } }, reply, asked) {
    const handle = asked === null ? "" : handleOf(asked);
    if (handle === "" || handle.length > longest)
        reply.clearCookie(nameOf(issuer), cookieAttributes(issuer));
    else
        reply.setCookie(nameOf(issuer), handle, {
            ...cookieAttributes(issuer),
            maxAge: linkSeconds.password_reset,
        });
}
/** It is gone with this. Null leads to the account. */
export function takeWayBack({ config: { issuer } }, { cookies }, reply) {
    const handle = cookies[nameOf(issuer)];
    if (handle === undefined)
        return null;
    reply.clearCookie(nameOf(issuer), cookieAttributes(issuer));
    return requestBehind(new Map([["continue", handle]]));
}
//# sourceMappingURL=way-back.js.map