/** The page on which a user asks for another address, and the one behind the link that proves it. */
import { OAuthError } from "../shared/index.js";
import { originOf } from "../http/origin.js";
import { formToken, queryForm } from "../http/pages.js";
import { sendPage, textsOf } from "../http/send-page.js";
import { faultOfEmail, trimmedEmail } from "../users/email-address.js";
import { currentSignIn } from "../users/sign-in-cookie.js";
import { askForAddress, changeAddress, confirmPath, findAddressChange } from "./change-address.js";
import { keepNotice } from "./notice.js";
import { ownPage } from "./own-page.js";
import { checkProof } from "./proof.js";
import { confirmPage, emailPage, emailSentPage, signInFirstPage, takenPage } from "./views/email.js";
export function accountEmailEndpoint(app, context) {
    if (context.config.mail === null)
        return;
    ownPage(app, context, {
        path: "/account/email",
        show: (view, request, refused) => emailPage({
            ...view,
            typed: refused === null ? "" : (request.form.get("email") ?? ""),
            isAboutAddress: refused?.reason === "email_unsuitable",
        }),
        async act(prover, request, reply) {
            const { userId, email: current } = prover.signIn;
            const origin = originOf(request);
            const email = checkAddress(request.form.get("email") ?? "", current);
            const credentialVersion = await checkProof(context, request, prover);
            const { language } = textsOf(request);
            await askForAddress(context, reply, {
                userId,
                email,
                credentialVersion,
                language,
                origin,
            });
            return sendPage(context, reply, emailSentPage({ email }));
        },
    });
    const show = async (reply, signIn, token) => {
        const { userId, email } = await findAddressChange(context.db, token);
        // Somebody who gets the mail because the address was mistyped must not get the account.
        if (signIn?.userId !== userId)
            return sendPage(context, reply, signInFirstPage);
        return sendPage(context, reply, confirmPage({ email, old: signIn.email, token, formToken: formToken(reply) }));
    };
    app.get(confirmPath, async (request, reply) => show(reply, await currentSignIn(context, request), queryForm(request).get("token") ?? ""));
    app.post(confirmPath, async (request, reply) => {
        const signIn = await currentSignIn(context, request);
        const token = request.form.get("token") ?? "";
        if (signIn === null)
            return show(reply, signIn, token);
        try {
            await changeAddress(context, signIn, token, textsOf(request).language, originOf(request));
        }
        catch (error) {
            if (!(error instanceof OAuthError) || error.reason !== "already_registered")
                throw error;
            request.reason = error.reason;
            return sendPage(context, reply.code(error.status), takenPage);
        }
        keepNotice(context, reply, { kind: "email_changed", sessionsEnded: 0, signInsEnded: 0 });
        return reply.redirect("/account#done", 303);
    });
}
/** @throws {OAuthError} email_unsuitable if it is no address, or the user's own */
function checkAddress(typed, current) {
    const email = trimmedEmail(typed);
    const fault = faultOfEmail(email) ?? (email === current ? "is the address already" : null);
    if (fault === null)
        return email;
    throw new OAuthError("invalid_request", `The new address ${fault}.`, { reason: "email_unsuitable" });
}
//# sourceMappingURL=email-page.js.map