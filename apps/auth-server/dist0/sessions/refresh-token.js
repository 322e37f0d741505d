/**
 * The refresh token: made, read and succeeded. No database here; whether a token is the session's current one
 * is the store's question.
 *
 *     "rgr_" base64url( version 1 | session id 16 | generation 4 | secret 32 | tag 16 )
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-1.5
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14
 */
import { createHmac, hash, randomBytes, timingSafeEqual } from "node:crypto";
const prefix = "rgr_";
const version = 1;
const tagged = 1 + 16 + 4 + 32;
const tagBytes = 16;
/** The limit of the database's integer: 68 years at one refresh per second. */
const maxGeneration = 0x7fff_ffff;
/** 69 bytes fill 92 characters exactly, so each token has only one spelling. */
const form = /^rgr_[A-Za-z0-9_-]{92}$/;
/** The secret of a session's first refresh token. */
export const newRefreshSecret = () => randomBytes(32);
/** What the session's row stores of a secret. */
export const hashRefreshSecret = (secret) => hash("sha256", secret, "buffer");
/** Encode a refresh token, tagged under the first entry of `SECRETS`. */
export function encodeRefreshToken(secrets, { sessionId, generation, secret }) {
    const bytes = Buffer.allocUnsafe(tagged + tagBytes);
    bytes[0] = version;
    bytes.write(sessionId.replaceAll("-", ""), 1, "hex");
    bytes.writeUInt32BE(generation, 17);
    secret.copy(bytes, 21);
    tagOf(secrets[0], bytes.subarray(0, tagged)).copy(bytes, tagged);
    return prefix + bytes.toString("base64url");
}
/**
 * Decode a refresh token and check its tag under any entry of `SECRETS`, in constant time.
 *
 * @returns null if the form or the tag is wrong: made up, truncated, changed, or from other `SECRETS`
 */
export function decodeRefreshToken(secrets, text) {
    if (!form.test(text))
        return null;
    const bytes = Buffer.from(text.slice(prefix.length), "base64url");
    if (bytes[0] !== version)
        return null;
    const tag = bytes.subarray(tagged);
    const covered = bytes.subarray(0, tagged);
    if (!secrets.some((entry) => timingSafeEqual(tagOf(entry, covered), tag)))
        return null;
    const generation = bytes.readUInt32BE(17);
    if (generation > maxGeneration)
        return null;
    return { sessionId: uuid(bytes), generation, secret: bytes.subarray(21, tagged) };
}
/**
 * The next token. The same token and entry always yield the same successor, so a client that lost the response, and
 * tabs that asked at the same time, all get the same one.
 */
export function succeedRefreshToken(entry, { sessionId, generation, secret }) {
    const next = generation + 1;
    const covered = Buffer.allocUnsafe(16 + 4 + 32);
    covered.write(sessionId.replaceAll("-", ""), 0, "hex");
    covered.writeUInt32BE(next, 16);
    secret.copy(covered, 20);
    return {
        sessionId,
        generation: next,
        secret: createHmac("sha256", entry.refreshSuccessor).update(covered).digest(),
    };
}
const tagOf = (entry, covered) => createHmac("sha256", entry.refreshTag).update(covered).digest().subarray(0, tagBytes);
function uuid(bytes) {
    const hex = bytes.toString("hex", 1, 17);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
//# sourceMappingURL=refresh-token.js.map