import { endManySessions } from "../codes/ends.js";
import { requestBehind } from "../http/continue-to.js";
import { originOf } from "../http/origin.js";
import { formToken, queryForm } from "../http/pages.js";
import { sendOn, sendPage } from "../http/send-page.js";
import { listAppsOf } from "../sessions/account.sql.js";
import { currentSignIn, endSignIn } from "../users/sign-in-cookie.js";
import { appsOf } from "./apps.js";
import { checkLogoutRequest, signOut } from "./rp-initiated-logout.js";
import { isApps, loggedOutPage, logoutPage } from "./views/logout.js";
export function logoutEndpoint(app, context) {
    app.get("/logout", async (request, reply) => {
        const signIn = await currentSignIn(context, request);
        if (signIn === null) {
            const apps = queryForm(request).get("apps");
            return sendPage(context, reply, loggedOutPage(isApps(apps) ? apps : null));
        }
        const apps = await appsOf(context, request, signIn);
        return sendPage(context, reply, logoutPage({ email: signIn.email, apps, formToken: formToken(reply) }));
    });
    app.post("/logout", async (request, reply) => {
        const signIn = await currentSignIn(context, request);
        const form = requestBehind(request.form);
        if (form !== null) {
            const asked = await checkLogoutRequest(context, form, signIn);
            await signOut(context, request, reply, signIn, { ...asked, hint: null });
            return sendOn(context, reply, asked.returnTo ?? "/logout");
        }
        if (signIn === null)
            return reply.redirect("/logout", 303);
        const by = originOf(request);
        const apps = await listAppsOf(context.db, { userId: signIn.userId, signInId: signIn.id }, 1);
        await endSignIn(context, request, reply, by);
        if (request.form.get("apps") !== "end")
            return reply.redirect(apps.length === 0 ? "/logout" : "/logout?apps=remain", 303);
        await endManySessions(context.db, { userId: signIn.userId, signInId: signIn.id }, "logout", by);
        return reply.redirect("/logout?apps=end", 303);
    });
}
//# sourceMappingURL=logout-page.js.map