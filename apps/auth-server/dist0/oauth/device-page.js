import { decideDeviceCode, findAskingDevice } from "../codes/device-codes.sql.js";
import { parseUserCode } from "../codes/user-code.js";
import { grantConsent } from "../consents/consents.sql.js";
import { inTransaction } from "../database/database.js";
import { findFactors, needsSecondFactor } from "../factors/factors.sql.js";
import { networkOf } from "../http/address-prefix.js";
import { pathToPage } from "../http/continue-to.js";
import { originOf } from "../http/origin.js";
import { formToken, queryForm } from "../http/pages.js";
import { sendOn, sendPage, textsOf } from "../http/send-page.js";
import { apiInWords, deviceInWords, scopeInWords } from "../http/views/words.js";
import { isIdentityScope } from "../identity-scopes.js";
import { keepHalfSignIn } from "../users/half-sign-in.js";
import { currentSignIn } from "../users/sign-in-cookie.js";
import { isStepUpDue } from "./step-up.js";
import { deviceCodePage, deviceDonePage, devicePage } from "./views/device.js";
export function deviceEndpoint(app, context) {
    app.get("/device", async (request, reply) => {
        const typed = queryForm(request).get("user_code") ?? "";
        const userCode = parseUserCode(typed);
        const at = userCode === null ? "/device" : `/device?user_code=${userCode}`;
        const signIn = await currentSignIn(context, request);
        if (signIn === null)
            return sendOn(context, reply, pathToPage("/login", at));
        const found = userCode === null ? null : await find(context, request, signIn, userCode);
        if (found === null) {
            const view = { email: signIn.email, typed, isWrong: typed !== "" };
            return sendPage(context, reply.code(typed === "" ? 200 : 404), deviceCodePage(view));
        }
        if (found.device.decision !== null)
            return done(context, reply, found, found.device.decision);
        return ((await leadToFactor(context, reply, found.client, signIn, at)) ?? show(context, reply, signIn, found));
    });
    app.post("/device", async (request, reply) => {
        const userCode = parseUserCode(request.form.get("user_code") ?? "");
        const signIn = await currentSignIn(context, request);
        const at = userCode === null ? "/device" : `/device?user_code=${userCode}`;
        if (signIn === null || userCode === null)
            return sendOn(context, reply, at);
        const found = await find(context, request, signIn, userCode);
        // It has expired meanwhile, or the form was sent twice: the page tells.
        if (found === null || found.device.decision !== null)
            return sendOn(context, reply, at);
        const toFactor = await leadToFactor(context, reply, found.client, signIn, at);
        if (toFactor !== null)
            return toFactor;
        const decision = request.form.get("decision") === "allow" ? "allowed" : "denied";
        const isDecided = await inTransaction(context.db, async (tx) => {
            if (!(await decideDeviceCode(tx, userCode, signIn.id, decision)))
                return false;
            if (decision === "allowed")
                await keepConsent(tx, request, signIn, found);
            return true;
        });
        return isDecided ? done(context, reply, found, decision) : sendOn(context, reply, at);
    });
}
const done = (context, reply, { client }, decision) => sendPage(context, reply, deviceDonePage({ isAllowed: decision === "allowed", clientName: client.name }));
/** Typed codes are guesses, which are few for each user: whoever hit another's code would let that device into their own account. */
async function find({ db, findClient, makeGuess }, request, { userId }, userCode) {
    let device = null;
    const guess = {
        account: `device of user ${userId}`,
        network: networkOf(originOf(request).address),
        // A form that is sent twice is the same guess.
        password: userCode,
        budget: "code",
        isProof: false,
    };
    await makeGuess(guess, async () => {
        device = await findAskingDevice(db, userCode, userId);
        return device !== null;
    });
    const found = device;
    const client = found && (await findClient(found.clientId));
    if (found === null || client === null || client.disabledAt !== null)
        return null;
    request.clientId = client.clientId;
    return { device: found, client };
}
/** As at the authorization endpoint. @returns null if nothing more has to be proven */
async function leadToFactor(context, reply, client, signIn, at) {
    if (!isStepUpDue(context.config, client, { asksForMfa: false }, signIn))
        return null;
    const { id: signInId, userId, credentialVersion, amr } = signIn;
    const hasFactor = needsSecondFactor(await findFactors(context.db, userId));
    if (hasFactor)
        keepHalfSignIn(context, reply, { signInId, userId, credentialVersion, amr });
    return sendOn(context, reply, pathToPage(hasFactor ? "/login/factor" : "/account/factors", at));
}
function show(context, reply, { email }, { device, client }) {
    const texts = textsOf(reply.request);
    const api = client.resources.find(({ uri }) => uri === device.resource);
    const view = devicePage({
        clientName: client.name,
        email,
        userCode: device.userCode,
        resourceName: device.scope.every(isIdentityScope)
            ? null
            : apiInWords({ uri: device.resource, name: api?.name ?? null }),
        scope: scopeInWords(device.scope, api?.scopeDescriptions ?? {}, texts),
        address: device.address,
        device: deviceInWords(device.userAgent, texts),
        askedAt: device.createdAt,
        now: new Date(context.now()),
        formToken: formToken(reply),
    });
    return sendPage(context, reply, view);
}
/** So that the account shows the app, and can take back what it was given. */
async function keepConsent(tx, request, { userId }, { device, client }) {
    if (client.firstParty)
        return;
    const { clientId, resource, scope } = device;
    const consent = { userId, clientId, resource, scope, requestHash: null, clientHash: null };
    await grantConsent(tx, consent, originOf(request));
}
//# sourceMappingURL=device-page.js.map