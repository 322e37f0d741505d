/** The page that asks for the second factor, of a sign-in that has begun or of one that an app wants to be surer of. */
import { OAuthError } from "../shared/index.js";
import { findFactors, needsSecondFactor } from "../factors/factors.sql.js";
import { checkPasskey, passkeyOptions } from "../factors/passkeys.js";
import { checkRecoveryCode, recoveryCodeIn } from "../factors/recovery-codes.js";
import { checkTotp, totpDigits } from "../factors/totp.js";
import { destinationBehind, handleOf, requestBehind } from "../http/continue-to.js";
import { originOf } from "../http/origin.js";
import { formToken, queryForm } from "../http/pages.js";
import { sendOn, sendPage, textsOf } from "../http/send-page.js";
import { problemInWords } from "../http/views/problems.js";
import { checkReturnAddress } from "../oauth/authorization-request.js";
import { answerClient, errorParameters, isTrusted } from "../oauth/authorize.js";
import { isLinked } from "../providers/identities.sql.js";
import { findHalfSignIn, forgetHalfSignIn } from "../users/half-sign-in.js";
import { currentSignIn } from "../users/sign-in-cookie.js";
import { findUserBehind } from "../users/users.sql.js";
import { completeSignIn } from "./finish-sign-in.js";
import { factorPage, recoveredPage } from "./views/factor.js";
export function factorEndpoint(app, context) {
    app.get("/login/factor", async (request, reply) => {
        const form = queryForm(request);
        const waiting = await findWaiting(context, request);
        return waiting === null ? startAgain(context, reply, form) : show(context, reply, form, waiting, null);
    });
    app.post("/login/factor", async (request, reply) => {
        const { form } = request;
        const waiting = await findWaiting(context, request);
        if (waiting === null)
            return startAgain(context, reply, form);
        const given = ["passkey", "recovery_code"].find((name) => form.has(name)) ?? "code";
        let shown;
        try {
            shown = await checkFactor(context, request, waiting.half.userId, given);
        }
        catch (error) {
            if (!(error instanceof OAuthError) || error.status >= 500)
                throw error;
            request.reason = error.reason;
            reply.code(error.status).headers(error.headers);
            return show(context, reply, form, waiting, problemOf(error, given, request));
        }
        return finish(context, request, reply, waiting.half, shown);
    });
    app.post("/login/decline", (request, reply) => decline(context, request, reply));
}
/** @throws {OAuthError} if the code or passkey is wrong, or there were too many codes */
async function checkFactor(context, request, userId, given) {
    const { form } = request;
    const whose = { userId, origin: originOf(request) };
    const text = form.get(given) ?? "";
    if (given === "passkey")
        return checkPasskey(context, { ...whose, formToken: form.get("form_token") ?? "", answer: text });
    if (given === "code") {
        const digits = totpDigits(text);
        if (digits === null)
            throw malformed();
        await checkTotp(context, { ...whose, digits });
        return { amr: ["otp", "mfa"] };
    }
    const code = recoveryCodeIn(text);
    if (code === null)
        throw malformed();
    return { amr: ["mfa"], remaining: await checkRecoveryCode(context, { ...whose, code }) };
}
/** Not a guess. */
const malformed = () => new OAuthError("invalid_request", "This cannot be a code.", { reason: "parameter_invalid" });
async function finish(context, request, reply, half, { amr, remaining }) {
    const { form } = request;
    const proven = { ...half, amr: [...new Set([...half.amr, ...amr])] };
    try {
        const goOn = await completeSignIn(context, request, reply, proven, destinationBehind(form));
        if (remaining === undefined)
            return sendOn(context, reply, goOn);
        return sendPage(context, reply, recoveredPage({ remaining, goOn }));
    }
    catch (error) {
        // What the first half proved was changed or ended meanwhile.
        if (!(error instanceof OAuthError) || error.code !== "invalid_grant")
            throw error;
        request.reason = error.reason;
        return startAgain(context, reply, form);
    }
}
/** Null if nothing has been proven, what was proven does not hold any more, or there is no factor left to show. */
async function findWaiting(context, request) {
    const half = findHalfSignIn(context, request);
    if (half === null)
        return null;
    const user = await findUserBehind(context.db, half.userId, half.credentialVersion);
    if (user === null)
        return null;
    if (half.signInId !== undefined && (await currentSignIn(context, request))?.id !== half.signInId)
        return null;
    const { provider, userId } = half;
    if (provider !== undefined &&
        !(await isLinked(context.db, { ...provider, providerId: provider.id, userId })))
        return null;
    const factors = await findFactors(context.db, half.userId);
    return needsSecondFactor(factors) ? { half, email: user.email, factors } : null;
}
function startAgain(context, reply, form) {
    forgetHalfSignIn(context, reply.request, reply);
    return sendOn(context, reply, loginPath(destinationBehind(form)));
}
const loginPath = (asked) => asked === null ? "/login" : `/login?${new URLSearchParams({ continue: handleOf(asked) })}`;
async function show(context, reply, form, { half, email, factors }, problem) {
    const asked = destinationBehind(form);
    const toApp = asked !== null && typeof asked !== "string";
    const token = formToken(reply);
    const view = factorPage({
        email,
        passkey: await passkeyOptions(context, { userId: half.userId, formToken: token }),
        hasTotp: factors.totp,
        hasRecoveryCodes: factors.recoveryCodes > 0,
        problem,
        another: loginPath(asked),
        isStepUp: half.signInId !== undefined && toApp,
        ...(asked !== null && { continueTo: handleOf(asked) }),
        formToken: token,
    });
    return sendPage(context, reply, view, { leadsToApp: toApp });
}
function problemOf(error, field, request) {
    const texts = textsOf(request);
    const { reason } = error;
    if (reason === "too_many_sign_ins" || field === "passkey")
        return { field: null, text: problemInWords(error, texts) };
    if (field === "recovery_code")
        return { field, text: texts.secondFactor.recoveryCodeWrong };
    if (reason === "factor_code_used")
        return { field, text: texts.secondFactor.codeUsed };
    return {
        field,
        text: reason === "parameter_invalid" ? texts.secondFactor.codeRule : texts.secondFactor.codeWrong,
    };
}
/** The user shows no second factor: the app is told, where it may be (RFC 9470 §5). */
async function decline(context, request, reply) {
    const asked = requestBehind(request.form);
    if (asked === null)
        return sendOn(context, reply, "/account");
    forgetHalfSignIn(context, request, reply);
    const address = await checkReturnAddress(context.findRequester, asked);
    const unmet = new OAuthError("unmet_authentication_requirements", "The user did not show a second factor.", {
        reason: "acr_unmet",
    });
    if (!(await isTrusted(context, request, address)))
        throw unmet;
    request.reason = unmet.reason;
    return answerClient(reply, context, address, errorParameters(context, unmet));
}
//# sourceMappingURL=factor-page.js.map