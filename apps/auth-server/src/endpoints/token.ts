/**
 * The token endpoint: one form in, one token pair out.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2
 */
import { isIP } from "node:net";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import type { GrantAnswer } from "../grants/grant.js";
import { grantFor, grantTypeOf } from "../grants/registry.js";
import { authenticateClient } from "../protocol/client-authentication.js";
import { parseForm } from "../protocol/form.js";
import { withDeadline } from "./deadline.js";
import { methodNotAllowed, toOAuthError } from "./errors.js";
import { acceptForms, formBody } from "./forms.js";

export function tokenEndpoint(app: FastifyInstance, context: Context): void {
  acceptForms(app);

  app.post("/oauth2/token", async (request, reply) => {
    reply.headers({ "cache-control": "no-store", pragma: "no-cache" });
    const { response } = await withDeadline(answer(context, request, reply));
    return response;
  });
  app.route({
    method: ["GET", "PUT", "PATCH", "DELETE"],
    url: "/oauth2/token",
    // Before the body is looked at: the method is what is wrong with it.
    onRequest: methodNotAllowed("POST"),
    handler: methodNotAllowed("POST"),
  });
}

async function answer(context: Context, request: FastifyRequest, reply: FastifyReply): Promise<GrantAnswer> {
  let grantType = "unknown";
  try {
    const form = parseForm(formBody(request));
    grantType = grantTypeOf(form);
    const client = await authenticateClient(context.findClient, form, request.headers.authorization);
    request.clientId = client.clientId;
    const grant = grantFor(grantType, client);
    const isAbandoned = () => reply.sent || request.socket.destroyed;
    const answered = await grant(context, { client, form, origin: originOf(request), isAbandoned });
    context.metrics.countTokenRequest(grantType, answered.outcome);
    return answered;
  } catch (error) {
    const { reason } = error instanceof Error ? toOAuthError(error) : { reason: "unforeseen" as const };
    context.metrics.countTokenRequest(grantType, reason);
    throw error;
  }
}

/** Beyond this no user agent tells anything more. */
const maxUserAgentLength = 256;

const originOf = (request: FastifyRequest) => ({
  address: addressOf(request),
  userAgent: request.headers["user-agent"]?.slice(0, maxUserAgentLength) ?? null,
});

/** An address as PostgreSQL's inet takes it; the proxy's own where what it passes on is none ("unknown", address:port). */
function addressOf({ ip, socket }: FastifyRequest): string {
  return [ip, socket.remoteAddress].map(withoutZone).find((address) => isIP(address) !== 0) ?? "0.0.0.0";
}

const withoutZone = (address: string | undefined): string => address?.replace(/%.*$/, "") ?? "";
