/**
 * The pushed authorization request endpoint: the client sends its authorization request itself and gets a request_uri, which the
 * browser carries in its place.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9126#section-2
 */
import { OAuthError } from "@regrant/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { insertPushedRequest, pushedSeconds } from "../codes/pushed-requests.sql.js";
import { type Context, contextOf } from "../context.js";
import { networkOf } from "../http/address-prefix.js";
import { workOf } from "../http/admission/admitted.js";
import { checkOrigin } from "../http/cross-origin.js";
import { withDeadline } from "../http/deadline.js";
import { methodNotAllowed } from "../http/errors.js";
import { type Form, parseForm } from "../http/form.js";
import { acceptForms, formBody } from "../http/forms.js";
import { originOf } from "../http/origin.js";
import { hashSecret, newSecret } from "../secrets.js";
import { authenticateFirst } from "./authenticate.js";
import { checkAuthorizationRequest, checkReturnAddress } from "./authorization-request.js";
import { withProvenKey } from "./dpop.js";
import { requestUriOf } from "./pushed-request.js";

export function parEndpoint(app: FastifyInstance, context: Context): void {
  acceptForms(app);
  app.post("/oauth2/par", async (request, reply) => {
    reply.headers({ "cache-control": "no-store", pragma: "no-cache" });
    const work = workOf(request.raw);
    const requestUri = await withDeadline(work, push(contextOf(context, work), request, reply));
    return reply.code(201).send({ request_uri: requestUri, expires_in: pushedSeconds });
  });
  app.route({
    method: ["GET", "PUT", "PATCH", "DELETE"],
    url: "/oauth2/par",
    onRequest: methodNotAllowed("POST"),
    handler: methodNotAllowed("POST"),
  });
}

async function push(context: Context, request: FastifyRequest, reply: FastifyReply): Promise<string> {
  const form = parseForm(formBody(request));
  // Before anything is spent, as at the token endpoint.
  const jkt = context.dpop.keyOf(request.raw);
  // By its metadata document if it has one, as at the authorization endpoint.
  const requesters = { ...context, findAuthenticating: context.findRequester };
  const { client, spend } = await authenticateFirst(requesters, request, form);
  checkOrigin(request, reply, client);
  if (form.has("request_uri"))
    throw new OAuthError(
      "invalid_request",
      "A pushed request must not contain a request_uri: it is given one.",
      {
        reason: "request_uri_pushed",
      },
    );
  const requestUri = requestUriOf(newSecret());
  const parameters = withProvenKey(parametersIn(form, client.clientId), jkt);
  // As the authorization endpoint will see it.
  const asked = new Map([...parameters, ["request_uri", requestUri]]);
  await checkReturnAddress(async () => client, asked);
  checkAuthorizationRequest(context.config, client, asked);
  await spend();
  const isPublic = client.tokenEndpointAuthMethod === "none";
  const inserted = await insertPushedRequest(context.db, {
    requestUriHash: hashSecret(requestUri),
    clientId: client.clientId,
    // Anybody may push in a public client's name, but not fill its room.
    network: isPublic ? networkOf(originOf(request).address) : null,
    parameters: Object.fromEntries(parameters),
  });
  if (inserted) return requestUri;
  throw new OAuthError("too_many_requests", "Too many pushed requests wait for their users.", {
    reason: "too_many_pushed_requests",
    headers: { "retry-after": `${pushedSeconds}` },
  });
}

const credentials = ["client_secret", "client_assertion", "client_assertion_type"];

/** The authorization request, without what the client authenticates with. */
const parametersIn = (form: Form, clientId: string): Form =>
  new Map([...[...form].filter(([name]) => !credentials.includes(name)), ["client_id", clientId]]);
