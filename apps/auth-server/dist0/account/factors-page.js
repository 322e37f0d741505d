/** The page on which users add and remove what they prove themselves by besides the password, and what its forms do. */
import { OAuthError } from "../shared/index.js";
import { removeOwnTotp, renewCodes } from "../factors/factor-acts.js";
import { findFactors, needsSecondFactor } from "../factors/factors.sql.js";
import { addPasskey, makingSeconds, registrationOptions, removeOwnPasskey, } from "../factors/own-passkeys.js";
import { listPasskeys, renamePasskey } from "../factors/passkeys.sql.js";
import { passkeyAccount } from "../factors/relying-party.js";
import { factorUnknown } from "../factors/removal.js";
import { destinationBehind, handleOf, pathTo } from "../http/continue-to.js";
import { originOf } from "../http/origin.js";
import { formToken, queryForm } from "../http/pages.js";
import { sendOn, sendPage, textsOf } from "../http/send-page.js";
import { problemInWords } from "../http/views/problems.js";
import { deviceInWords } from "../http/views/words.js";
import { titleOf } from "../login/login-page.js";
import { checkReturnAddress } from "../oauth/authorization-request.js";
import { stepUp } from "../users/sign-in-cookie.js";
import { noticeInWords } from "./account-page.js";
import { keepNotice, takeNotice } from "./notice.js";
import { recentSeconds, requireRecentSignIn } from "./recent-sign-in.js";
import { factorsPage } from "./views/factors.js";
import { recoveryCodesPage } from "./views/totp.js";
const page = "/account/factors";
const longestName = 100;
export function accountFactorsEndpoint(app, context) {
    app.get(page, async (request, reply) => {
        const form = queryForm(request);
        const signIn = await requireRecentSignIn(context, request, reply, destinationBehind(form) ?? page);
        return signIn === null ? reply : show(context, signIn, form, reply, null);
    });
    /** A form of the page, whose refusal is shown on it. */
    const onPost = (path, act, graceSeconds = 0) => {
        app.get(path, (_request, reply) => reply.redirect(page, 303));
        app.post(path, async (request, reply) => {
            const signIn = await requireRecentSignIn(context, request, reply, page, graceSeconds);
            if (signIn === null)
                return reply;
            try {
                return await act(signIn, request, reply);
            }
            catch (error) {
                if (!(error instanceof OAuthError) || error.status >= 500)
                    throw error;
                request.reason = error.reason;
                return show(context, signIn, request.form, reply.code(error.status), error);
            }
        });
    };
    const goOn = (reply, kind, to = `${page}#done`) => {
        keepNotice(context, reply, { kind, sessionsEnded: 0, signInsEnded: 0 });
        return sendOn(context, reply, to);
    };
    onPost(`${page}/passkeys`, (signIn, request, reply) => add(context, signIn, request, reply, goOn), makingSeconds);
    onPost(`${page}/passkeys/rename`, async ({ userId }, { form }, reply) => {
        const name = [...(form.get("name") ?? "").trim()].slice(0, longestName).join("");
        if (name !== "" && !(await renamePasskey(context.db, userId, idIn(form), name)))
            throw factorUnknown();
        return goOn(reply, "passkey_renamed");
    });
    onPost(`${page}/passkeys/remove`, async ({ userId }, request, reply) => {
        const which = { userId, id: idIn(request.form) };
        await removeOwnPasskey(context.db, which, context.config.requireMfaRoles, originOf(request));
        return goOn(reply, "passkey_removed");
    });
    onPost(`${page}/totp/remove`, async ({ userId }, request, reply) => {
        await removeOwnTotp(context.db, userId, context.config.requireMfaRoles, originOf(request));
        return goOn(reply, "totp_removed");
    });
    onPost(`${page}/recovery-codes`, async ({ userId }, request, reply) => {
        const codes = await renewCodes(context.db, userId, originOf(request));
        if (codes === null)
            throw factorUnknown();
        return sendPage(context, reply, recoveryCodesPage({ codes, isRenewal: true, goOn: page }));
    });
}
async function add(context, { id, userId, amr, ageSeconds }, request, reply, goOn) {
    const { form } = request;
    const origin = originOf(request);
    const added = await addPasskey(context, {
        userId,
        formToken: form.get("form_token") ?? "",
        answer: form.get("passkey") ?? "",
        origin,
        nameOf: (on) => nameOf(on, request),
    });
    // Making it has shown the second factor, too.
    if (!amr.includes("mfa"))
        await stepUp(context, request, reply, { ...origin, id, amr: [...amr, ...added.amr] });
    const asked = destinationBehind(form);
    // What was begun in time is not followed by the question who is there.
    const own = ageSeconds > recentSeconds ? "/account" : page;
    if (added.codes !== null) {
        const { codes } = added;
        return sendPage(context, reply, recoveryCodesPage({ codes, isRenewal: false, goOn: asked === null ? own : pathTo(asked) }));
    }
    return goOn(reply, "passkey_added", asked === null ? `${own}#done` : pathTo(asked));
}
/** @throws {OAuthError} where it is no factor's id */
function idIn(form) {
    const id = form.get("id");
    if (id !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
        return id;
    throw factorUnknown();
}
/** Which authenticator it was, nobody asks: a name that its owner recognizes, and may change. */
function nameOf(on, request) {
    const texts = textsOf(request);
    if (on === "this device")
        return deviceInWords(request.headers["user-agent"] ?? null, texts).slice(0, longestName);
    return on === "phone" ? texts.passkeys.phone : texts.passkeys.securityKey;
}
async function show(context, { userId, email, ageSeconds, authenticatedAt }, form, reply, error) {
    const { db, config } = context;
    const texts = textsOf(reply.request);
    const asked = destinationBehind(form);
    const toApp = asked === null || typeof asked === "string" ? null : asked;
    const asking = toApp && (await checkReturnAddress(context.findRequester, toApp));
    const token = formToken(reply);
    const [passkeys, newPasskey, factors] = await Promise.all([
        listPasskeys(db, userId),
        registrationOptions(context, { userId, email, formToken: token, rpName: config.branding.name }),
        findFactors(db, userId),
    ]);
    const notice = takeNotice(context, reply.request, reply);
    const view = factorsPage({
        passkeys,
        newPasskey,
        account: passkeyAccount(config.issuer, { id: userId, email }, passkeys),
        recentSeconds: Math.max(0, Math.floor(recentSeconds - ageSeconds)),
        hasTotp: factors.totp,
        recoveryCodes: needsSecondFactor(factors) ? factors.recoveryCodes : null,
        neededBy: asking && titleOf(asking),
        notice: notice && noticeInWords(notice, texts),
        problem: error && problemInWords(error, texts),
        now: new Date(authenticatedAt.getTime() + ageSeconds * 1000),
        formToken: token,
        ...(asked !== null && { continueTo: handleOf(asked) }),
    });
    return sendPage(context, reply, view, { leadsToApp: asking !== null });
}
//# sourceMappingURL=factors-page.js.map