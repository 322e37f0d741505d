import { endManySessions } from "../codes/ends.js";
import { deleteConsents } from "../consents/consents.sql.js";
import { inTransaction } from "../database/database.js";
import { networkOf } from "../http/address-prefix.js";
import { setPassword } from "../users/ends.js";
import { changedMeanwhile } from "../users/sign-in.js";
import { endSignIns } from "../users/sign-ins.sql.js";
/**
 * Set a new password and end everything that the old one opened, but this browser's sign-in: in one transaction as far as
 * one batch goes, so that it all holds or none of it; the rest, where there is more, directly after.
 *
 * @returns the new credential version
 * @throws {OAuthError} invalid_grant if the credentials were changed, or the user disabled, since the old password was checked
 */
export async function changePassword({ db, passwords }, { userId, signInId, credentialVersion, password, origin, }) {
    const passwordHash = await passwords.hash(password, networkOf(origin.address));
    const others = { userId, exceptSignInId: signInId };
    const version = await inTransaction(db, (tx) => setPassword(tx, { ...others, credentialVersion }, passwordHash, origin));
    if (version === null)
        throw await changedMeanwhile({ db }, userId);
    await endManySessions(db, others, "password_changed", origin);
    return version;
}
/**
 * Take back what a user allowed an app, which commits at once, then end the app's sessions.
 *
 * @returns how many ended
 */
export async function withdrawConsent({ db }, userId, clientId, by) {
    await deleteConsents(db, userId, clientId, by);
    return endManySessions(db, { userId, clientId }, "consent_withdrawn", by);
}
/**
 * End the sign-in of one of the user's browsers, and the sessions that it opened: a browser that is in other hands has the
 * apps' tokens, too.
 */
export async function endBrowser({ db }, userId, signInId, by) {
    const signInsEnded = await endSignIns(db, { userId, id: signInId }, "user", by);
    return { signInsEnded, sessionsEnded: await endManySessions(db, { userId, signInId }, "user", by) };
}
//# sourceMappingURL=account.js.map