import { answered } from "../http/answered.js";
import { handleOf, requestBehind } from "../http/continue-to.js";
import { originOf } from "../http/origin.js";
import { formToken, queryForm } from "../http/pages.js";
import { sendPage, textsOf } from "../http/send-page.js";
import { linkSeconds } from "../mail/kinds.js";
import { takeMailTurn } from "../mail/mail-limits.sql.js";
import { mailPasswordReset } from "../mailed-links/password-reset.js";
import { emailKey, trimmedEmail } from "../users/email-address.js";
import { findUserByEmail } from "../users/users.sql.js";
import { newPasswordEndpoints } from "./new-password-page.js";
import { resetPage, sentPage } from "./views/reset.js";
import { keepWayBack } from "./way-back.js";
/** Where no mail can be sent, there are no such pages. */
export function resetEndpoints(app, context) {
    if (context.config.mail === null)
        return;
    newPasswordEndpoints(app, context);
    app.get("/reset", (request, reply) => {
        const state = { ...wayBack(queryForm(request)), formToken: formToken(reply) };
        return sendPage(context, reply, resetPage({ ...state, isMissing: false }));
    });
    app.post("/reset", async (request, reply) => {
        const { form } = request;
        const email = trimmedEmail(form.get("username") ?? "");
        if (email === "") {
            request.reason = "parameter_missing";
            const state = { ...wayBack(form), formToken: formToken(reply) };
            return sendPage(context, reply.code(400), resetPage({ ...state, isMissing: true }));
        }
        const origin = originOf(request);
        // Counted for each address, whether or not it has an account.
        if (await takeMailTurn(context.db, { address: emailKey(email), network: origin.address })) {
            const { language } = textsOf(request);
            const mailed = answered(reply).then(() => mailIfKnown(context, email, language, origin));
            context.background.add(mailed, "a password reset could not be mailed");
        }
        keepWayBack(context, reply, requestBehind(form));
        return sendPage(context, reply, sentPage({ email, linkSeconds: linkSeconds.password_reset }));
    });
}
const wayBack = (form) => {
    const asked = requestBehind(form);
    return asked === null ? {} : { continueTo: handleOf(asked) };
};
async function mailIfKnown({ pool, config: { issuer }, secrets }, email, language, origin) {
    const found = await findUserByEmail(pool, email);
    if (found !== null)
        await mailPasswordReset(pool, { issuer, secrets }, found.user, language, origin);
}
//# sourceMappingURL=reset-page.js.map