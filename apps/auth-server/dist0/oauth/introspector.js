/**
 * Who may introspect tokens: confidential clients, and resources, which authenticate like clients with their URI as
 * the name.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7662#section-2.1
 */
import { timingSafeEqual } from "node:crypto";
import { OAuthError } from "../shared/index.js";
import { isBasic, parseApiCredentials } from "../clients/authentication/basic-credentials.js";
import { challenge } from "../clients/authentication/method.js";
import { shown } from "../http/shown-value.js";
import { hashSecret } from "../secrets.js";
/**
 * Authenticate the introspector. Every URI contains a colon and no client_id does, so the name tells which kind it
 * is.
 *
 * @throws {OAuthError} invalid_client; invalid_request if two methods are used
 */
export async function authenticateIntrospector(findResourceSecrets, asking) {
    const readings = apiCredentialsOf(asking);
    for (const reading of readings) {
        const hashes = await findResourceSecrets(reading.clientId);
        if (hashes === null)
            continue;
        await authenticateResource(hashes, reading, asking);
        return { resource: reading.clientId };
    }
    const client = await asking.authenticateClient().catch((error) => {
        throw isUnknownClient(error) ? (notRegistered(readings, asking) ?? error) : error;
    });
    if (client.tokenEndpointAuthMethod !== "none")
        return { client };
    throw new OAuthError("invalid_client", "Introspection is for clients that have a secret, and for APIs.", {
        reason: "introspection_public_client",
    });
}
const byHeader = ({ authorization }) => authorization !== undefined && isBasic(authorization) ? authorization : null;
function apiCredentialsOf(asking) {
    const header = byHeader(asking);
    if (header !== null)
        return parseApiCredentials(header);
    const uri = asking.form.get("client_id");
    return uri?.includes(":") ? [{ clientId: uri, secret: asking.form.get("client_secret") }] : [];
}
async function authenticateResource(hashes, { clientId: uri, secret = "" }, asking) {
    const { form, onWrongSecret } = asking;
    if (byHeader(asking) !== null && (form.has("client_secret") || (form.get("client_id") ?? uri) !== uri)) {
        throw new OAuthError("invalid_request", "The API authenticates in more than one way.", {
            reason: "client_authentication_repeated",
        });
    }
    if (hashes.length === 0)
        throw refuse(asking, "resource_secret_missing", `The API ${shown(uri)} has no secret yet.`);
    const hash = hashSecret(secret);
    if (hashes.some((accepted) => timingSafeEqual(accepted, hash)))
        return;
    await onWrongSecret(uri);
    throw refuse(asking, "resource_secret_mismatch", `The secret is not that of the API ${shown(uri)}.`);
}
const isUnknownClient = (error) => error instanceof OAuthError && error.reason === "client_unknown";
/** A URI as the name was meant to be an API's. */
function notRegistered([named], asking) {
    if (named === undefined)
        return null;
    const description = `No API is registered under the URI ${shown(named.clientId)}.`;
    return refuse(asking, "resource_not_registered", description);
}
function refuse(asking, reason, description) {
    const error = new OAuthError("invalid_client", description, { reason });
    return byHeader(asking) === null ? error : challenge(error);
}
//# sourceMappingURL=introspector.js.map