/** The login page. */
import { OAuthError } from "../shared/index.js";
import { destinationOf } from "../clients/redirect-uri.js";
import { checkPasskey, passkeyOptions } from "../factors/passkeys.js";
import { destinationBehind, handleOf, pathTo, pathToPage, promptsOf, withoutSelection, } from "../http/continue-to.js";
import { originOf } from "../http/origin.js";
import { formToken, queryForm } from "../http/pages.js";
import { sendPage, textsOf } from "../http/send-page.js";
import { problemInWords } from "../http/views/problems.js";
import { checkReturnAddress } from "../oauth/authorization-request.js";
import { trimmedEmail } from "../users/email-address.js";
import { checkPassword } from "../users/sign-in.js";
import { currentSignIn } from "../users/sign-in-cookie.js";
import { finishSignIn } from "./finish-sign-in.js";
import { loginPage } from "./views/login.js";
export function loginEndpoint(app, context) {
    app.get("/login", async (request, reply) => {
        const form = queryForm(request);
        return show(context, reply, form, {
            username: trimmedEmail(form.get("login_hint") ?? ""),
            problem: null,
        });
    });
    app.post("/login", async (request, reply) => {
        const { form } = request;
        const username = form.get("username") ?? "";
        const password = form.get("password") ?? "";
        const origin = originOf(request);
        const texts = textsOf(request);
        if (trimmedEmail(username) === "" || password === "") {
            request.reason = "parameter_missing";
            const field = password === "" && trimmedEmail(username) !== "" ? "password" : "username";
            const problem = { text: texts.login[`${field}Missing`], fields: [field] };
            return show(context, reply.code(400), form, { username, problem });
        }
        try {
            const { id: userId, credentialVersion } = await checkPassword(context, {
                email: username,
                password,
                origin,
                orClosed: true,
            });
            const proven = { userId, credentialVersion, amr: ["pwd"] };
            return await finishSignIn(context, request, reply, proven, destinationBehind(form));
        }
        catch (error) {
            if (!(error instanceof OAuthError) || error.status >= 500)
                throw error;
            request.reason = error.reason;
            reply.code(error.status).headers(error.headers);
            // Which of the two is wrong, nobody learns.
            const fields = error.reason === "user_credentials_mismatch" ? ["username", "password"] : [];
            const problem = { text: problemInWords(error, texts), fields };
            return show(context, reply, form, { username, problem });
        }
    });
    app.get("/login/passkey", (_request, reply) => reply.redirect("/login", 303));
    app.post("/login/passkey", async (request, reply) => {
        const { form } = request;
        try {
            const proven = await checkPasskey(context, {
                userId: null,
                formToken: form.get("form_token") ?? "",
                answer: form.get("passkey") ?? "",
                origin: originOf(request),
            });
            return await finishSignIn(context, request, reply, proven, destinationBehind(form));
        }
        catch (error) {
            if (!(error instanceof OAuthError) || error.status >= 500)
                throw error;
            request.reason = error.reason;
            const problem = { text: problemInWords(error, textsOf(request)), fields: [] };
            return show(context, reply.code(error.status), form, { username: "", problem });
        }
    });
}
/** A client that nobody registered is called by its host: its name could be any words, on the page that asks for the password. */
export function titleOf({ client: { origin, clientId, name }, redirectUri }) {
    if (origin === "operator")
        return name;
    return destinationOf(origin === "document" ? clientId : redirectUri);
}
async function show(context, reply, form, shown) {
    const destination = destinationBehind(form);
    const toAccountPage = typeof destination === "string";
    const asked = toAccountPage ? null : destination;
    const asking = asked && (await checkReturnAddress(context.findRequester, asked));
    const signIn = await currentSignIn(context, reply.request);
    const isDue = toAccountPage || (asked !== null && (asked.has("max_age") || promptsOf(asked).includes("login")));
    const providers = await context.providers.list();
    const token = formToken(reply);
    const view = loginPage({
        ...shown,
        username: shown.username || (isDue && signIn?.email) || "",
        signedInAs: signIn?.email ?? null,
        goOn: signIn === null || isDue ? null : pathTo(asked && withoutSelection(asked)),
        ...(destination !== null && { continueTo: handleOf(destination) }),
        providers,
        clientName: asking && titleOf(asking),
        toAccountPage,
        reset: context.config.mail === null ? null : pathToPage("/reset", asked),
        signUp: context.config.signUp === "open" ? pathToPage("/sign-up", asked) : null,
        passkey: await passkeyOptions(context, { userId: null, formToken: token }),
        formToken: token,
    });
    return sendPage(context, reply, view, { leadsToApp: asking !== null || providers.length > 0 });
}
//# sourceMappingURL=login-page.js.map