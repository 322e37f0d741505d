import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { checkNotTaken } from "./users.js";
import { updateUser } from "./users.sql.js";
/**
 * Give a user the address that they have proven, or keep that they have proven the one they have.
 *
 * @throws {OAuthError} if another user has it; or the database's error, which `refuseTaken` turns into that
 */
export async function setProvenAddress(tx, user, email, by) {
    const isNew = email !== user.email;
    if (!isNew && user.claims.email_verified === true)
        return;
    if (isNew)
        await checkNotTaken(tx, email, user.id);
    await updateUser(tx, { ...user, email, claims: { ...user.claims, email_verified: true } });
    const event = isNew ? "user.email_changed" : "user.email_verified";
    await insertAuditEvent(tx, { ...by, event, userId: user.id });
}
//# sourceMappingURL=own-address.js.map