/**
 * Closing one's own account: locked at once, deleted after a time of grace in which its user can undo it. What an operator may do
 * meanwhile: disable it, which keeps its user from undoing; enable it, which cancels the deletion; delete it right away.
 */
import { OAuthError } from "../shared/index.js";
import { notThere } from "../administration/faults.js";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { inTransaction } from "../database/database.js";
import { queueMail } from "../mail/queue-mail.js";
import { endEverything } from "./ends.js";
import { changedMeanwhile } from "./sign-in.js";
import { deleteUser } from "./users.js";
import { closeUser, listUsersToDelete, lockUser, reopenUser } from "./users.sql.js";
export const graceDays = 30;
const graceSeconds = graceDays * 86_400;
/**
 * Close a user's account and end sign-ins, codes and sessions. Closing commits first: every sign-in, refresh and page checks it.
 *
 * @returns when it will be deleted
 * @throws {OAuthError} invalid_grant if the credentials were changed, or the user disabled, since they were checked
 */
export async function closeAccount(db, secrets, { userId, credentialVersion, origin, language, byMail }) {
    const deleteAt = await inTransaction(db, async (tx) => {
        const user = await lockUser(tx, userId);
        const at = user && (await closeUser(tx, userId, credentialVersion, graceSeconds));
        if (user === null || at === null)
            return null;
        const detail = { delete_at: at.toISOString() };
        await insertAuditEvent(tx, { ...origin, event: "user.deletion_requested", userId, detail });
        const values = { at: at.toISOString() };
        if (byMail)
            await queueMail(tx, secrets, { kind: "deletion_requested", to: user.email, userId, language, values });
        return at;
    });
    if (deleteAt === null)
        throw await changedMeanwhile({ db }, userId);
    await endEverything(db, { userId }, "user_disabled", origin);
    return deleteAt;
}
/**
 * Undo that. What it ended stays ended.
 *
 * @returns false if it is too late, an operator has disabled the user, or the credentials were changed since they were checked
 */
export function keepAccount(db, secrets, { userId, credentialVersion, origin, language, byMail }) {
    return inTransaction(db, async (tx) => {
        const user = await lockUser(tx, userId);
        if (user === null || !(await reopenUser(tx, userId, credentialVersion)))
            return false;
        await insertAuditEvent(tx, { ...origin, event: "user.deletion_cancelled", userId });
        if (byMail)
            await queueMail(tx, secrets, { kind: "deletion_cancelled", to: user.email, userId, language });
        return true;
    });
}
/**
 * Delete the users whose time of grace is over.
 *
 * @returns how many
 */
export async function deleteDueUsers(db, signal) {
    let deleted = 0;
    for (let ids = [""]; ids.length > 0;) {
        ids = await listUsersToDelete(db, 100);
        for (const id of ids) {
            if (signal.aborted)
                return deleted;
            if (await deleteDue(db, id))
                deleted += 1;
        }
    }
    return deleted;
}
async function deleteDue(db, id) {
    try {
        // Without an actor: it is the user's own act.
        await deleteUser(db, id, { by: {}, check: checkDue });
        return true;
    }
    catch (error) {
        // Another replica was faster, or an operator has just cancelled it.
        if (error instanceof OAuthError && error.reason === "not_found")
            return false;
        throw error;
    }
}
/** Not one that was kept, then closed again, meanwhile; by a day, since clocks differ. */
const checkDue = ({ delete_at }) => {
    if (!delete_at || Date.parse(delete_at) > Date.now() + 86_400_000)
        throw notThere("deletion that is due");
};
//# sourceMappingURL=closing.js.map