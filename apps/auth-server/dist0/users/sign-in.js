/** Checks a user's password, for the login page, the password grant and the account page. */
import { OAuthError } from "../shared/index.js";
import { networkOf } from "../http/address-prefix.js";
import { emailKey } from "./email-address.js";
import { possiblePasswords } from "./password-text.js";
import { findUserByEmail, findUserById } from "./users.sql.js";
/**
 * The user with this e-mail address and password. The response and its timing do not reveal whether the user exists, or
 * has a password. Whatever is opened for the user has to check again in its statement: verification takes long enough
 * for a change.
 *
 * @throws {OAuthError} invalid_grant, too_many_requests, temporarily_unavailable
 */
export async function checkPassword({ db, passwords, makeGuess, auditRefusal, background }, { email, password, clientId, origin, orClosed }) {
    const network = networkOf(origin.address);
    passwords.checkRoom(network);
    const found = await findUserByEmail(db, email);
    // By user, not by typed address: all spellings share the limit. Prefixed, because a user's id typed as an address
    // would otherwise use up that user's limit, and so reveal which address belongs to a `sub`.
    const account = found === null ? `address ${emailKey(email)}` : `user ${found.user.id}`;
    const refused = (reason) => {
        const who = {
            ...(found !== null && { userId: found.user.id }),
            ...(clientId !== undefined && { clientId }),
        };
        const event = { event: "sign_in.refused", reason, ...who, ...origin };
        // Not awaited: whether it is written depends on the account, which the response time would reveal.
        background.add(auditRefusal(db, event, found?.user.id), "a refused sign-in could not be audited");
    };
    const credentialVersion = found?.credentialVersion;
    const fits = await makeGuess({ account, network, password, credentialVersion }, () => passwords.verify(found?.passwordHash ?? null, possiblePasswords(password), network));
    if (found === null || !fits) {
        refused("user_credentials_mismatch");
        throw credentialsMismatch();
    }
    if (found.user.disabledAt !== null && !(orClosed && found.user.closedAt !== null)) {
        refused("user_disabled");
        throw userDisabled();
    }
    return { ...found.user, credentialVersion: found.credentialVersion };
}
/** The refusal if the user changed after the password was found correct. */
export async function changedMeanwhile({ db }, userId) {
    const user = await findUserById(db, userId);
    return user?.disabledAt ? userDisabled() : credentialsMismatch();
}
const userDisabled = () => new OAuthError("invalid_grant", "The user is disabled.", { reason: "user_disabled" });
const credentialsMismatch = () => new OAuthError("invalid_grant", "User name and password do not fit together.", {
    reason: "user_credentials_mismatch",
});
//# sourceMappingURL=sign-in.js.map