import { originOf } from "../http/origin.js";
import { formToken, queryForm } from "../http/pages.js";
import { sendPage, textsOf } from "../http/send-page.js";
import { currentSignIn } from "../users/sign-in-cookie.js";
import { keepNotice } from "./notice.js";
import { askToVerify, findAddressToVerify, verifyAddress, verifyPath } from "./verify-address.js";
import { verifiedPage, verifyPage } from "./views/verify.js";
export function accountVerifyEndpoint(app, context) {
    if (context.config.mail === null)
        return;
    app.get("/account/email/verify", (_request, reply) => reply.redirect("/account", 303));
    app.post("/account/email/verify", async (request, reply) => {
        const signIn = await currentSignIn(context, request);
        if (signIn === null)
            return reply.redirect("/login", 303);
        await askToVerify(context, signIn, textsOf(request).language, originOf(request));
        keepNotice(context, reply, { kind: "verification_sent", sessionsEnded: 0, signInsEnded: 0 });
        return reply.redirect("/account#done", 303);
    });
    // A form, and not the link itself: mail scanners follow links.
    app.get(verifyPath, async (request, reply) => {
        const token = queryForm(request).get("token") ?? "";
        const email = await findAddressToVerify(context.db, token);
        return sendPage(context, reply, verifyPage({ email, token, formToken: formToken(reply) }));
    });
    app.post(verifyPath, async (request, reply) => {
        const email = await verifyAddress(context, request.form.get("token") ?? "", originOf(request));
        return sendPage(context, reply, verifiedPage(email));
    });
}
//# sourceMappingURL=verify-page.js.map