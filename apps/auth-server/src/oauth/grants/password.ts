/**
 * The password grant, for first-party clients that an operator allows to use it. Opens a session if the client may
 * refresh, and otherwise issues only an access token. RFC 9700 §2.4 forbids it; it exists for an operator's own
 * command lines and tests, and is off by default.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.3
 */
import { randomUUID } from "node:crypto";
import { OAuthError } from "@regrant/shared";
import type { Client } from "../../clients/clients.sql.js";
import type { Context } from "../../context.js";
import { findFactors, needsSecondFactor } from "../../factors/factors.sql.js";
import { required } from "../../http/form.js";
import { lifetimesOf } from "../../sessions/lifetimes.js";
import { encodeRefreshToken, hashRefreshSecret, newRefreshSecret } from "../../sessions/refresh-token.js";
import type { Identity } from "../../sessions/session.sql.js";
import { type CheckedUser, changedMeanwhile, checkPassword } from "../../users/sign-in.js";
import { openSessionByPassword } from "../../users/users.sql.js";
import { checkProofIsThere } from "../dpop.js";
import { requiresMfa } from "../step-up.js";
import { checkTarget, type Target } from "../target.js";
import { type Grant, type GrantRequest, issueTokens, newTokenId } from "./grant.js";

export const passwordGrant: Grant = async (context, request) => {
  const { client, form, jkt } = request;
  const refreshes = client.grantTypes.includes("refresh_token");
  // Without a session there is nothing that an ID token could be about.
  const target = refreshes ? checkTarget(client, form) : checkTarget(client, form, []);
  checkProofIsThere(client, jkt, target.resource);
  const user = await checkPassword(context, {
    email: required(form, "username"),
    password: required(form, "password"),
    clientId: client.clientId,
    origin: request.origin,
  });
  await refuseWithoutSecondFactor(context, client, user);
  const tokenId = newTokenId();
  const opened = refreshes
    ? await openSession(context, request, { user, target, tokenId })
    : { authTimeSeconds: Math.floor(context.now() / 1000), amr: ["pwd"] };
  // Without a session, the token goes with its client.
  const none = { refreshToken: undefined, identity: null, statusIndex: client.statusIndex };
  const { refreshToken, identity, statusIndex, ...session } = { ...none, ...opened };
  const response = await issueTokens(context, request, {
    subject: user.id,
    audience: target.resource,
    scope: target.scope,
    tokenId,
    user: { roles: user.roles, ...session },
    statusIndex,
    identity,
    ...(refreshToken !== undefined && { refreshToken }),
  });
  return { outcome: "issued", response };
};

/** Said only to whoever knows the password. */
async function refuseWithoutSecondFactor(
  { config, db }: Context,
  client: Client,
  { id, roles }: CheckedUser,
): Promise<void> {
  if (!requiresMfa(config, client, roles) && !needsSecondFactor(await findFactors(db, id))) return;
  throw new OAuthError("invalid_grant", "This sign-in needs a second factor.", {
    reason: "second_factor_required",
  });
}

interface Opened {
  readonly refreshToken: string;
  readonly sessionId: string;
  readonly authTimeSeconds: number;
  readonly amr: readonly string[];
  readonly statusIndex: number | null;
  readonly identity: Identity | null;
}

async function openSession(
  context: Context,
  { client, origin, jkt }: GrantRequest,
  { user, target, tokenId }: { user: CheckedUser; target: Target; tokenId: string },
): Promise<Opened> {
  const { config, db, secrets } = context;
  const sessionId = randomUUID();
  const secret = newRefreshSecret();
  const lifetimes = lifetimesOf(config, client, target.resource);
  const opened = await openSessionByPassword(db, {
    ...origin,
    ...target,
    sessionId,
    clientId: client.clientId,
    userId: user.id,
    secretHash: hashRefreshSecret(secret),
    idleSeconds: lifetimes.sessionIdleSeconds,
    absoluteSeconds: lifetimes.sessionAbsoluteSeconds,
    accessTokenId: tokenId,
    credentialVersion: user.credentialVersion,
    maxSessions: config.maxSessions,
    jkt,
  });
  if (opened === null) throw await changedMeanwhile(context, user.id);
  return {
    refreshToken: encodeRefreshToken(secrets, { sessionId, generation: 0, secret }),
    sessionId,
    authTimeSeconds: opened.authTimeSeconds,
    amr: opened.amr,
    statusIndex: opened.statusIndex,
    identity: opened.identity,
  };
}
