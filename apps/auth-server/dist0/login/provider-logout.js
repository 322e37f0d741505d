/**
 * Where providers tell that a session there has ended: so does what was opened here through it.
 *
 * @see https://openid.net/specs/openid-connect-backchannel-1_0.html#BCRequest
 */
import { OAuthError } from "../shared/index.js";
import { errors } from "jose";
import { parseForm, required } from "../http/form.js";
import { acceptForms, formBody } from "../http/forms.js";
import { originOf } from "../http/origin.js";
import { unreachableBehind } from "../providers/bounded-fetch.js";
import { endSignInsOfProvider } from "../providers/ends.js";
import { LogoutTokenInvalid, verifyLogoutToken } from "../providers/logout-token.js";
import { ProviderUnfit } from "../providers/provider-clients.js";
import { findProvider } from "../providers/providers.sql.js";
/** A token of one provider's clock, and a sign-in of ours. */
const clockToleranceSeconds = 60;
export function providerLogoutEndpoint(app, context) {
    acceptForms(app);
    app.post("/login/providers/:id/logout", async (request, reply) => {
        reply.header("cache-control", "no-store");
        const { id } = request.params;
        // A disabled one, too: what it opened has ended, and it need not be told so.
        const provider = await findProvider(context.db, id);
        if (provider === null) {
            const description = "There is no such provider.";
            throw new OAuthError("invalid_request", description, { reason: "provider_unknown", status: 404 });
        }
        const token = required(parseForm(formBody(request)), "logout_token");
        const { subject, sessionId, issuedAt } = await verify(context, provider, token);
        // What was opened later, a copy of the token does not end: it can be sent as often as anybody likes.
        const openedUntil = new Date(issuedAt.getTime() + clockToleranceSeconds * 1000);
        const which = { providerId: id, subject, sessionId, openedUntil };
        await endSignInsOfProvider(context.pool, which, "provider_logout", {
            ...originOf(request),
            actor: `provider:${id}`,
        });
        return reply.send("");
    });
}
/** @throws {OAuthError} invalid_request, temporarily_unavailable */
async function verify({ providers, now }, provider, token) {
    try {
        return await providers.ask(provider, (client) => verifyLogoutToken(client, token, new Date(now())));
    }
    catch (error) {
        if (unreachableBehind(error) !== null || error instanceof ProviderUnfit) {
            const description = "The provider's keys cannot be had right now.";
            const options = {
                reason: "provider_unreachable",
                headers: { "retry-after": "30" },
                cause: error,
            };
            throw new OAuthError("temporarily_unavailable", description, options);
        }
        if (!(error instanceof errors.JOSEError || error instanceof LogoutTokenInvalid))
            throw error;
        const what = error instanceof LogoutTokenInvalid ? error.message : error.code;
        const description = `The logout token is refused: ${what}.`;
        throw new OAuthError("invalid_request", description, { reason: "logout_token_invalid", cause: error });
    }
}
//# sourceMappingURL=provider-logout.js.map