/** Invitations: an operator decides on roles and claims, and whoever reads the address's mail makes the account. */
import { Type } from "typebox";
import { checkInput, conflict, notThere } from "../administration/faults.js";
import { closed, dateTime } from "../administration/schemas.js";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { inTransaction } from "../database/database.js";
import { linkSeconds } from "../mail/kinds.js";
import { queueMail } from "../mail/queue-mail.js";
import { claimsRepresentation } from "../users/claim-changes.js";
import { trimmedEmail } from "../users/email-address.js";
import { checkFree, checkUser, NewUserBody } from "../users/users.js";
import { deleteMailedLink } from "./mailed-links.sql.js";
import { makeLink } from "./make-link.js";
export const NewInvitationBody = Type.Omit(NewUserBody, ["password"], closed);
export const InvitationRepresentation = Type.Object({
    id: Type.String({ format: "uuid" }),
    email: Type.String(),
    roles: Type.Array(Type.String()),
    claims: claimsRepresentation,
    created_at: dateTime,
    expires_at: dateTime,
}, { $id: "Invitation" });
export function describeInvitation(link) {
    const { roles = [], claims = {} } = link.detail;
    return {
        id: link.id,
        email: link.email ?? "",
        roles,
        claims,
        created_at: link.createdAt.toISOString(),
        expires_at: link.expiresAt.toISOString(),
    };
}
/**
 * Mail somebody a link to make an account, in the language of their claim `locale`. It replaces an earlier invitation to the
 * same address, with what that one would have given.
 *
 * @throws {OAuthError} if nobody may sign up, the address is taken, or something sent is invalid
 */
export async function invite({ db, secrets, config: { issuer, signUp } }, sent, { by }) {
    checkInput(NewInvitationBody, sent);
    checkUser(sent);
    if (signUp === "off")
        throw conflict("sign_up_off", "SIGN_UP is off; to invite people, set it to invite or open");
    const { roles = [], claims = {} } = sent;
    const email = trimmedEmail(sent.email);
    return inTransaction(db, async (tx) => {
        await checkFree(tx, email);
        const { item, url } = await makeLink(tx, issuer, "/sign-up", {
            purpose: "invitation",
            userId: null,
            email,
            detail: { roles, claims },
            credentialVersion: null,
            lifeSeconds: linkSeconds.invitation,
        });
        const language = typeof claims.locale === "string" ? claims.locale : "en";
        await queueMail(tx, secrets, { kind: "invitation", to: email, userId: null, language, link: url });
        const detail = { invitation_id: item.id, roles };
        await insertAuditEvent(tx, { ...by, event: "user.invited", detail });
        return item;
    });
}
/** @throws {OAuthError} if there is none, or it was accepted */
export const withdrawInvitation = (db, id, { by }) => inTransaction(db, async (tx) => {
    const link = await deleteMailedLink(tx, id, "invitation");
    if (link === null)
        throw notThere(`invitation ${id}`);
    const detail = { invitation_id: id };
    await insertAuditEvent(tx, { ...by, event: "user.invitation_withdrawn", detail });
    return link;
});
//# sourceMappingURL=invitations.js.map