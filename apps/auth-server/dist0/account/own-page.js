/** What the pages have in common on which a user proves once more who they are, then acts. */
import { OAuthError } from "../shared/index.js";
import { formToken } from "../http/pages.js";
import { sendPage, textsOf } from "../http/send-page.js";
import { problemInWords } from "../http/views/problems.js";
import { findProver } from "./proof.js";
/** A form for who is signed in. A refusal is the form's answer, with its status. */
export function ownPage(app, context, { path, show, act }) {
    const answer = (request, reply, { signIn: { email }, hasPassword }, refused) => {
        const problem = refused && problemOf(refused, request);
        const view = { email, hasPassword, problem, formToken: formToken(reply) };
        return sendPage(context, reply, show(view, request, refused));
    };
    app.get(path, async (request, reply) => {
        const prover = await findProver(context, request, reply, path);
        return prover === null ? reply : answer(request, reply, prover, null);
    });
    app.post(path, async (request, reply) => {
        const prover = await findProver(context, request, reply, path);
        if (prover === null)
            return reply;
        try {
            return await act(prover, request, reply);
        }
        catch (error) {
            if (!(error instanceof OAuthError) || error.status >= 500)
                throw error;
            request.reason = error.reason;
            reply.code(error.status).headers(error.headers);
            return answer(request, reply, prover, error);
        }
    });
}
/** Here the user name is certain, so that a mismatch is the password's. */
function problemOf(error, request) {
    const texts = textsOf(request);
    return error.reason === "user_credentials_mismatch"
        ? texts.account.password.wrong
        : problemInWords(error, texts);
}
//# sourceMappingURL=own-page.js.map