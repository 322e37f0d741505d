/**
 * The refresh token grant: steps G and H of the loop. One statement decides and commits; whatever it does not match
 * is settled in sessions/contested-refresh.ts.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
import { OAuthError } from "@regrant/shared";
import type { Client } from "../../clients/clients.sql.js";
import { keepsRefreshToken } from "../../clients/fapi2.js";
import type { Context } from "../../context.js";
import { isDatabaseAway, isUnanswered } from "../../database/database.js";
import {
  type ContestedRefresh,
  type SettledRefresh,
  settleContestedRefresh,
} from "../../sessions/contested-refresh.js";
import { lifetimesOf } from "../../sessions/lifetimes.js";
import { policiesOf, watch } from "../../sessions/policies.js";
import {
  decodeRefreshToken,
  encodeRefreshToken,
  hashRefreshSecret,
  succeedRefreshToken,
} from "../../sessions/refresh-token.js";
import type { Rotation } from "../../sessions/rotate.sql.js";
import { endEverything } from "../../users/ends.js";
import { askedResource, checkRefreshScope } from "../target.js";
import { type Grant, issueTokens, newTokenId, stillAllowed } from "./grant.js";

export const refreshTokenGrant: Grant = async (context, request) => {
  const { client, form, origin, refreshToken, work, jkt } = request;
  if (refreshToken === undefined) throw missing(client);
  const presented = decodeRefreshToken(context.secrets, refreshToken);
  if (presented === null) {
    throw new OAuthError("invalid_grant", "This is not a refresh token of this server.", {
      reason: "refresh_token_malformed",
    });
  }
  const scope = checkRefreshScope(client, form);
  const successor = keepsRefreshToken(client)
    ? presented
    : succeedRefreshToken(context.secrets[0], presented);
  const lifetimes = lifetimesOf(context.config, client);
  const policies = policiesOf(context.config, client);
  const { network, burst } = watch(policies, origin.address);
  // Written out: with spreads V8 creates a hidden class for each, which costs more than hashing the secrets.
  const rotation: Rotation = {
    address: origin.address,
    userAgent: origin.userAgent,
    requestId: origin.requestId,
    country: origin.country,
    sessionId: presented.sessionId,
    clientId: client.clientId,
    generation: presented.generation,
    secretHash: hashRefreshSecret(presented.secret),
    nextSecretHash: hashRefreshSecret(successor.secret),
    idleSeconds: lifetimes.sessionIdleSeconds,
    accessTokenId: newTokenId(),
    accessTokenSeconds: lifetimes.accessTokenSeconds,
    network,
    burst,
    jkt,
    scope,
    resource: askedResource(client, form)?.uri ?? null,
  };
  const settled = await settle(context, {
    presented,
    successor,
    rotation,
    policies,
    work,
    // By the pool itself, where no flood of requests comes first.
    endEverything: (whose, reason, by) => endEverything(context.pool, whose, reason, by),
  });
  const { scope: granted } = settled.grant;
  const response = await issueTokens(context, request, {
    subject: settled.grant.userId,
    audience: settled.grant.resource,
    // Narrowed, never widened: of what is requested, what was granted and the client may still have.
    scope: stillAllowed(
      client,
      scope === null ? granted : scope.filter((token) => granted.includes(token)),
      settled.grant.resource,
    ),
    tokenId: rotation.accessTokenId,
    user: {
      roles: settled.grant.roles,
      sessionId: presented.sessionId,
      authTimeSeconds: settled.grant.authTimeSeconds,
      amr: settled.grant.amr,
    },
    statusIndex: settled.grant.statusIndex,
    identity: settled.grant.identity,
    refreshToken: encodeRefreshToken(context.secrets, settled.successor),
  });
  return { outcome: settled.outcome, response };
};

async function settle(context: Context, refresh: ContestedRefresh): Promise<SettledRefresh> {
  const { rotation, successor } = refresh;
  const { unanswered } = context;
  const startedAt = context.monotonic();
  try {
    const grant = await context.rotate(rotation);
    unanswered.databaseAnswers(true);
    if (grant === null) return await settleContestedRefresh(context, refresh);
    return { outcome: "issued", grant, successor };
  } catch (error) {
    if (isUnanswered(error)) unanswered.note(rotation, startedAt);
    if (isDatabaseAway(error)) unanswered.databaseAnswers(false);
    throw error;
  }
}

/** A browser app has nothing but its cookie; without it, its user has to sign in again. */
const missing = ({ refreshTokenDelivery }: Client): OAuthError =>
  refreshTokenDelivery === "cookie"
    ? new OAuthError("invalid_grant", "The request came without the refresh token's cookie.", {
        reason: "refresh_token_missing",
      })
    : new OAuthError("invalid_request", "The parameter refresh_token is missing.", {
        reason: "parameter_missing",
      });
