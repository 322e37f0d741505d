import { endManySessions } from "../codes/ends.js";
import { inTransaction } from "../database/database.js";
import { networkOf } from "../http/address-prefix.js";
import { consumeMailedLink, deleteLaterLinks, findMailedLink, } from "../mailed-links/mailed-links.sql.js";
import { linkUnusable } from "../mailed-links/make-link.js";
import { isVerified, unlinkAll } from "../providers/link.js";
import { hashSecret } from "../secrets.js";
import { setPassword } from "../users/ends.js";
import { checkNewPassword } from "../users/new-password.js";
import { setProvenAddress } from "../users/own-address.js";
import { refuseTaken } from "../users/users.js";
import { findCredentials, findUserById, lockUser } from "../users/users.sql.js";
/**
 * Whose password the link would set. Changes nothing.
 *
 * @throws {OAuthError} mailed_link_unusable
 */
export async function findReset(db, { purpose, token }) {
    const link = await findMailedLink(db, hashSecret(token), purpose);
    const user = link?.userId ? await findUserById(db, link.userId) : null;
    if (link === null || user === null || !(await isGood(db, link, user)))
        throw linkUnusable();
    return { user, email: link.email ?? user.email };
}
/**
 * A forgotten password's link is worthless once the password or the address was changed: whoever reads the former address must
 * not. One that undoes a change of address outlives both, since a thief would make them.
 */
async function isGood(db, link, user) {
    if (user.disabledAt !== null && user.closedAt === null)
        return false;
    if (link.purpose === "email_revert")
        return true;
    const credentials = await findCredentials(db, user.id);
    return link.email === user.email && link.credentialVersion === credentials?.credentialVersion;
}
/**
 * Use up the link, set the password and end all sign-ins and sessions: in one transaction as far as a batch of sessions goes, the
 * rest right after. The user's row is locked first, so that of two links, or a link and a change of password, the second sees
 * what the first has done.
 *
 * @returns the user, and the credential version that a sign-in may now be started with
 * @throws {OAuthError} mailed_link_unusable; password_unsuitable, password_common; already_registered if the former address
 * belongs to somebody else by now
 */
export async function resetPassword({ db, passwords }, reset, password, by) {
    const { user: found, email } = await findReset(db, reset);
    await checkNewPassword(password, email);
    const passwordHash = await passwords.hash(password, networkOf(by.address));
    const userId = found.id;
    const credentialVersion = await inTransaction(db, async (tx) => {
        const user = await lockUser(tx, userId);
        const link = await consumeMailedLink(tx, hashSecret(reset.token), reset.purpose);
        if (user === null || link === null || !(await isGood(tx, link, user)))
            throw linkUnusable();
        if (link.purpose === "email_revert")
            await deleteLaterLinks(tx, link);
        // A stranger may have opened the account with this address, or had it for a while: what they linked would let them in again.
        if (link.purpose === "email_revert" || !isVerified(user))
            await unlinkAll(tx, userId, by);
        await setProvenAddress(tx, user, email, by);
        return setPassword(tx, { userId }, passwordHash, by);
    }).catch(refuseTaken(email));
    if (credentialVersion === null)
        throw linkUnusable();
    await endManySessions(db, { userId }, "password_changed", by);
    return { userId, credentialVersion };
}
//# sourceMappingURL=reset-password.js.map