import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { inTransaction } from "../database/database.js";
import { canSignIn } from "../factors/factors.sql.js";
import { originOf } from "../http/origin.js";
import { formToken } from "../http/pages.js";
import { sendPage } from "../http/send-page.js";
import { forgetFoundIdentity, foundIdentity } from "../login/found-identity.js";
import { goToProvider } from "../login/providers.js";
import { endSignInsOfProvider } from "../providers/ends.js";
import { deleteIdentity, findIdentity } from "../providers/identities.sql.js";
import { linkIdentity } from "../providers/link.js";
import { findProvider } from "../providers/providers.sql.js";
import { currentSignIn } from "../users/sign-in-cookie.js";
import { changeCredentialVersion, lockUser } from "../users/users.sql.js";
import { keepNotice } from "./notice.js";
import { requireRecentSignIn } from "./recent-sign-in.js";
import { confirmIdentityPage } from "./views/identities.js";
export function accountIdentitiesEndpoint(app, context) {
    const backWith = (reply, kind) => {
        keepNotice(context, reply, { kind, sessionsEnded: 0, signInsEnded: 0 });
        return reply.redirect("/account#done", 303);
    };
    for (const path of ["link", "unlink"])
        app.get(`/account/identities/${path}`, (_request, reply) => reply.redirect("/account#ways", 303));
    app.post("/account/identities/link", async (request, reply) => {
        const signIn = await requireRecentSignIn(context, request, reply, "/account/identities/link");
        if (signIn === null)
            return reply;
        const id = request.form.get("provider") ?? "";
        return goToProvider(context, request, reply, id, { asked: null, linkTo: signIn });
    });
    app.get("/account/identities/confirm", async (request, reply) => {
        const signIn = await currentSignIn(context, request);
        const found = signIn && foundIdentity(context, request, signIn);
        const provider = found && (await findProvider(context.db, found.providerId));
        if (!provider)
            return reply.redirect("/account#ways", 303);
        const view = { name: provider.name, email: found.email, formToken: formToken(reply) };
        return sendPage(context, reply, confirmIdentityPage(view));
    });
    app.post("/account/identities/confirm", async (request, reply) => {
        const signIn = await currentSignIn(context, request);
        const found = signIn && foundIdentity(context, request, signIn);
        if (!found)
            return reply.redirect("/account#ways", 303);
        forgetFoundIdentity(context, reply);
        const { providerId, subject, email } = found;
        const identity = { providerId, subject, email, userId: signIn.userId };
        const isLinked = (await linkIdentity(context.pool, identity, "signed_in", originOf(request))) ||
            (await findIdentity(context.db, providerId, subject)) === signIn.userId;
        return backWith(reply, isLinked ? "identity_linked" : "identity_taken");
    });
    app.post("/account/identities/unlink", async (request, reply) => {
        const signIn = await requireRecentSignIn(context, request, reply, "/account/identities/unlink");
        if (signIn === null)
            return reply;
        const id = request.form.get("provider") ?? "";
        const isUnlinked = await unlink(context, signIn, id, originOf(request));
        return backWith(reply, isUnlinked ? "identity_unlinked" : "identity_last");
    });
}
/**
 * Take a link away, and end what others opened through it: whoever unlinks may do so because somebody else has that account.
 *
 * @returns false if it is the user's last way to sign in
 */
async function unlink({ pool }, { id: exceptSignInId, userId }, providerId, by) {
    const subject = await inTransaction(pool, async (tx) => {
        // Under the user's lock: two tabs that take away one way each would leave none.
        await lockUser(tx, userId);
        const deleted = await deleteIdentity(tx, userId, providerId);
        if (deleted === null)
            return null;
        if (!(await canSignIn(tx, userId)))
            throw new LastWay();
        await changeCredentialVersion(tx, userId);
        const detail = { provider: providerId };
        await insertAuditEvent(tx, { ...by, event: "identity.unlinked", userId, detail });
        return deleted;
    }).catch((error) => {
        if (error instanceof LastWay)
            return error;
        throw error;
    });
    if (subject instanceof LastWay)
        return false;
    if (subject !== null)
        await endSignInsOfProvider(pool, { providerId, subject, exceptSignInId }, "user", by);
    return true;
}
/** Rolls the deletion back. */
class LastWay extends Error {
}
//# sourceMappingURL=identities-page.js.map