/**
 * The token endpoint: one form in, one token pair out.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { nothingToSpend } from "../clients/authentication/method.js";
import type { Client } from "../clients/clients.sql.js";
import { algorithmsOwedTo } from "../clients/fapi2.js";
import { jwtBearerGrantType } from "../clients/grant-types.js";
import { type Context, contextOf } from "../context.js";
import { workOf } from "../http/admission/admitted.js";
import type { Work } from "../http/admission/work.js";
import { checkOrigin } from "../http/cross-origin.js";
import { withDeadline } from "../http/deadline.js";
import { methodNotAllowed, toOAuthError } from "../http/errors.js";
import { parseForm } from "../http/form.js";
import { acceptForms, formBody } from "../http/forms.js";
import { type CountryOf, createCountryOf, originOf } from "../http/origin.js";
import { findWorkload } from "./assertions/workload.js";
import { authenticateFirst } from "./authenticate.js";
import { checkProofIsThere } from "./dpop.js";
import type { GrantAnswer } from "./grants/grant.js";
import { grantFor, grantTypeOf } from "./grants/registry.js";
import { deliver, presentedRefreshToken } from "./refresh-cookie.js";

export function tokenEndpoint(app: FastifyInstance, context: Context): void {
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

async function answer(
  context: Context,
  countryOf: CountryOf,
  request: FastifyRequest,
  reply: FastifyReply,
  work: Work,
): Promise<Pick<GrantAnswer, "response"> & { readonly client: Client }> {
  let counted = "unknown";
  try {
    const form = parseForm(formBody(request));
    const grantType = grantTypeOf(form);
    counted = grantType;
    // Before anything is spent, such as the client's assertion: a client that is asked for a nonce sends all of it again.
    const jkt = context.dpop.keyOf(request.raw);
    const workload = grantType === jwtBearerGrantType ? await findWorkload(context, request, form) : null;
    const { client, spend } =
      workload === null
        ? await authenticateFirst(context, request, form)
        : { client: workload.client, spend: nothingToSpend };
    checkOrigin(request, reply, client);
    checkProofIsThere(client, jkt);
    const grant = grantFor(grantType, client);
    // A key that does not sign yet is worth waiting for, with the same assertion.
    const signingKeys = context.keyRing.signingKeys(algorithmsOwedTo(client));
    await spend();
    const { address, userAgent, requestId } = originOf(request);
    const answered = await grant(context, {
      client,
      workload,
      form,
      origin: { address, userAgent, requestId, country: countryOf(request) },
      signingKeys,
      jkt,
      refreshToken: await presentedRefreshToken(context, request, client, form),
      work,
    });
    context.metrics.countTokenRequest(grantType, answered.outcome);
    return { client, response: answered.response };
  } catch (error) {
    const { reason } = error instanceof Error ? toOAuthError(error) : { reason: "unforeseen" as const };
    context.metrics.countTokenRequest(counted, reason);
    throw error;
  }
}
