/**
 * Token exchange: an API that got a user's access token gets one for the next API, or one with less scope. The operator says which
 * client may exchange what. The new token is the same session's: it ends with it, and never later than the token it was exchanged for.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8693#section-2
 */
import { type AccessTokenClaims, OAuthError, type Reason, type StatusListReference } from "@regrant/shared";
import type { Client } from "../../clients/clients.sql.js";
import type { Context } from "../../context.js";
import { type Form, required } from "../../http/form.js";
import { shown } from "../../http/shown-value.js";
import { lifetimesOf } from "../../sessions/lifetimes.js";
import { signAccessToken } from "../../tokens/access-token.js";
import { verifyAccessToken } from "../../tokens/own-tokens.js";
import { checkProofIsThere } from "../dpop.js";
import { findHolder, type Holder } from "../introspection.js";
import { checkTarget, type Target } from "../target.js";
import { algorithmOf, type Grant, newTokenId } from "./grant.js";

const accessTokenType = "urn:ietf:params:oauth:token-type:access_token";
/** An access token here is a JWT too (§3). */
const tokenTypes = [accessTokenType, "urn:ietf:params:oauth:token-type:jwt"];

/** APIs in a row that act for the user; a longer chain is a circle. */
const mostActors = 5;

export const tokenExchangeGrant: Grant = async (context, { client, form, signingKeys, jkt }) => {
  if (client.tokenEndpointAuthMethod === "none") {
    const description = "A client without a secret cannot exchange tokens: anybody could in its place.";
    throw new OAuthError("unauthorized_client", description, { reason: "grant_type_not_allowed" });
  }
  checkTypes(form);
  const subject = verifyAccessToken(context, required(form, "subject_token"));
  const holder = subject && (await findHolder(context, subject));
  if (subject === null || holder === null) throw subjectInvalid();
  const target = checkExchange(context, client, form, subject);
  checkProofIsThere(client, jkt, target.resource);
  // The key is the exchanging client's own, since it cannot have the other's; but no bound token becomes one for anybody.
  if (subject.cnf !== undefined && jkt === null) throw proofMissing();
  const issuedAtSeconds = Math.floor(context.now() / 1000);
  const { accessTokenSeconds } = lifetimesOf(context.config, client, target.resource);
  const lifeSeconds = Math.min(accessTokenSeconds, subject.exp - issuedAtSeconds);
  if (lifeSeconds < 1) throw subjectInvalid();
  const accessToken = await signAccessToken(signingKeys.keyFor(algorithmOf(client, target.resource)), {
    issuer: context.config.issuer,
    subject: subject.sub,
    audience: target.resource,
    clientId: client.clientId,
    scope: target.scope,
    tokenId: newTokenId(),
    issuedAtSeconds,
    lifeSeconds,
    status: await statusOf(context, subject, holder),
    user: subject.sub === subject.client_id ? undefined : userOf(subject, holder),
    actor: actorOf(client, subject),
    jkt,
  });
  const response = {
    access_token: accessToken,
    issued_token_type: accessTokenType,
    token_type: jkt === null ? ("Bearer" as const) : ("DPoP" as const),
    expires_in: lifeSeconds,
    ...(target.scope.length > 0 && { scope: target.scope.join(" ") }),
  };
  return { outcome: "issued", response };
};

/** §2.1. What is refused here would otherwise be ignored, and the token be another than the client thinks. */
function checkTypes(form: Form): void {
  const subjectType = required(form, "subject_token_type");
  const requestedType = form.get("requested_token_type") ?? accessTokenType;
  for (const [name, type] of [
    ["subject_token_type", subjectType],
    ["requested_token_type", requestedType],
  ] as const) {
    if (tokenTypes.includes(type)) continue;
    throw refuse(
      "token_type_unsupported",
      `The ${name} is ${shown(type)}; here it has to be ${accessTokenType}.`,
    );
  }
  if (form.has("actor_token") || form.has("actor_token_type"))
    throw refuse(
      "actor_token_unsupported",
      "There is no support for actor_token: who acts is the client itself.",
    );
}

/** What the operator allows this client. @throws {OAuthError} */
function checkExchange({ config }: Context, client: Client, form: Form, subject: AccessTokenClaims): Target {
  const target = checkTarget(client, form, []);
  const from = [subject.aud].flat();
  const isAllowed = from.some((uri) => client.mayExchange.includes(`${uri} ${target.resource}`));
  if (!isAllowed || target.resource === config.issuer) {
    const description = `This client may not exchange a token for ${shown(from.join(" "))} into one for ${shown(target.resource)}.`;
    throw new OAuthError("invalid_target", description, { reason: "exchange_not_allowed" });
  }
  if (!from.includes(target.resource)) return target;
  const granted = subject.scope?.split(" ") ?? [];
  const scope = target.scope.filter((token) => granted.includes(token));
  if (scope.length > 0 || granted.length === 0) return { ...target, scope };
  const description = `The subject token has nothing of the scope ${shown(target.scope.join(" "))}.`;
  throw new OAuthError("invalid_scope", description, { reason: "scope_exceeds_grant" });
}

/** The bit of the subject's session. */
const statusOf = async (
  { statusLists }: Context,
  { status }: AccessTokenClaims,
  { statusIndex = null }: Holder,
): Promise<StatusListReference | null> =>
  status?.status_list ?? (statusIndex === null ? null : statusLists.referenceOf(statusIndex));

/** Roles as they are now, where there is a session to tell. */
const userOf = ({ roles = [], sid, auth_time: authTimeSeconds, acr }: AccessTokenClaims, holder: Holder) => ({
  roles: holder.roles ?? roles,
  authTimeSeconds,
  amr: acr === "2" ? ["mfa"] : [],
  ...(sid !== undefined && { sessionId: sid }),
});

/** §4.1: the last to act is the outermost. */
function actorOf({ clientId }: Client, { act }: AccessTokenClaims): AccessTokenClaims["act"] {
  let actors = 1;
  for (let before = act; before !== undefined; before = before.act) actors += 1;
  if (actors > mostActors)
    throw refuse("actor_chain_too_long", `The token has been exchanged ${mostActors} times already.`);
  return { sub: clientId, ...(act !== undefined && { act }) };
}

const proofMissing = (): OAuthError => {
  const description =
    "The subject_token is bound to a key: send a DPoP proof of one that the new token is bound to.";
  return new OAuthError("invalid_dpop_proof", description, { reason: "dpop_proof_missing" });
};

const subjectInvalid = (): OAuthError =>
  refuse("subject_token_invalid", "The subject_token is no live access token of this server.");

/** §2.2.2: invalid_request, whatever is wrong with the token. */
const refuse = (reason: Reason, description: string): OAuthError =>
  new OAuthError("invalid_request", description, { reason });
