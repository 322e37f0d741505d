import { handleOf, pathToPage, requestBehind } from "../http/continue-to.js";
import { originOf } from "../http/origin.js";
import { formToken } from "../http/pages.js";
import { sendPage, textsOf } from "../http/send-page.js";
import { titleOf } from "../login/login-page.js";
import { checkReturnAddress } from "../oauth/authorization-request.js";
import { faultOfEmail, trimmedEmail } from "../users/email-address.js";
import { askForLink } from "./ask-for-link.js";
import { askPage, sentPage } from "./views/ask.js";
/** @throws {OAuthError} if an app asked that may not */
export async function showAsk(context, reply, form, shown) {
    const asked = requestBehind(form);
    const asking = asked && (await checkReturnAddress(context.findRequester, asked));
    const view = askPage({
        ...shown,
        clientName: asking && titleOf(asking),
        signIn: pathToPage("/login", asked),
        formToken: formToken(reply),
        ...(asked !== null && { continueTo: handleOf(asked) }),
    });
    return sendPage(context, reply, view);
}
/** Whatever becomes of it, the answer is the same for every address. */
export async function ask(context, request, reply) {
    const { form } = request;
    const { language, signUp: texts } = textsOf(request);
    const email = trimmedEmail(form.get("email") ?? "");
    if (email === "" || faultOfEmail(email) !== null) {
        request.reason = email === "" ? "parameter_missing" : "parameter_invalid";
        const problem = email === "" ? texts.emailMissing : texts.emailUnsuitable;
        return showAsk(context, reply.code(400), form, { email, problem });
    }
    const asked = requestBehind(form);
    // Before it is kept.
    if (asked !== null)
        await checkReturnAddress(context.findRequester, asked);
    await askForLink(context, { email, asked, language, origin: originOf(request) });
    return sendPage(context, reply, sentPage({ email, again: pathToPage("/sign-up", asked) }));
}
//# sourceMappingURL=ask-page.js.map