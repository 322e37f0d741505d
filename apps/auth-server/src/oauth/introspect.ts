/**
 * The introspection endpoint, for APIs that cannot or do not want to verify offline.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7662
 */
import type { IntrospectionResponse } from "@regrant/shared";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Context, contextOf } from "../context.js";
import { workOf } from "../http/admission/admitted.js";
import { withDeadline } from "../http/deadline.js";
import { methodNotAllowed } from "../http/errors.js";
import { parseForm, required } from "../http/form.js";
import { acceptForms, formBody } from "../http/forms.js";
import { authenticate, recordWrongProof } from "./authenticate.js";
import { introspect } from "./introspection.js";
import { authenticateIntrospector } from "./introspector.js";

export function introspectEndpoint(app: FastifyInstance, context: Context): void {
  acceptForms(app);
  app.post("/oauth2/introspect", async (request, reply) => {
    reply.headers({ "cache-control": "no-store", pragma: "no-cache" });
    const work = workOf(request.raw);
    return withDeadline(work, answer(contextOf(context, work), request));
  });
  app.route({
    method: ["GET", "PUT", "PATCH", "DELETE"],
    url: "/oauth2/introspect",
    onRequest: methodNotAllowed("POST"),
    handler: methodNotAllowed("POST"),
  });
}

/** token_type_hint is ignored: the kinds of tokens are distinguishable (§2.1). */
async function answer(context: Context, request: FastifyRequest): Promise<IntrospectionResponse> {
  const form = parseForm(formBody(request));
  const introspector = await authenticateIntrospector(context.findResourceSecrets, {
    form,
    authorization: request.headers.authorization,
    onWrongSecret: (resource) => recordWrongProof(context, request, { resource }),
    authenticateClient: () => authenticate(context, request, form),
  });
  request.clientId = "client" in introspector ? introspector.client.clientId : introspector.resource;
  return introspect(context, introspector, required(form, "token"));
}
