/** What users and operators do to second factors; each act is one transaction with its audit events. */
import { notThere } from "../administration/faults.js";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { inTransaction } from "../database/database.js";
import { changeCredentialVersion, lockUser } from "../users/users.sql.js";
import { deletePasskeys, findFactors, needsSecondFactor } from "./factors.sql.js";
import { renewRecoveryCodes } from "./recovery-codes.js";
import { deleteIdleRecoveryCodes } from "./recovery-codes.sql.js";
import { checkWhatRemains, factorUnknown } from "./removal.js";
import { sealTotpSecret } from "./totp.js";
import { deleteTotp, putTotp } from "./totp.sql.js";
/**
 * Add an authenticator app whose code was checked, in place of the one before.
 *
 * @returns the recovery codes that come with a user's first factor; null if it is not the first
 */
export const addTotp = (db, secrets, { userId, secret, step }, by) => withUser(db, userId, async (tx) => {
    const isFirst = !needsSecondFactor(await findFactors(tx, userId));
    const sealed = sealTotpSecret(secrets, userId, secret);
    await putTotp(tx, { userId, secret: sealed, secretName: secrets[0].name, step });
    await changeCredentialVersion(tx, userId);
    await insertAuditEvent(tx, { ...by, event: "factor.added", userId, detail: { kind: "totp" } });
    return isFirst ? renewRecoveryCodes(tx, userId) : null;
});
/** @returns the new codes; null if the user has no factor that they could stand in for */
export const renewCodes = (db, userId, by) => withUser(db, userId, async (tx) => {
    if (!needsSecondFactor(await findFactors(tx, userId)))
        return null;
    await insertAuditEvent(tx, { ...by, event: "factor.codes_renewed", userId });
    return renewRecoveryCodes(tx, userId);
});
/**
 * Remove a user's authenticator app. Sign-ins and sessions that it has opened stay open.
 *
 * @throws {OAuthError} factor_unknown, factor_required
 */
export const removeOwnTotp = (db, userId, requireMfaRoles, by) => withUser(db, userId, async (tx, user) => {
    if (!(await deleteTotp(tx, userId)))
        throw factorUnknown();
    await checkWhatRemains(tx, user, requireMfaRoles);
    await recordRemoved(tx, userId, [{ kind: "totp" }], by);
});
/**
 * Remove factors as an operator, whatever remains.
 *
 * @returns how many were removed
 */
export const removeFactors = (db, userId, which, by) => withUser(db, userId, async (tx) => {
    const isTotpMeant = which === "all" || "totp" in which;
    const removed = isTotpMeant && (await deleteTotp(tx, userId)) ? [{ kind: "totp" }] : [];
    if (which === "all" || "passkey" in which) {
        const ids = await deletePasskeys(tx, userId, which === "all" ? null : which.passkey);
        removed.push(...ids.map((id) => ({ kind: "passkey", id })));
    }
    if (removed.length > 0)
        await recordRemoved(tx, userId, removed, by);
    return removed.length;
});
/** What was proven by a factor that is gone opens nothing more. With the last factor go the recovery codes. */
export async function recordRemoved(tx, userId, removed, by) {
    await changeCredentialVersion(tx, userId);
    await deleteIdleRecoveryCodes(tx, userId);
    for (const detail of removed)
        await insertAuditEvent(tx, { ...by, event: "factor.removed", userId, detail });
}
/** Acts on one user's factors follow each other: whether a factor is the first, or the last, is then certain. */
export const withUser = (db, id, work) => inTransaction(db, async (tx) => {
    const user = await lockUser(tx, id);
    if (user === null)
        throw notThere(`user ${id}`);
    return work(tx, user);
});
//# sourceMappingURL=factor-acts.js.map