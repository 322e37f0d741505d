import { notThere } from "../administration/faults.js";
import { deleteCodesOf } from "../codes/authorization-codes.sql.js";
import { deleteConsentsOf } from "../consents/consents.sql.js";
import { deleteBatch } from "../database/batches.sql.js";
import { inTransaction } from "../database/database.js";
import { deleteNoticesOf } from "../logout-notices/logout-notices.sql.js";
import { deleteSessions } from "../sessions/delete.sql.js";
const nouns = { userId: "user", clientId: "client", resource: "resource" };
/**
 * Delete it. The caller has disabled it in a transaction of its own. Sessions, codes and consents go in batches; the last
 * transaction locks the owner, deletes what was added in the meantime, and then the owner. After a failure it stays disabled,
 * and the deletion can be repeated.
 *
 * @returns how many sessions were open
 * @throws {OAuthError} if somebody else deleted it in the meantime
 */
export async function deleteAll(db, owner, { by }, last) {
    const [[kind, id]] = Object.entries(owner);
    const noun = nouns[kind];
    const ended = await deleteDependents(db, owner, `${noun}_deleted`, by, false);
    return inTransaction(db, async (tx) => {
        if (!(await last.lock(tx)))
            throw notThere(`${noun} ${id}`);
        const sessionsEnded = ended + (await deleteDependents(tx, owner, `${noun}_deleted`, by, true));
        await last.record(tx, sessionsEnded);
        await last.remove(tx);
        return sessionsEnded;
    });
}
/** Outside a transaction, each batch is its own. Audits the end of open sessions. @returns how many were open */
async function deleteDependents(db, owner, reason, by, wait) {
    await deleteCodesOf(db, owner, wait);
    const ended = await deleteSessions(db, owner, reason, by, { limit: deleteBatch, wait });
    if ("clientId" in owner)
        await deleteNoticesOf(db, owner.clientId, wait);
    await deleteConsentsOf(db, owner, wait);
    return ended;
}
//# sourceMappingURL=deletion.js.map