import { queryForm } from "../http/pages.js";
import { trimmedEmail } from "../users/email-address.js";
import { ask, showAsk } from "./ask-page.js";
import { finish, showFinish } from "./finish-page.js";
export function signUpEndpoint(app, context) {
    const { signUp } = context.config;
    if (signUp === "off")
        return;
    app.get("/sign-up", async (request, reply) => {
        const form = queryForm(request);
        const token = form.get("token");
        if (token !== undefined)
            return showFinish(context, reply, token);
        if (signUp !== "open")
            return reply.callNotFound();
        const email = trimmedEmail(form.get("login_hint") ?? "");
        return showAsk(context, reply, form, { email, problem: null });
    });
    app.post("/sign-up", async (request, reply) => {
        const token = request.form.get("token");
        if (token !== undefined)
            return finish(context, request, reply, token);
        return signUp === "open" ? ask(context, request, reply) : reply.callNotFound();
    });
}
//# sourceMappingURL=sign-up-page.js.map