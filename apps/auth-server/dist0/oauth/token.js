import { contextOf } from "../context.js";
import { workOf } from "../http/admission/admitted.js";
import { checkOrigin } from "../http/cross-origin.js";
import { withDeadline } from "../http/deadline.js";
import { methodNotAllowed, toOAuthError } from "../http/errors.js";
import { parseForm } from "../http/form.js";
import { acceptForms, formBody } from "../http/forms.js";
import { createCountryOf, originOf } from "../http/origin.js";
import { authenticate } from "./authenticate.js";
import { grantFor, grantTypeOf } from "./grants/registry.js";
import { deliver, presentedRefreshToken } from "./refresh-cookie.js";
export function tokenEndpoint(app, context) {
    acceptForms(app);
    const countryOf = createCountryOf(context.config);
    app.post("/oauth2/token", async (request, reply) => {
        reply.headers({ "cache-control": "no-store", pragma: "no-cache" });
        const work = workOf(request.raw);
        const answering = answer(contextOf(context, work), countryOf, request, reply, work);
        const { client, response } = await withDeadline(work, answering);
        return deliver(context.config, request, reply, client, response);
    });
    app.route({
        method: ["GET", "PUT", "PATCH", "DELETE"],
        url: "/oauth2/token",
        // Before the body is read: the method is the fault.
        onRequest: methodNotAllowed("POST"),
        handler: methodNotAllowed("POST"),
    });
}
async function answer(context, countryOf, request, reply, work) {
    let counted = "unknown";
    try {
        const form = parseForm(formBody(request));
        const grantType = grantTypeOf(form);
        counted = grantType;
        const client = await authenticate(context, request, form);
        checkOrigin(request, reply, client);
        const grant = grantFor(grantType, client);
        const { address, userAgent, requestId } = originOf(request);
        const answered = await grant(context, {
            client,
            form,
            origin: { address, userAgent, requestId, country: countryOf(request) },
            signingKey: context.keyRing.active,
            refreshToken: await presentedRefreshToken(context, request, client, form),
            work,
        });
        context.metrics.countTokenRequest(grantType, answered.outcome);
        return { client, response: answered.response };
    }
    catch (error) {
        const { reason } = error instanceof Error ? toOAuthError(error) : { reason: "unforeseen" };
        context.metrics.countTokenRequest(counted, reason);
        throw error;
    }
}
//# sourceMappingURL=token.js.map