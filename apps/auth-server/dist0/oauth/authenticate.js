import { authenticateClient } from "../clients/authentication/authenticate-client.js";
import { originOf } from "../http/origin.js";
/** @throws {OAuthError} invalid_client, invalid_request */
export async function authenticate(context, request, form) {
    const client = await authenticateClient(context.findClient, form, request.headers.authorization, (clientId) => recordWrongSecret(context, request, { clientId }));
    request.clientId = client.clientId;
    return client;
}
/**
 * Record a wrong secret, with a limit per client and API. The response is the same if recording fails: clients and
 * APIs are cached while the database is away.
 */
export async function recordWrongSecret({ db, auditRefusal, log }, request, whose) {
    const event = "clientId" in whose
        ? { event: "client.authentication_refused", reason: "client_secret_mismatch", ...whose }
        : {
            event: "resource.authentication_refused",
            reason: "resource_secret_mismatch",
            detail: whose,
        };
    const about = "clientId" in whose ? whose.clientId : whose.resource;
    await auditRefusal(db, { ...event, ...originOf(request) }, about).catch((err) => log.error({ err, ...whose, requestId: request.id }, "failed to audit a wrong secret"));
}
//# sourceMappingURL=authenticate.js.map