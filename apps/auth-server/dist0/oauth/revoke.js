/**
 * The revocation endpoint: a client that signs out ends its session.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7009
 */
import { OAuthError } from "../shared/index.js";
import { contextOf } from "../context.js";
import { inTransaction } from "../database/database.js";
import { workOf } from "../http/admission/admitted.js";
import { checkOrigin } from "../http/cross-origin.js";
import { withDeadline } from "../http/deadline.js";
import { methodNotAllowed } from "../http/errors.js";
import { parseForm } from "../http/form.js";
import { acceptForms, formBody } from "../http/forms.js";
import { originOf } from "../http/origin.js";
import { revokeSessions } from "../sessions/end.sql.js";
import { lockSession } from "../sessions/judge.sql.js";
import { refusalOf } from "../sessions/refresh-refusals.js";
import { decodeRefreshToken } from "../sessions/refresh-token.js";
import { verifyAccessToken } from "../tokens/own-tokens.js";
import { authenticate } from "./authenticate.js";
import { forgetRefreshToken, presentedToken } from "./refresh-cookie.js";
export function revokeEndpoint(app, context) {
    acceptForms(app);
    app.post("/oauth2/revoke", async (request, reply) => {
        reply.headers({ "cache-control": "no-store", pragma: "no-cache" });
        const work = workOf(request.raw);
        await withDeadline(work, revoke(contextOf(context, work), request, reply));
        return reply.code(200).send();
    });
    app.route({
        method: ["GET", "PUT", "PATCH", "DELETE"],
        url: "/oauth2/revoke",
        onRequest: methodNotAllowed("POST"),
        handler: methodNotAllowed("POST"),
    });
}
async function revoke(context, request, reply) {
    const form = parseForm(formBody(request));
    const client = await authenticate(context, request, form);
    checkOrigin(request, reply, client);
    const token = await presentedToken(context, request, client, form);
    const refreshToken = decodeRefreshToken(context.secrets, token);
    if (refreshToken !== null)
        await endSession(context, client, refreshToken.sessionId, originOf(request));
    else
        refuseAccessToken(context, token);
    forgetRefreshToken(context.config, request, reply, client);
}
/** End the session if it belongs to this client. One that is gone or has ended needs nothing more (RFC 7009 §2.2). */
async function endSession({ db }, client, sessionId, origin) {
    const isOurs = await inTransaction(db, async (tx) => {
        const session = await lockSession(tx, sessionId);
        if (session === null)
            return true;
        if (session.clientId !== client.clientId)
            return false;
        await revokeSessions(tx, { id: sessionId }, "client", origin);
        return true;
    });
    if (!isOurs)
        throw refusalOf("wrong_client");
}
/** Access tokens cannot be revoked: say so, and how long this one remains valid (RFC 7009 §2.2.1). */
function refuseAccessToken(context, token) {
    const claims = verifyAccessToken(context, token);
    if (claims === null)
        return; // an invalid token needs no revocation (§2.2)
    const seconds = claims.exp - Math.floor(context.now() / 1000);
    throw new OAuthError("unsupported_token_type", `An access token stays valid until it expires, ${seconds} seconds from now. Revoke the refresh token to end its session.`, { reason: "access_token_not_revocable" });
}
//# sourceMappingURL=revoke.js.map