/**
 * A client's registration, which it reads, replaces and deletes by itself.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7592#section-2
 */
import { OAuthError } from "../shared/index.js";
import { isClientId } from "../clients/client-id.js";
import { describeRegistration } from "../clients/registration.js";
import { deleteRegistration, readRegistration, replaceRegistration } from "../clients/self-registered.js";
import { contextOf } from "../context.js";
import { networkOf } from "../http/address-prefix.js";
import { workOf } from "../http/admission/admitted.js";
import { withDeadline } from "../http/deadline.js";
import { methodNotAllowed } from "../http/errors.js";
import { addressOf, originOf } from "../http/origin.js";
import { readBearerToken, withTokenChallenge } from "../tokens/own-tokens.js";
const url = "/oauth2/register/:client_id";
export function registrationManagementEndpoint(app, context) {
    const { config } = context;
    app.get(url, async (request) => {
        const work = workOf(request.raw);
        return describeRegistration(config.issuer, await withDeadline(work, read(contextOf(context, work), request)));
    });
    app.put(url, async (request) => {
        const work = workOf(request.raw);
        const replaced = await withDeadline(work, replace(contextOf(context, work), request));
        return describeRegistration(config.issuer, replaced);
    });
    app.delete(url, async (request, reply) => {
        // It goes on if the client does not wait: half deleted, it could not ask again.
        await withDeadline(workOf(request.raw), remove(context, request));
        return reply.code(204).send();
    });
    app.route({
        method: ["POST", "PATCH"],
        url,
        handler: methodNotAllowed("GET, PUT, DELETE"),
    });
}
const read = ({ config, db }, request) => withTokenChallenge(config, () => {
    const { clientId, token } = identify(config, request);
    return readRegistration(db, clientId, token);
});
const replace = ({ config, db, forgetClient }, request) => withTokenChallenge(config, async () => {
    const { clientId, token } = identify(config, request);
    const network = config.registration === "open" ? networkOf(addressOf(request)) : null;
    const replaced = await replaceRegistration(db, clientId, token, request.body, network, actorOf(request));
    forgetClient(clientId);
    return replaced;
});
const remove = ({ config, db, forgetClient }, request) => withTokenChallenge(config, async () => {
    const { clientId, token } = identify(config, request);
    await deleteRegistration(db, clientId, token, actorOf(request)).finally(() => forgetClient(clientId));
});
const actorOf = (request) => ({ ...originOf(request), actor: "registration" });
function identify(config, request) {
    const token = readBearerToken(config, request.raw);
    const { client_id: clientId } = request.params;
    if (!isClientId(clientId))
        throw new OAuthError("invalid_token", "No client has registered under this address.", {
            reason: "registration_access_token_invalid",
        });
    request.clientId = clientId;
    return { clientId, token };
}
//# sourceMappingURL=registration-management.js.map