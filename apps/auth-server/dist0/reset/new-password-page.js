/**
 * The page behind a link that sets a new password. Opening it changes nothing, because mail scanners open links, too; its form
 * carries the token on.
 */
import { OAuthError } from "../shared/index.js";
import { originOf } from "../http/origin.js";
import { formToken, queryForm } from "../http/pages.js";
import { sendPage, textsOf } from "../http/send-page.js";
import { problemInWords } from "../http/views/problems.js";
import { finishSignIn } from "../login/finish-sign-in.js";
import { resetPath, revertPath } from "../mailed-links/password-reset.js";
import { findReset, resetPassword } from "./reset-password.js";
import { newPasswordPage } from "./views/reset.js";
import { takeWayBack } from "./way-back.js";
export function newPasswordEndpoints(app, context) {
    newPasswordEndpoint(app, context, resetPath, "password_reset");
    newPasswordEndpoint(app, context, revertPath, "email_revert");
}
function newPasswordEndpoint(app, context, path, purpose) {
    const resetOf = (form) => ({ purpose, token: form.get("token") ?? "" });
    const show = async (request, reply, reset, problem = null) => {
        const { email } = await findReset(context.db, reset);
        const { selfService, ...texts } = textsOf(request);
        const text = problem === null
            ? null
            : problem.reason === "already_registered"
                ? selfService.reset.taken
                : problemInWords(problem, { selfService, ...texts });
        const { token } = reset;
        const view = { path, purpose, email, token, problem: text, formToken: formToken(reply) };
        return sendPage(context, reply, newPasswordPage(view), { leadsToApp: true });
    };
    app.get(path, (request, reply) => show(request, reply, resetOf(queryForm(request))));
    app.post(path, async (request, reply) => {
        const reset = resetOf(request.form);
        try {
            const password = request.form.get("new_password") ?? "";
            const done = await resetPassword(context, reset, password, originOf(request));
            const asked = takeWayBack(context, request, reply);
            return await finishSignIn(context, request, reply, { ...done, amr: ["pwd"] }, asked);
        }
        catch (error) {
            if (!(error instanceof OAuthError) || error.status >= 500)
                throw error;
            if (error.reason === "mailed_link_unusable")
                throw error;
            request.reason = error.reason;
            reply.code(error.status).headers(error.headers);
            return show(request, reply, reset, error);
        }
    });
}
//# sourceMappingURL=new-password-page.js.map