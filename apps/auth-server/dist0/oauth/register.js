import { describeRegistration } from "../clients/registration.js";
import { registerItself } from "../clients/self-registered.js";
import { contextOf } from "../context.js";
import { networkOf } from "../http/address-prefix.js";
import { workOf } from "../http/admission/admitted.js";
import { withDeadline } from "../http/deadline.js";
import { methodNotAllowed, nothingThere } from "../http/errors.js";
import { acceptJson } from "../http/json.js";
import { addressOf, originOf } from "../http/origin.js";
import { listOpenResources } from "../resources/resources.sql.js";
import { readBearerToken, withTokenChallenge } from "../tokens/own-tokens.js";
import { registrationManagementEndpoint } from "./registration-management.js";
const url = "/oauth2/register";
export function registerEndpoint(app, context) {
    const { config } = context;
    if (config.registration === "off")
        return;
    acceptJson(app);
    app.addHook("onRequest", async (request, reply) => {
        const work = workOf(request.raw);
        const open = await withDeadline(work, listOpenResources(contextOf(context, work).db));
        if (open.length === 0)
            nothingThere(request);
        reply.headers({ "cache-control": "no-store", pragma: "no-cache" });
    });
    app.post(url, async (request, reply) => {
        const work = workOf(request.raw);
        const registered = await withDeadline(work, register(contextOf(context, work), request));
        return reply.code(201).send(describeRegistration(config.issuer, registered));
    });
    app.route({
        method: ["GET", "PUT", "PATCH", "DELETE"],
        url,
        handler: methodNotAllowed("POST"),
    });
    registrationManagementEndpoint(app, context);
}
const register = ({ config, db }, request) => withTokenChallenge(config, async () => {
    const by = { ...originOf(request), actor: "registration" };
    const permit = config.registration === "token"
        ? { initialToken: readBearerToken(config, request.raw) }
        : { network: networkOf(addressOf(request)) };
    const registered = await registerItself(db, request.body, permit, by);
    request.clientId = registered.client.clientId;
    return registered;
});
//# sourceMappingURL=register.js.map