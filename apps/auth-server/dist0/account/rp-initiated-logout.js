/**
 * RP-initiated logout: a client sends its user here to sign out.
 *
 * Anybody can send a browser here. Nothing ends unless an ID token shows that a client of this very user asks, or the user
 * agrees on the page.
 *
 * @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html
 */
import { OAuthError } from "../shared/index.js";
import { endManySessions, endSessions } from "../codes/ends.js";
import { handleOf, resumed } from "../http/continue-to.js";
import { parseForm } from "../http/form.js";
import { formBody } from "../http/forms.js";
import { originOf } from "../http/origin.js";
import { formToken, queryForm } from "../http/pages.js";
import { refusePrefetch } from "../http/prefetch.js";
import { sendOn, sendPage } from "../http/send-page.js";
import { shown } from "../http/shown-value.js";
import { verifyIdTokenHint } from "../tokens/id-token-hint.js";
import { currentSignIn, endSignIn } from "../users/sign-in-cookie.js";
import { appsOf } from "./apps.js";
import { logoutPage } from "./views/logout.js";
/** Sessions with this scope outlive the sign-in: their users let them act while they are away. */
const stays = "offline_access";
export function rpInitiatedLogoutEndpoint(app, context) {
    // Link checkers send HEAD.
    app.head("/oauth2/logout", (_request, reply) => reply.code(204).send());
    app.get("/oauth2/logout", (request, reply) => logout(context, request, reply, resumed(queryForm(request))));
    // Browsers send the sign-in's cookie (Lax) with a GET only.
    app.post("/oauth2/logout", (request, reply) => {
        const handle = handleOf(parseForm(formBody(request)));
        return sendOn(context, reply, `/oauth2/logout?${new URLSearchParams({ continue: handle })}`);
    });
}
async function logout(context, request, reply, form) {
    refusePrefetch(request);
    const signIn = await currentSignIn(context, request);
    const asked = await checkLogoutRequest(context, form, signIn);
    const isProven = asked.hint !== null && (signIn === null || signIn.userId === asked.hint.subject);
    if (signIn !== null && !isProven) {
        const apps = await appsOf(context, request, signIn, stays);
        const { email } = signIn;
        const view = { email, apps, formToken: formToken(reply), continueTo: handleOf(form) };
        return sendPage(context, reply, logoutPage(view), { leadsToApp: true });
    }
    await signOut(context, request, reply, signIn, asked);
    return sendOn(context, reply, asked.returnTo ?? "/logout");
}
/**
 * A hint that proves nothing is no fault: the key may be long gone that signed it. Then the user is asked.
 *
 * @throws {OAuthError} invalid_request
 */
export async function checkLogoutRequest(context, form, signIn) {
    const token = form.get("id_token_hint");
    const hint = token === undefined ? null : await verifyIdTokenHint(context, token);
    const clientId = form.get("client_id");
    if (hint !== null && clientId !== undefined && clientId !== hint.clientId) {
        const description = `The id_token_hint was not issued to the client ${shown(clientId)}.`;
        throw refuse("id_token_hint_invalid", description);
    }
    const who = hint?.clientId ?? clientId;
    const client = who === undefined ? null : await context.findClient(who);
    const isHeeded = client !== null && isTrusted(client, hint, signIn);
    return { hint, returnTo: isHeeded ? returnAddress(client, form) : null };
}
/**
 * Anybody may have registered the addresses of a client that no operator registered: they count for a user who has let it in. An
 * operator may have disabled a client because of what its addresses lead to.
 */
const isTrusted = ({ origin, disabledAt }, hint, signIn) => disabledAt === null && (origin === "operator" || (hint !== null && hint.subject === signIn?.userId));
/** Compared letter for letter (§3.1). */
function returnAddress({ clientId, postLogoutRedirectUris }, form) {
    const uri = form.get("post_logout_redirect_uri");
    if (uri === undefined)
        return null;
    if (!postLogoutRedirectUris.includes(uri)) {
        const description = `The post_logout_redirect_uri ${shown(uri)} is not registered for the client ${clientId}. It is compared letter for letter.`;
        throw refuse("post_logout_redirect_uri_mismatch", description);
    }
    const state = form.get("state");
    if (state === undefined)
        return uri;
    return `${uri}${uri.includes("?") ? "&" : "?"}${new URLSearchParams({ state })}`;
}
/** End this browser's sign-in, the sessions begun in it, and the session that the hint names. */
export async function signOut(context, request, reply, signIn, { hint }) {
    const by = originOf(request);
    if (signIn !== null) {
        await endSignIn(context, request, reply, by);
        const which = { userId: signIn.userId, signInId: signIn.id, withoutScope: stays };
        await endManySessions(context.db, which, "logout", by);
    }
    if (hint?.sessionId) {
        const { subject: userId, clientId, sessionId: id } = hint;
        await endSessions(context.db, { id, userId, clientId, withoutScope: stays }, "logout", by);
    }
}
const refuse = (reason, description) => new OAuthError("invalid_request", description, { reason });
//# sourceMappingURL=rp-initiated-logout.js.map