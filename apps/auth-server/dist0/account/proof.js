/**
 * Proof that whoever sits at a signed-in browser is its user, before what cannot be taken back easily: the password again, or of a
 * user without one a sign-in of a moment ago; and the second factor, if there is one.
 */
import { OAuthError } from "../shared/index.js";
import { pathToPage } from "../http/continue-to.js";
import { originOf } from "../http/origin.js";
import { checkPassword } from "../users/sign-in.js";
import { currentSignIn } from "../users/sign-in-cookie.js";
import { findCredentials } from "../users/users.sql.js";
import { isFactorShown, recentSeconds, requireRecentSignIn } from "./recent-sign-in.js";
/**
 * Who is signed in, if nothing but the password remains to be shown. Otherwise the browser is sent to show what is missing, and led
 * back to `page`.
 *
 * @returns null if the reply has been sent
 */
export async function findProver(context, request, reply, page) {
    const signIn = await currentSignIn(context, request);
    if (signIn === null) {
        reply.redirect(pathToPage("/login", page), 303);
        return null;
    }
    const hasPassword = (await findCredentials(context.db, signIn.userId))?.hasPassword ?? false;
    const graceSeconds = request.method === "POST" ? recentSeconds : 0;
    const isReady = hasPassword
        ? await isFactorShown(context, reply, signIn, page)
        : (await requireRecentSignIn(context, request, reply, page, graceSeconds)) !== null;
    return isReady ? { signIn, hasPassword } : null;
}
/**
 * Check the password that the form has, if the user has one.
 *
 * @returns the version of the credentials that were proven, which whatever is done has to check again
 * @throws {OAuthError} user_credentials_mismatch, too_many_sign_ins
 */
export async function checkProof(context, request, { signIn: { userId, email, credentialVersion }, hasPassword }) {
    if (!hasPassword)
        return credentialVersion;
    const password = request.form.get("password") ?? "";
    const checked = await checkPassword(context, { email, password, origin: originOf(request) });
    if (checked.id === userId)
        return checked.credentialVersion;
    // Two users share the address, in different spellings.
    throw new OAuthError("invalid_grant", "The password is another user's.", {
        reason: "user_credentials_mismatch",
    });
}
//# sourceMappingURL=proof.js.map