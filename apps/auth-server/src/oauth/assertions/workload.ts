/**
 * Workloads: programs that are a client by what a trusted issuer says of them. They need no secret; the assertion authenticates and
 * authorizes them.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7523#section-3.1
 */
import { OAuthError } from "@regrant/shared";
import type { FastifyRequest } from "fastify";
import type { Assertion } from "../../assertions/verify-assertion.js";
import { refuseClient } from "../../clients/authentication/method.js";
import { hasCredentials } from "../../clients/authentication/none.js";
import type { Client } from "../../clients/clients.sql.js";
import type { Context } from "../../context.js";
import { type Form, required } from "../../http/form.js";
import { originOf } from "../../http/origin.js";
import { shown, shownMember } from "../../http/shown-value.js";
import { fittingRules, nearestMisfit, type Rule } from "../../trusted-issuers/rules.js";
import type { TrustedIssuer } from "../../trusted-issuers/trusted-issuers.sql.js";
import { findTrust, refuseAssertion, verifyTrusted } from "../../trusted-issuers/verify-trusted.js";
import { authenticate } from "../authenticate.js";
import { askedResource } from "../target.js";
import type { Entitlement } from "./entitlement.js";
import { recordingRefusals } from "./record.js";

/**
 * Who sends the assertion, if it is a workload's; null for all others, which authenticate as clients.
 *
 * @throws {OAuthError} invalid_grant, invalid_client
 */
export async function findWorkload(
  context: Context,
  request: FastifyRequest,
  form: Form,
): Promise<Entitlement | null> {
  const jwt = required(form, "assertion");
  const trusted = await findTrust(context.db, jwt);
  if (trusted.kind !== "workload") return null;
  const about = { trusted, by: originOf(request) };
  const assertion = await recordingRefusals(context, { ...about, assertion: null }, () =>
    verifyTrusted(context, trusted, jwt),
  );
  return recordingRefusals(context, { ...about, assertion }, async () => {
    const named = await namedClient(context, request, form);
    const rules = fittingRules(trusted.rules, assertion.claims, named);
    const clientIds = [...new Set(rules.map(({ client_id }) => client_id))];
    const [clientId, another] = clientIds;
    if (clientId === undefined) throw notAllowed(trusted, assertion, named);
    if (another !== undefined)
      throw refuseAssertion(
        "workload_not_allowed",
        `This token may act as more than one client: ${clientIds.join(", ")}. Send client_id.`,
      );
    request.clientId = clientId;
    const client = await context.findClient(clientId);
    if (client === null)
      throw refuseClient("client_unknown", `No client has the client_id ${shown(clientId)}.`);
    if (client.disabledAt !== null)
      throw refuseClient("client_disabled", `The client ${clientId} is disabled.`);
    if (client.profile === "fapi2") {
      const description = `The client ${clientId} has the profile fapi2: it can authenticate by its own key only.`;
      throw new OAuthError("unauthorized_client", description, { reason: "grant_type_not_allowed" });
    }
    return { trusted, assertion, client: withinRules(client, rules, form), user: null };
  });
}

/** The client that the request names; authenticated if the request has credentials of it. */
async function namedClient(context: Context, request: FastifyRequest, form: Form): Promise<string | null> {
  if (!hasCredentials(form, request.headers.authorization)) return form.get("client_id") ?? null;
  return (await authenticate(context, request, form)).clientId;
}

/** Rules add up: for a resource counts the scope of all those that allow it. */
function withinRules(client: Client, rules: readonly Rule[], form: Form): Client {
  const allow = (uri: string | undefined) =>
    rules.filter(({ resource }) => resource === undefined || resource === uri);
  const resources = client.resources.filter(({ uri }) => allow(uri).length > 0);
  const resource = askedResource({ ...client, resources }, form) ?? resources[0];
  const scopes = allow(resource?.uri).map(({ scope }) => scope?.split(" ") ?? client.scope);
  return { ...client, resources, scope: client.scope.filter((token) => scopes.flat().includes(token)) };
}

/** Names claims and the token's own values of them, never what a rule expects: anybody may have a token of a public issuer. */
function notAllowed({ rules, issuer }: TrustedIssuer, { claims }: Assertion, named: string | null) {
  const candidates = Object.fromEntries(
    Object.entries(rules).filter(([, rule]) => named === null || rule.client_id === named),
  );
  const nearest = nearestMisfit(candidates, claims);
  const values = (nearest?.claims ?? []).map((name) => {
    const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
    return `its ${name} is ${shownMember(value)}`;
  });
  const as = named === null ? " as a client" : ` as the client ${shown(named)}`;
  const why = nearest === null ? "" : ` The nearest rule does not match: ${values.join(", ")}.`;
  return refuseAssertion(
    "workload_not_allowed",
    `No rule allows this token of ${shown(issuer)} to act${as}.${why}`,
  );
}
