/**
 * WebAuthn challenges that nothing has to remember: random 16 | expiry 4 | HMAC-SHA-256 32. The HMAC proves that this server made
 * it, for one use and one page's form token, which no browser can send but the one that has the page.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-cryptographic-challenges
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
/** How long a page can be open before its challenge is answered. */
export const challengeSeconds = 600;
const ownBytes = 20;
/** @param now milliseconds since 1970 */
export function newChallenge([{ challengeTag }], use, now) {
    const own = Buffer.alloc(ownBytes);
    randomBytes(16).copy(own);
    own.writeUInt32BE(Math.floor(now / 1000) + challengeSeconds, 16);
    return Buffer.concat([own, tagOf(challengeTag, own, use)]);
}
/** Whether this server made it for this use. Does not tell whether it was answered before. */
export function judgeChallenge(secrets, challenge, use, now) {
    const own = challenge.subarray(0, ownBytes);
    const tag = challenge.subarray(ownBytes);
    if (tag.length !== 32)
        return "foreign";
    if (!secrets.some(({ challengeTag }) => timingSafeEqual(tagOf(challengeTag, own, use), tag)))
        return "foreign";
    return own.readUInt32BE(16) * 1000 > now ? "good" : "expired";
}
const tagOf = (key, own, { use, userId, formToken }) => createHmac("sha256", key)
    .update(own)
    .update(JSON.stringify([use, userId, formToken]))
    .digest();
//# sourceMappingURL=challenges.js.map