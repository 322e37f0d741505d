import { conflict, notThere } from "../administration/faults.js";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { brokenConstraint, inTransaction } from "../database/database.js";
import { hashSecret, newSecret } from "../secrets.js";
import { deleteRegistrationToken, insertRegistrationToken, } from "./registration-tokens.sql.js";
/** @throws {OAuthError} if the name is taken */
export async function createRegistrationToken(db, asked, { by }) {
    const secret = newSecret();
    const item = await inTransaction(db, async (tx) => {
        const made = await insertRegistrationToken(tx, { ...asked, tokenHash: hashSecret(secret) });
        const detail = describeRegistrationToken(made);
        await insertAuditEvent(tx, { ...by, event: "registration_token.created", detail });
        return made;
    }).catch((cause) => {
        if (brokenConstraint(cause) !== "registration_tokens_name_key")
            throw cause;
        throw conflict("already_registered", `the registration token ${asked.name} already exists`, cause);
    });
    return { item, secret };
}
/** Clients that have registered with it stay. @throws {OAuthError} if there is none */
export const revokeRegistrationToken = (db, name, { by }) => inTransaction(db, async (tx) => {
    if (!(await deleteRegistrationToken(tx, name)))
        throw notThere(`registration token ${name}`);
    await insertAuditEvent(tx, { ...by, event: "registration_token.revoked", detail: { name } });
});
export const describeRegistrationToken = ({ name, createdAt, expiresAt, usesLeft }) => ({
    name,
    created_at: createdAt.toISOString(),
    expires_at: expiresAt.toISOString(),
    uses_left: usesLeft,
});
//# sourceMappingURL=registration-tokens.js.map