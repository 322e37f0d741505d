/** The page behind the link in a mail: here its reader chooses a password, and has an account. */
import { OAuthError } from "../shared/index.js";
import { pathToPage, requestBehind } from "../http/continue-to.js";
import { originOf } from "../http/origin.js";
import { formToken } from "../http/pages.js";
import { sendPage, textsOf } from "../http/send-page.js";
import { problemInWords } from "../http/views/problems.js";
import { finishSignIn } from "../login/finish-sign-in.js";
import { titleOf } from "../login/login-page.js";
import { checkReturnAddress } from "../oauth/authorization-request.js";
import { faultOf, text } from "../users/claim-formats.js";
import { checkNewPassword } from "../users/new-password.js";
import { currentSignIn } from "../users/sign-in-cookie.js";
import { findUserByEmail } from "../users/users.sql.js";
import { createAccount, findSignUpLink } from "./create-account.js";
import { finishPage, takenPage } from "./views/finish.js";
/** @throws {OAuthError} mailed_link_unusable */
export async function showFinish(context, reply, token, typed) {
    const link = await findSignUpLink(context, token);
    const { email, detail } = link;
    if (await isTaken(context, link))
        return showTaken(context, reply, link);
    const next = await leadsTo(context, link);
    const signIn = await currentSignIn(context, reply.request);
    const { name } = detail.claims ?? {};
    const view = finishPage({
        name: typeof name === "string" ? name : "",
        problem: null,
        ...typed,
        token,
        email,
        clientName: next && titleOf(next.address),
        signedInAs: signIn?.email ?? null,
        formToken: formToken(reply),
    });
    return sendPage(context, reply, view, { leadsToApp: next !== null });
}
/** @throws {OAuthError} mailed_link_unusable, temporarily_unavailable */
export async function finish(context, request, reply, token) {
    const { form } = request;
    const name = (form.get("name") ?? "").trim();
    const password = form.get("new_password") ?? "";
    const link = await findSignUpLink(context, token);
    if (await isTaken(context, link))
        return showTaken(context, reply, link);
    const problem = await problemOf(request, link, name, password);
    if (problem !== null)
        return showFinish(context, reply.code(400), token, { name, problem });
    try {
        const typed = { password, name: name === "" ? null : name };
        const { id: userId, credentialVersion } = await createAccount(context, link, typed, originOf(request));
        const next = await leadsTo(context, link);
        const proven = { userId, credentialVersion, amr: ["pwd"] };
        return await finishSignIn(context, request, reply, proven, next?.asked ?? null);
    }
    catch (error) {
        if (!(error instanceof OAuthError) || error.reason !== "already_registered")
            throw error;
        return showTaken(context, reply, link);
    }
}
const isTaken = async ({ db }, { email }) => (await findUserByEmail(db, email)) !== null;
async function problemOf(request, { email }, name, password) {
    const texts = textsOf(request);
    if (name !== "" && faultOf(text, name) !== null) {
        request.reason = "parameter_invalid";
        return { field: "name", text: texts.account.profile.rules.text };
    }
    try {
        await checkNewPassword(password, email);
        return null;
    }
    catch (error) {
        if (!(error instanceof OAuthError))
            throw error;
        request.reason = error.reason;
        return { field: "new_password", text: problemInWords(error, texts) };
    }
}
/**
 * The authorization request that the account is for. The account is made even if its app is gone: then it leads to no app.
 */
async function leadsTo({ findRequester }, { detail }) {
    const asked = requestBehind(new Map([["continue", detail.continue ?? ""]]));
    if (asked === null)
        return null;
    try {
        return { asked, address: await checkReturnAddress(findRequester, asked) };
    }
    catch (error) {
        if (!(error instanceof OAuthError) || error.status >= 500)
            throw error;
        return null;
    }
}
/** Only who reads the address's mail gets here. */
async function showTaken(context, reply, link) {
    reply.request.reason = "already_registered";
    const next = await leadsTo(context, link);
    const view = takenPage({ email: link.email, signIn: pathToPage("/login", next?.asked ?? null) });
    return sendPage(context, reply.code(409), view);
}
//# sourceMappingURL=finish-page.js.map