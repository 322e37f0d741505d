import { inTransaction } from "../database/database.js";
import { handleOf, pathToPage } from "../http/continue-to.js";
import { linkSeconds } from "../mail/kinds.js";
import { takeMailTurn } from "../mail/mail-limits.sql.js";
import { queueMail } from "../mail/queue-mail.js";
import { makeLink } from "../mailed-links/make-link.js";
import { emailKey } from "../users/email-address.js";
import { findUserByEmail } from "../users/users.sql.js";
/**
 * Queue a mail: with a link if the address is free, and otherwise one that says so. Whoever asks learns neither which it was nor
 * whether there was one at all, and cannot time it: both take the same statements, and no password is hashed.
 */
export async function askForLink({ db, secrets, config: { issuer } }, { email, asked, language, origin }) {
    if (!(await takeMailTurn(db, { address: emailKey(email), network: origin.address })))
        return;
    await inTransaction(db, async (tx) => {
        const found = await findUserByEmail(tx, email);
        // Also for an address that is taken, where nobody gets to see it.
        const { url } = await makeLink(tx, issuer, "/sign-up", {
            purpose: "sign_up",
            userId: null,
            email,
            detail: asked === null ? {} : { continue: handleOf(asked) },
            credentialVersion: null,
            lifeSeconds: linkSeconds.sign_up,
        });
        if (found === null) {
            await queueMail(tx, secrets, { kind: "sign_up", to: email, userId: null, language, link: url });
        }
        else {
            const { id: userId, email: to } = found.user;
            const link = `${issuer}${pathToPage("/login", asked)}`;
            await queueMail(tx, secrets, { kind: "already_registered", to, userId, language, link });
        }
    });
}
//# sourceMappingURL=ask-for-link.js.map