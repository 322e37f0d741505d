import { inTransaction } from "../database/database.js";
import { linkSeconds } from "../mail/kinds.js";
import { takeMailTurn } from "../mail/mail-limits.sql.js";
import { queueMail } from "../mail/queue-mail.js";
import { consumeMailedLink, findMailedLink } from "../mailed-links/mailed-links.sql.js";
import { linkUnusable, makeLink } from "../mailed-links/make-link.js";
import { hashSecret } from "../secrets.js";
import { setProvenAddress } from "../users/own-address.js";
import { findUserById, lockUser } from "../users/users.sql.js";
export const verifyPath = "/verify-email";
const purpose = "email_verification";
/** Mail a link to the user's address; no more than one a minute. */
export async function askToVerify({ db, secrets, config: { issuer } }, { userId, email }, language, { address: network }) {
    // By the user, not the address: strangers who have mails sent to it do not use up its owner's turns, nor do these show there.
    if (!(await takeMailTurn(db, { address: `user ${userId}`, network })))
        return;
    await inTransaction(db, async (tx) => {
        const { url } = await makeLink(tx, issuer, verifyPath, {
            purpose,
            userId,
            email,
            detail: {},
            credentialVersion: null,
            lifeSeconds: linkSeconds.email_verification,
        });
        await queueMail(tx, secrets, { kind: purpose, to: email, userId, language, link: url });
    });
}
/** The address that the link proves. @throws {OAuthError} mailed_link_unusable */
export async function findAddressToVerify(db, token) {
    const link = await findMailedLink(db, hashSecret(token), purpose);
    return checkGood(link, link?.userId ? await findUserById(db, link.userId) : null).email;
}
/**
 * Use up the link. It needs no sign-in, and gives none: whoever reads the mail proves the address, for the user who asked.
 *
 * @returns the address
 * @throws {OAuthError} mailed_link_unusable
 */
export async function verifyAddress({ db }, token, by) {
    const tokenHash = hashSecret(token);
    const found = await findMailedLink(db, tokenHash, purpose);
    return inTransaction(db, async (tx) => {
        // The user first, as whoever deletes one does.
        const user = found?.userId ? await lockUser(tx, found.userId) : null;
        const { email } = checkGood(await consumeMailedLink(tx, tokenHash, purpose), user);
        await setProvenAddress(tx, user, email, by);
        return email;
    });
}
/** Only for the user it was made for, and only while it is that user's address. */
function checkGood(link, user) {
    if (link === null || user === null || user.disabledAt !== null || user.email !== link.email)
        throw linkUnusable();
    return user;
}
//# sourceMappingURL=verify-address.js.map