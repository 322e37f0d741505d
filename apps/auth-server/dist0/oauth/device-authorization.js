/**
 * The device authorization endpoint: a device without a browser gets a code that its user enters somewhere else.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8628#section-3.1
 */
import { OAuthError } from "../shared/index.js";
import { deviceGrantType } from "../clients/grant-types.js";
import { insertDeviceCode, pollSeconds } from "../codes/device-codes.sql.js";
import { newUserCode } from "../codes/user-code.js";
import { contextOf } from "../context.js";
import { networkOf } from "../http/address-prefix.js";
import { workOf } from "../http/admission/admitted.js";
import { withDeadline } from "../http/deadline.js";
import { methodNotAllowed } from "../http/errors.js";
import { parseForm } from "../http/form.js";
import { acceptForms, formBody } from "../http/forms.js";
import { originOf } from "../http/origin.js";
import { hashSecret, newSecret } from "../secrets.js";
import { authenticate } from "./authenticate.js";
import { checkTarget } from "./target.js";
const lifeSeconds = 600;
export function deviceAuthorizationEndpoint(app, context) {
    acceptForms(app);
    app.post("/oauth2/device_authorization", async (request, reply) => {
        reply.headers({ "cache-control": "no-store", pragma: "no-cache" });
        const work = workOf(request.raw);
        return reply.send(await withDeadline(work, authorizeDevice(contextOf(context, work), request)));
    });
    app.route({
        method: ["GET", "PUT", "PATCH", "DELETE"],
        url: "/oauth2/device_authorization",
        onRequest: methodNotAllowed("POST"),
        handler: methodNotAllowed("POST"),
    });
}
async function authorizeDevice(context, request) {
    const form = parseForm(formBody(request));
    const client = await authenticate(context, request, form);
    if (!client.grantTypes.includes(deviceGrantType)) {
        const description = "This client was not given the device_code grant.";
        throw new OAuthError("unauthorized_client", description, { reason: "grant_type_not_allowed" });
    }
    const { address, userAgent } = originOf(request);
    const { resource, scope } = checkTarget(client, form);
    const deviceCode = newSecret();
    const code = {
        clientId: client.clientId,
        resource,
        scope,
        network: networkOf(address),
        address,
        userAgent,
    };
    const codeHash = hashSecret(deviceCode);
    const userCode = await insertUnderNewCode(context, { ...code, codeHash, lifeSeconds });
    const page = `${context.config.issuer}/device`;
    return {
        device_code: deviceCode,
        user_code: userCode,
        verification_uri: page,
        verification_uri_complete: `${page}?${new URLSearchParams({ user_code: userCode })}`,
        expires_in: lifeSeconds,
        interval: pollSeconds,
    };
}
async function insertUnderNewCode({ db }, code) {
    for (;;) {
        const userCode = newUserCode();
        const outcome = await insertDeviceCode(db, { ...code, userCode });
        if (outcome === "inserted")
            return userCode;
        if (outcome === "full") {
            throw new OAuthError("too_many_requests", "Too many devices of this network wait for their users.", {
                reason: "too_many_devices",
                headers: { "retry-after": "60" },
            });
        }
    }
}
//# sourceMappingURL=device-authorization.js.map