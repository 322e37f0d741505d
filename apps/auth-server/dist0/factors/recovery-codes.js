/** Recovery codes: for whoever has lost every other factor. 80 bits each, shown once. */
import { randomInt } from "node:crypto";
import { hashSecret } from "../secrets.js";
import { guessFactor } from "./guess-factor.js";
import { consumeRecoveryCode, replaceRecoveryCodes } from "./recovery-codes.sql.js";
const codes = 10;
/** Crockford's base32, which has none of the letters I, L, O and U. @see https://www.crockford.com/base32.html */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** Of five bits each. */
const characters = 16;
/**
 * Give a user new recovery codes, in place of the old ones. The caller has locked the user's row, audits why, and shows the codes:
 * they cannot be read again.
 */
export async function renewRecoveryCodes(tx, userId) {
    const fresh = Array.from({ length: codes }, newCode);
    await replaceRecoveryCodes(tx, userId, fresh.map((code) => hashCode(userId, code)));
    return fresh.map(grouped);
}
const newCode = () => Array.from({ length: characters }, () => alphabet[randomInt(alphabet.length)]).join("");
/** `4F7K-9QXM-2BTD-HN5W` */
const grouped = (code) => (code.match(/.{4}/g) ?? []).join("-");
/** A typed code as it was made, however it was grouped and whichever lookalikes were read; null if it cannot be one. */
export function recoveryCodeIn(typed) {
    const code = typed
        .normalize("NFKC")
        .toUpperCase()
        .replace(/[\s\p{Pd}]/gu, "")
        .replace(/[IL]/g, "1")
        .replace(/O/g, "0");
    return code.length === characters && [...code].every((character) => alphabet.includes(character))
        ? code
        : null;
}
/** With the user's id as salt: whoever has the table searches for one user's codes at a time. */
const hashCode = (userId, code) => hashSecret(`${userId} ${code}`);
/**
 * Check a user's recovery code, and use it up. A wrong one is counted and audited, and so is a right one.
 *
 * @param code as returned by `recoveryCodeIn`
 * @returns how many remain
 * @throws {OAuthError} invalid_grant if it is wrong or was used before, too_many_requests
 */
export async function checkRecoveryCode(room, { userId, code, origin }) {
    let remaining = 0;
    await guessFactor(room, { userId, kind: "recovery_code", origin }, async () => {
        const left = await consumeRecoveryCode(room.db, { userId, codeHash: hashCode(userId, code), ...origin });
        remaining = left ?? 0;
        return left === null ? "factor_code_mismatch" : null;
    });
    return remaining;
}
//# sourceMappingURL=recovery-codes.js.map