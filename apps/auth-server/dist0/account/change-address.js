import { inTransaction } from "../database/database.js";
import { answered } from "../http/answered.js";
import { linkSeconds } from "../mail/kinds.js";
import { takeMailTurn } from "../mail/mail-limits.sql.js";
import { queueMail } from "../mail/queue-mail.js";
import { consumeMailedLink, findMailedLink } from "../mailed-links/mailed-links.sql.js";
import { linkUnusable, makeLink } from "../mailed-links/make-link.js";
import { revertPath } from "../mailed-links/password-reset.js";
import { hashSecret } from "../secrets.js";
import { emailKey } from "../users/email-address.js";
import { setProvenAddress } from "../users/own-address.js";
import { refuseTaken } from "../users/users.js";
import { findCredentials, findUserByEmail, lockUser } from "../users/users.sql.js";
export const confirmPath = "/account/email/confirm";
/**
 * Mail a link to the new address, after the answer. If it has an account already, that account's owner is told instead: whoever
 * asks learns of that neither by the answer nor by its time.
 */
export async function askForAddress(context, reply, asked) {
    const { email, origin } = asked;
    if (!(await takeMailTurn(context.db, { address: emailKey(email), network: origin.address })))
        return;
    const mailed = answered(reply).then(() => mailAddress(context, asked));
    context.background.add(mailed, "a change of address could not be mailed");
}
async function mailAddress({ pool, secrets, config: { issuer } }, { userId, email, credentialVersion, language }) {
    const holder = (await findUserByEmail(pool, email))?.user;
    if (holder !== undefined && holder.id !== userId) {
        const link = `${issuer}/login`;
        return queueMail(pool, secrets, {
            kind: "already_registered",
            to: holder.email,
            userId: holder.id,
            language,
            link,
        });
    }
    await inTransaction(pool, async (tx) => {
        const { url } = await makeLink(tx, issuer, confirmPath, {
            purpose: "email_change",
            userId,
            email,
            detail: {},
            credentialVersion,
            lifeSeconds: linkSeconds.email_change,
        });
        await queueMail(tx, secrets, { kind: "email_change", to: email, userId, language, link: url });
    });
}
/** Whose address the link would change, and to which. @throws {OAuthError} mailed_link_unusable */
export async function findAddressChange(db, token) {
    return checkGood(db, await findMailedLink(db, hashSecret(token), "email_change"));
}
/** A password set since then makes it useless: a thief may have asked for it with the old one. */
async function checkGood(db, link) {
    if (link === null || link.userId === null || link.email === null)
        throw linkUnusable();
    const { userId, email, credentialVersion } = link;
    const credentials = await findCredentials(db, userId);
    if (credentials?.credentialVersion !== credentialVersion)
        throw linkUnusable();
    return { userId, email };
}
/**
 * Use up the link and change the address of the user who is signed in. The former address is told, with a link that undoes it if
 * it was proven: of an address that nobody has proven, a stranger may be the owner.
 *
 * @throws {OAuthError} mailed_link_unusable; already_registered if somebody else has the address by now
 */
export async function changeAddress({ db, secrets, config: { issuer } }, { userId }, token, language, origin) {
    const { userId: whose, email } = await findAddressChange(db, token);
    if (whose !== userId)
        throw linkUnusable();
    await inTransaction(db, async (tx) => {
        const user = await lockUser(tx, userId);
        await checkGood(tx, await consumeMailedLink(tx, hashSecret(token), "email_change"));
        if (user === null || user.disabledAt !== null)
            throw linkUnusable();
        await setProvenAddress(tx, user, email, origin);
        const revert = user.claims.email_verified === true
            ? await makeLink(tx, issuer, revertPath, {
                purpose: "email_revert",
                userId,
                email: user.email,
                detail: {},
                credentialVersion: null,
                lifeSeconds: linkSeconds.email_changed,
            })
            : null;
        const told = { kind: "email_changed", to: user.email, userId, language };
        await queueMail(tx, secrets, revert === null ? told : { ...told, link: revert.url });
    }).catch(refuseTaken(email));
}
//# sourceMappingURL=change-address.js.map