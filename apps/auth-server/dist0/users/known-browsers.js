/**
 * Whom this browser has signed in before, so that users are told when another one does: a cookie of tags, each bound to one user
 * and password. A new password makes every other browser new again, a thief's among them.
 *
 * The cookie opens nothing. Without it, or with another's, its browser is new. A tag cannot be made up, only taken from a
 * browser, where the sign-in's own cookie lies beside it.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { cookieAttributes, cookieName } from "../http/cookies.js";
/** From the last sign-in. */
const lifeSeconds = 365 * 86_400;
/** Of a browser that a family shares. */
const mostUsers = 8;
const hmacBytes = 16;
const nameOf = (issuer) => cookieName(issuer, "regrant-known");
/** By which version of the user's password this browser has last signed the user in; null if it never has. */
export function knownBy(room, request, userId) {
    const known = keptTags(room, request).find((tag) => isOf(room, tag, userId));
    return known?.passwordVersion ?? null;
}
/** Whoever signed in last comes first; who has not for the longest is forgotten. */
export function rememberBrowser(room, request, reply, userId, passwordVersion) {
    const { issuer } = room.config;
    const [writing] = room.secrets;
    const own = { passwordVersion, hmac: hmacOf(writing.knownBrowserTag, userId, passwordVersion) };
    const others = keptTags(room, request).filter((tag) => !isOf(room, tag, userId));
    const tags = [own, ...others].slice(0, mostUsers);
    const value = tags.map((tag) => `${tag.passwordVersion}~${tag.hmac.toString("base64url")}`).join(".");
    reply.setCookie(nameOf(issuer), value, {
        ...cookieAttributes(issuer),
        maxAge: lifeSeconds,
    });
}
function keptTags({ config: { issuer } }, { cookies }) {
    return (cookies[nameOf(issuer)] ?? "").split(".", mostUsers).flatMap((text) => {
        const [, version = "", encoded = ""] = /^(\d{1,9})~([\w-]{22})$/.exec(text) ?? [];
        return encoded === ""
            ? []
            : [{ passwordVersion: Number(version), hmac: Buffer.from(encoded, "base64url") }];
    });
}
const isOf = ({ secrets }, { passwordVersion, hmac }, userId) => secrets.some(({ knownBrowserTag }) => timingSafeEqual(hmac, hmacOf(knownBrowserTag, userId, passwordVersion)));
const hmacOf = (key, userId, passwordVersion) => createHmac("sha256", key).update(`${userId} ${passwordVersion}`).digest().subarray(0, hmacBytes);
//# sourceMappingURL=known-browsers.js.map