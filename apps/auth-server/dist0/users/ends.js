import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { endManySessions, endSessions, sessionBatch } from "../codes/ends.js";
import { endSignIns } from "./sign-ins.sql.js";
import { updatePassword } from "./users.sql.js";
/** Sign a user out everywhere, or everywhere except one browser; without `userId`, everybody. */
export async function endEverything(db, whose, reason, by) {
    const signInsEnded = await endSignIns(db, whose, reason, by);
    return { signInsEnded, sessionsEnded: await endManySessions(db, whose, reason, by) };
}
/**
 * Set a password and end what the old one opened, up to one batch of sessions, all in the caller's transaction. The
 * caller ends the rest after the commit, by `endManySessions`.
 *
 * @param whose with `credentialVersion` if the user proved the old password, which may have been replaced since
 * @returns the new credential version; null if nothing was changed
 */
export async function setPassword(tx, { credentialVersion, ...whose }, passwordHash, by) {
    const version = await updatePassword(tx, whose.userId, passwordHash, credentialVersion ?? null);
    if (version === null)
        return null;
    await endSignIns(tx, whose, "password_changed", by);
    await endSessions(tx, whose, "password_changed", by, { limit: sessionBatch });
    await insertAuditEvent(tx, { ...by, event: "password.changed", userId: whose.userId });
    return version;
}
//# sourceMappingURL=ends.js.map