import { conflict } from "../administration/faults.js";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { inTransaction } from "../database/database.js";
import { linkSeconds } from "../mail/kinds.js";
import { queueMail } from "../mail/queue-mail.js";
import { readUser } from "../users/users.js";
import { findCredentials } from "../users/users.sql.js";
import { makeLink } from "./make-link.js";
/** The page behind it. */
export const resetPath = "/reset/password";
/** The page that undoes a change of address. */
export const revertPath = "/reset/address";
/**
 * Mail a user a link to set a new password: to the address that the account has, never to one as it was typed. An earlier link
 * stops working. Asks no limit.
 *
 * @returns false if an operator has disabled the user
 */
export async function mailPasswordReset(db, { issuer, secrets }, { id: userId, email, disabledAt, closedAt }, language, by) {
    if (disabledAt !== null && closedAt === null)
        return false;
    return inTransaction(db, async (tx) => {
        const credentials = await findCredentials(tx, userId);
        if (credentials === null)
            return false;
        const { url } = await makeLink(tx, issuer, resetPath, {
            purpose: "password_reset",
            userId,
            email,
            detail: {},
            credentialVersion: credentials.credentialVersion,
            lifeSeconds: linkSeconds.password_reset,
        });
        await queueMail(tx, secrets, { kind: "password_reset", to: email, userId, language, link: url });
        await insertAuditEvent(tx, { ...by, event: "password.reset_requested", userId });
        return true;
    });
}
/**
 * Mail a user such a link because an operator says so, in the language of their claim `locale`. Changes nothing else: what is
 * signed in stays, until the password is set.
 *
 * @throws {OAuthError} if there is no such user, an operator has disabled them, or no mail can be sent
 */
export async function sendPasswordReset({ db, secrets, config: { issuer, mail } }, id, { by }) {
    if (mail === null)
        throw conflict("state_conflict", "there is no mail server; set SMTP_URL and MAIL_FROM");
    const user = await readUser(db, id);
    const { locale } = user.claims;
    const language = typeof locale === "string" ? locale : "en";
    if (!(await mailPasswordReset(db, { issuer, secrets }, user, language, by)))
        throw conflict("state_conflict", `the user ${user.email} is disabled; first enable the user`);
    return user;
}
//# sourceMappingURL=password-reset.js.map