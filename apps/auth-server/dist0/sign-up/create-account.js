import { inTransaction } from "../database/database.js";
import { networkOf } from "../http/address-prefix.js";
import { consumeMailedLink, findMailedLink, } from "../mailed-links/mailed-links.sql.js";
import { linkUnusable } from "../mailed-links/make-link.js";
import { hashSecret } from "../secrets.js";
import { createUser } from "../users/users.js";
/** Which links make an account: those of a setting that was changed meanwhile do not. */
const purposesOf = {
    off: [],
    invite: ["invitation"],
    open: ["sign_up", "invitation"],
};
/** @throws {OAuthError} mailed_link_unusable */
export async function findSignUpLink({ db, config }, token) {
    const tokenHash = hashSecret(token);
    for (const purpose of purposesOf[config.signUp]) {
        const link = await findMailedLink(db, tokenHash, purpose);
        if (link !== null)
            return signUpLinkOf(link, tokenHash);
    }
    throw linkUnusable();
}
function signUpLinkOf({ id, purpose, email, detail }, tokenHash) {
    if (email === null)
        throw new Error(`the link ${id} has no address`);
    return { id, purpose, email, detail, tokenHash };
}
/**
 * Use the link up and make the account, both or neither. Of two who do it at once, one makes it. Does not check the password or
 * the name.
 *
 * @throws {OAuthError} mailed_link_unusable, already_registered, temporarily_unavailable
 */
export async function createAccount({ db, passwords }, { id, purpose, email, detail, tokenHash }, { password, name }, by) {
    const passwordHash = await passwords.hash(password, networkOf(by.address));
    const { roles = [], claims } = detail;
    return inTransaction(db, async (tx) => {
        if ((await consumeMailedLink(tx, tokenHash, purpose)) === null)
            throw linkUnusable();
        const user = { email, passwordHash, roles, claims: { ...claims, name, email_verified: true } };
        return createUser(tx, user, by, purpose === "invitation" ? { invitation_id: id } : {});
    });
}
//# sourceMappingURL=create-account.js.map