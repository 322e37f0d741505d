import { addTotp } from "../factors/factor-acts.js";
import { findFactors } from "../factors/factors.sql.js";
import { newTotpSecret, openTotpSecret, sealTotpSecret, totpDigits, totpStep, totpUri, } from "../factors/totp.js";
import { destinationBehind, handleOf, pathTo } from "../http/continue-to.js";
import { originOf } from "../http/origin.js";
import { formToken, queryForm } from "../http/pages.js";
import { sendOn, sendPage, textsOf } from "../http/send-page.js";
import { stepUp } from "../users/sign-in-cookie.js";
import { keepNotice } from "./notice.js";
import { recentSeconds, requireRecentSignIn } from "./recent-sign-in.js";
import { recoveryCodesPage, totpSetUpPage } from "./views/totp.js";
const factors = "/account/factors";
const page = `${factors}/totp`;
/** How long after the page was shown its code is taken. */
const settingUpSeconds = 600;
export function accountTotpEndpoint(app, context) {
    app.get(page, async (request, reply) => {
        const form = queryForm(request);
        const signIn = await requireRecentSignIn(context, request, reply, destinationBehind(form) ?? page);
        return signIn === null ? reply : showSetUp(context, reply, signIn, form, newTotpSecret(), null);
    });
    app.post(page, async (request, reply) => {
        const leadsTo = destinationBehind(request.form) ?? page;
        const signIn = await requireRecentSignIn(context, request, reply, leadsTo, settingUpSeconds);
        return signIn === null ? reply : confirm(context, request, reply, signIn);
    });
}
/** Nothing is kept until the first code is right: the page carries the secret, sealed for this user. */
async function showSetUp(context, reply, { userId, email }, form, secret, problem) {
    const asked = destinationBehind(form);
    const view = totpSetUpPage({
        secret,
        uri: totpUri(secret, { issuer: context.config.branding.name, label: email }),
        sealed: sealTotpSecret(context.secrets, userId, secret).toString("base64url"),
        replaces: (await findFactors(context.db, userId)).totp,
        problem,
        ...(asked !== null && { continueTo: handleOf(asked) }),
        formToken: formToken(reply),
    });
    return sendPage(context, reply, view);
}
async function confirm(context, request, reply, signIn) {
    const { form } = request;
    const { userId } = signIn;
    const sealed = Buffer.from(form.get("secret") ?? "", "base64url");
    const secret = openTotpSecret(context.secrets, userId, sealed);
    // The page of another user, or of nobody.
    if (secret === null)
        return sendOn(context, reply, page);
    const digits = totpDigits(form.get("code") ?? "");
    const step = digits === null ? null : totpStep(secret, digits, context.now());
    if (step === null) {
        request.reason = "factor_code_mismatch";
        const { secondFactor } = textsOf(request);
        const problem = digits === null ? secondFactor.codeRule : secondFactor.totp.wrong;
        return showSetUp(context, reply.code(400), signIn, form, secret, problem);
    }
    const origin = originOf(request);
    const codes = await addTotp(context.db, context.secrets, { userId, secret, step }, origin);
    // The code has shown the second factor, too.
    const amr = [...new Set([...signIn.amr, "otp", "mfa"])];
    await stepUp(context, request, reply, { ...origin, id: signIn.id, amr });
    const asked = destinationBehind(form);
    // What was begun in time is not followed by the question who is there.
    const own = signIn.ageSeconds > recentSeconds ? "/account" : factors;
    const goOn = asked === null ? own : pathTo(asked);
    if (codes !== null)
        return sendPage(context, reply, recoveryCodesPage({ codes, isRenewal: false, goOn }));
    keepNotice(context, reply, { kind: "totp_added", sessionsEnded: 0, signInsEnded: 0 });
    return sendOn(context, reply, asked === null ? `${own}#done` : goOn);
}
//# sourceMappingURL=totp-page.js.map