/** The page on which a user changes the password. */
import { OAuthError } from "../shared/index.js";
import { originOf } from "../http/origin.js";
import { formToken } from "../http/pages.js";
import { sendPage, textsOf } from "../http/send-page.js";
import { problemInWords } from "../http/views/problems.js";
import { checkNewPassword } from "../users/new-password.js";
import { checkPassword } from "../users/sign-in.js";
import { currentSignIn, startSignIn } from "../users/sign-in-cookie.js";
import { findCredentials } from "../users/users.sql.js";
import { changePassword } from "./account.js";
import { keepNotice } from "./notice.js";
import { isFactorShown, requireRecentSignIn } from "./recent-sign-in.js";
import { passwordPage } from "./views/account-forms.js";
const page = "/account/password";
export function accountPasswordEndpoint(app, context) {
    const show = (request, reply, { email }, hasPassword, error) => {
        const problem = error === null ? null : problemOf(error, textsOf(request));
        return sendPage(context, reply, passwordPage({ email, hasPassword, problem, formToken: formToken(reply) }));
    };
    /** Undefined if the browser is led to where somebody signs in, or shows that it is still them. */
    const openFor = async (request, reply) => {
        const signIn = await currentSignIn(context, request);
        const credentials = signIn && (await findCredentials(context.db, signIn.userId));
        if (!credentials)
            return void reply.redirect("/login", 303);
        const { hasPassword, credentialVersion } = credentials;
        const isOpen = hasPassword
            ? await isFactorShown(context, reply, signIn, page)
            : // There is no password to ask for before the first.
                (await requireRecentSignIn(context, request, reply, page)) !== null;
        return isOpen ? { signIn, hasPassword, credentialVersion } : undefined;
    };
    app.get(page, async (request, reply) => {
        const open = await openFor(request, reply);
        return open === undefined ? reply : show(request, reply, open.signIn, open.hasPassword, null);
    });
    // A refusal is the form's answer, with its status: that is how password managers learn that nothing was changed.
    app.post(page, async (request, reply) => {
        const open = await openFor(request, reply);
        if (open === undefined)
            return reply;
        const { signIn, hasPassword, credentialVersion } = open;
        try {
            await setPassword(context, signIn, request, reply, hasPassword ? null : credentialVersion);
        }
        catch (error) {
            if (!(error instanceof OAuthError) || error.status >= 500)
                throw error;
            request.reason = error.reason;
            reply.code(error.status).headers(error.headers);
            return show(request, reply, signIn, hasPassword, error);
        }
        keepNotice(context, reply, { kind: "password_changed", sessionsEnded: 0, signInsEnded: 0 });
        return reply.redirect("/account#done", 303);
    });
}
/** @param version of the credentials of a user without a password; null: the old password is asked for */
async function setPassword(context, { id: signInId, userId, email, amr, authenticatedAt }, request, reply, version) {
    const { form } = request;
    const origin = originOf(request);
    const password = form.get("new_password") ?? "";
    await checkNewPassword(password, email);
    const credentialVersion = version ??
        (await checkPassword(context, { email, password: form.get("password") ?? "", origin })).credentialVersion;
    const changed = await changePassword(context, { userId, signInId, credentialVersion, password, origin });
    // Under a new token: a copy of the old one is worth nothing either. As old as before: its second factor was not shown again.
    const kept = { userId, credentialVersion: changed, amr, authenticatedAt };
    await startSignIn(context, request, reply, { ...origin, ...kept });
}
const fields = {
    user_credentials_mismatch: "password",
    password_unsuitable: "new_password",
    password_common: "new_password",
};
/** Here the user name is certain, so that a mismatch is the password's. */
const problemOf = (error, texts) => ({
    field: fields[error.reason] ?? null,
    text: error.reason === "user_credentials_mismatch"
        ? texts.account.password.wrong
        : problemInWords(error, texts),
});
//# sourceMappingURL=password-page.js.map