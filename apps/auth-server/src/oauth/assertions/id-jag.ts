/**
 * Identity assertion authorization grants: a client acts for a user because the identity provider of the user's organization says that it
 * may. There is no consent here, and no sign-in; whose word counts, an operator has decided.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-identity-assertion-authz-grant/
 */
import { OAuthError, parseScope } from "@regrant/shared";
import type { Assertion } from "../../assertions/verify-assertion.js";
import type { Client } from "../../clients/clients.sql.js";
import type { Context } from "../../context.js";
import { findFactors, needsSecondFactor } from "../../factors/factors.sql.js";
import { required } from "../../http/form.js";
import { shown, shownMember } from "../../http/shown-value.js";
import { registeredAmr } from "../../providers/amr.js";
import { findSubject } from "../../trusted-issuers/subject.js";
import type { TrustedIssuer } from "../../trusted-issuers/trusted-issuers.sql.js";
import { findTrust, refuseAssertion, verifyTrusted } from "../../trusted-issuers/verify-trusted.js";
import type { GrantRequest } from "../grants/grant.js";
import { requiresMfa } from "../step-up.js";
import { findResource } from "../target.js";
import type { EntitledUser, Entitlement } from "./entitlement.js";
import { recordingRefusals } from "./record.js";

/** @throws {OAuthError} */
export async function checkIdJag(
  context: Context,
  { client, form, origin }: GrantRequest,
): Promise<Entitlement> {
  if (client.tokenEndpointAuthMethod === "none") {
    const description = "A public client cannot use such an assertion: anybody could send it in its name.";
    throw new OAuthError("unauthorized_client", description, { reason: "grant_type_not_allowed" });
  }
  const jwt = required(form, "assertion");
  const trusted = await findTrust(context.db, jwt);
  const { address, userAgent, requestId } = origin;
  const about = { trusted, by: { address, userAgent, requestId }, clientId: client.clientId };
  const assertion = await recordingRefusals(context, { ...about, assertion: null }, () =>
    verifyTrusted(context, trusted, jwt),
  );
  return recordingRefusals(context, { ...about, assertion }, async () => {
    checkClient(client, assertion);
    if (assertion.claims.authorization_details !== undefined)
      throw refuseAssertion(
        "assertion_unsupported",
        "The assertion has authorization_details, which this server does not support, and must not ignore.",
      );
    const entitled = withinGrant(client, assertion);
    return {
      trusted,
      assertion,
      client: entitled,
      user: await entitledUser(context, client, trusted, assertion),
    };
  });
}

function checkClient({ clientId }: Client, { claims }: Assertion): void {
  if (claims.client_id === clientId) return;
  throw refuseAssertion(
    "assertion_client_mismatch",
    `The assertion's client_id is ${shownMember(claims.client_id)}, but the request comes from ${shown(clientId)}.`,
  );
}

/** What the issuer grants and the client may have; where the issuer names no resource or no scope, it leaves that to this server. */
function withinGrant(client: Client, { claims }: Assertion): Client {
  const { resource, scope } = claims;
  const named = resource === undefined ? null : [resource].flat();
  const resources =
    named === null
      ? client.resources
      : named.flatMap((uri) => (typeof uri === "string" ? (findResource(client, uri) ?? []) : []));
  if (resources.length === 0)
    throw refuseAssertion(
      "assertion_resource_unknown",
      `The assertion's resource is ${shownMember(resource)}; this client may not request tokens for it.`,
    );
  if (scope === undefined) return { ...client, resources };
  const granted = typeof scope === "string" ? parseScope(scope) : null;
  if (granted === null)
    throw refuseAssertion(
      "assertion_malformed",
      "The assertion's scope is not a text of scope names separated by single spaces.",
    );
  return { ...client, resources, scope: client.scope.filter((token) => granted.includes(token)) };
}

async function entitledUser(
  { config, db }: Context,
  client: Client,
  trusted: TrustedIssuer,
  assertion: Assertion,
): Promise<EntitledUser> {
  const user = await findSubject(db, trusted, assertion);
  if (user === null)
    throw refuseAssertion(
      "assertion_subject_unknown",
      "No user here is known to be the subject of the assertion.",
    );
  if (user.disabledAt !== null)
    throw new OAuthError("invalid_grant", "The user is disabled.", { reason: "user_disabled" });
  const amr = trusted.trustMfa ? registeredAmr(assertion.claims.amr) : [];
  const needsMfa =
    requiresMfa(config, client, user.roles) || needsSecondFactor(await findFactors(db, user.id));
  if (needsMfa && !amr.includes("mfa"))
    throw refuseAssertion(
      "assertion_second_factor",
      "The user or the client needs a second factor, which this assertion does not prove.",
    );
  return { id: user.id, roles: user.roles, amr, authTimeSeconds: authTimeOf(assertion) };
}

/** Never later than when the assertion was made: a step-up would be satisfied by it. */
function authTimeOf({ claims: { auth_time: at, iat = 0 } }: Assertion): number | undefined {
  return typeof at === "number" && Number.isSafeInteger(at) && at >= 0 && at <= iat ? at : undefined;
}
