/**
 * Client authentication, in one way per request.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3
 */
import { OAuthError } from "../../shared/index.js";
import { shown } from "../../http/shown-value.js";
import { isAnyClientId } from "../client-id.js";
import { challenge, refuseClient, secretReasons } from "./method.js";
import { authenticationMethods } from "./methods.js";
const methods = Object.values(authenticationMethods);
/**
 * Authenticate the client of a request. An Authorization header counts only where it is Basic: with any other scheme it is not
 * about the client, and the body says who asks.
 *
 * @throws {OAuthError} invalid_client, with WWW-Authenticate where the header was used (RFC 6749 §5.2);
 *   invalid_request where it authenticates in two ways
 */
export async function authenticateClient(findClient, form, authorization, onWrongSecret) {
    const [presented, another] = methods.flatMap(({ read, isByHeader }) => {
        const readings = read(form, authorization);
        return readings === null ? [] : [{ readings, isByHeader }];
    });
    const bodyId = form.get("client_id");
    if (presented === undefined || (!presented.isByHeader && bodyId === undefined))
        throw nobody(authorization);
    const { readings, isByHeader } = presented;
    if (bodyId !== undefined && readings.every(({ clientId }) => clientId !== bodyId)) {
        throw inTwoWays(`The Authorization header is another client's than the client_id ${shown(bodyId)}`);
    }
    if (another !== undefined) {
        const ways = "by the Authorization header and by client_secret";
        throw inTwoWays(`The client authenticates in more than one way, ${ways}`);
    }
    try {
        return await findProven(findClient, readings, onWrongSecret);
    }
    catch (error) {
        const isRefused = error instanceof OAuthError && error.code === "invalid_client";
        throw isRefused && isByHeader ? challenge(error) : error;
    }
}
/** No challenge: Basic is not what was tried, and a browser would ask its user for a name and password. */
function nobody(authorization) {
    if (authorization === undefined)
        return refuseClient("client_missing", "The request does not say which client sends it.");
    const [, scheme] = /^([A-Za-z][A-Za-z0-9-]{0,20})(?: |$)/.exec(authorization) ?? [];
    const what = scheme === undefined ? "The Authorization header" : `An Authorization header with ${scheme}`;
    return refuseClient("client_authentication_unsupported", `${what} does not say which client asks. An access token is no client credential: leave the header out, and send client_id in the body, or use Basic.`);
}
const inTwoWays = (what) => new OAuthError("invalid_request", `${what}.`, { reason: "client_authentication_repeated" });
/** Accept the first reading that is a client with this secret; report on the first client found otherwise. */
async function findProven(findClient, readings, onWrongSecret) {
    let refused;
    for (const { clientId, secret } of readings) {
        const client = isAnyClientId(clientId) ? await findClient(clientId) : null;
        if (client === null)
            continue;
        const method = authenticationMethods[client.tokenEndpointAuthMethod];
        const reason = method.check(client.secretHashes, secret);
        if (reason === null) {
            if (client.disabledAt === null)
                return client;
            throw refuseClient("client_disabled", `The client ${clientId} is disabled.`);
        }
        refused ??= { clientId, reason };
    }
    if (refused === undefined) {
        const [{ clientId } = { clientId: "" }] = readings;
        throw refuseClient("client_unknown", `No client has the client_id ${shown(clientId)}.`);
    }
    if (refused.reason === "client_secret_mismatch")
        await onWrongSecret(refused.clientId);
    throw refuseClient(refused.reason, secretReasons[refused.reason]);
}
//# sourceMappingURL=authenticate-client.js.map