/** Seals what only this server may read or change: cookies, and columns that hold secrets in a form that has to be read again. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
/**
 * Encrypt under the first entry of `SECRETS`. Does not limit how long the result is good for.
 *
 * @param about what else must match when it is opened, such as the row's key
 * @returns iv 12 | tag 16 | AES-256-GCM
 */
export function seal([{ sealing }], use, about, plain) {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", sealing, iv).setAAD(contextOf(use, about));
    const sealed = [cipher.update(plain, "utf8"), cipher.final()];
    return Buffer.concat([iv, cipher.getAuthTag(), ...sealed]);
}
/** @returns null if no entry of `SECRETS` opens it, for this use and about this */
export function unseal(secrets, use, about, sealed) {
    if (sealed.length < 28)
        return null;
    for (const { sealing } of secrets) {
        const decipher = createDecipheriv("aes-256-gcm", sealing, sealed.subarray(0, 12));
        decipher.setAAD(contextOf(use, about)).setAuthTag(sealed.subarray(12, 28));
        try {
            return decipher.update(sealed.subarray(28), undefined, "utf8") + decipher.final("utf8");
        }
        catch {
            // Another entry's, or nobody's.
        }
    }
    return null;
}
const contextOf = (use, about) => Buffer.from(JSON.stringify([use, about]));
//# sourceMappingURL=sealing.js.map