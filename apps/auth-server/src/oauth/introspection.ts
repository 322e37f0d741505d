/**
 * Token introspection. It changes nothing: a refresh token is not consumed, and reuse has no effect.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7662#section-2.2
 */
import type { AccessTokenClaims, Actor, IntrospectionResponse } from "@regrant/shared";
import type { Client } from "../clients/clients.sql.js";
import type { Context } from "../context.js";
import { decideRefresh } from "../sessions/decide-refresh.js";
import {
  decodeRefreshToken,
  hashRefreshSecret,
  type RefreshToken,
  succeedRefreshToken,
} from "../sessions/refresh-token.js";
import { findSessionState } from "../sessions/state.sql.js";
import { acrOf } from "../tokens/authentication-context.js";
import { schemeFor, verifyAccessToken } from "../tokens/own-tokens.js";
import { stillAllowed } from "./grants/grant.js";
import type { Introspector } from "./introspector.js";
import { areEnabled, findTokenHolder } from "./token-holders.sql.js";

/** The same response for everything that is inactive or not for this introspector to know (§2.2). */
const inactive = { active: false } as const;

export async function introspect(
  context: Context,
  introspector: Introspector,
  token: string,
): Promise<IntrospectionResponse> {
  const refreshToken = decodeRefreshToken(context.secrets, token);
  if (refreshToken !== null) {
    return "client" in introspector
      ? introspectRefreshToken(context, introspector.client, refreshToken)
      : inactive;
  }
  const claims = verifyAccessToken(context, token);
  if (claims === null || !isEntitled(introspector, claims)) return inactive;
  const holder = await findHolder(context, claims);
  if (holder === null) return inactive;
  return {
    active: true,
    token_type: schemeFor(claims),
    ...claims,
    ...usernameOf(holder),
  };
}

/** The holder of a live token. */
export interface Holder {
  /** Null if the client acts for itself. */
  readonly email: string | null;
  /** If there is a session, as they are now. */
  readonly roles?: readonly string[];
  readonly statusIndex?: number | null;
}

/** The name that people know the user by (§2.2): the e-mail address. */
const usernameOf = ({ email }: Holder) => email !== null && { username: email };

const isEntitled = (introspector: Introspector, { aud, client_id }: AccessTokenClaims): boolean =>
  "client" in introspector
    ? introspector.client.clientId === client_id
    : [aud].flat().includes(introspector.resource);

/** Null if the session, user or client has ended the token early, or a client through which it was exchanged. */
export async function findHolder(
  { db }: Pick<Context, "db">,
  { client_id, sub, sid, aud, act }: AccessTokenClaims,
): Promise<Holder | null> {
  if (act !== undefined && !(await areEnabled(db, actorsIn(act)))) return null;
  if (sid !== undefined) {
    const session = await findSessionState(db, sid);
    if (session === null || session.revoked || session.expired) return null;
    return session.clientDisabled || session.userDisabled ? null : session;
  }
  const holder = await findTokenHolder(db, client_id, sub === client_id ? null : sub, [aud].flat());
  return holder?.clientDisabledAt || holder?.userDisabledAt ? null : holder;
}

/** All who act, the last first (RFC 8693 §4.1). */
export const actorsIn = ({ sub, act }: Actor): string[] => [sub, ...(act === undefined ? [] : actorsIn(act))];

/** Active if a refresh by this client would succeed now, including inside the retry window. */
async function introspectRefreshToken(
  { config, db, secrets, unanswered, monotonic }: Context,
  client: Client,
  token: RefreshToken,
): Promise<IntrospectionResponse> {
  if (!client.grantTypes.includes("refresh_token")) return inactive;
  const askedAt = monotonic();
  const session = await findSessionState(db, token.sessionId);
  if (session === null) return inactive;
  const rotated = { seconds: session.secondsSinceRotation, askedAt };
  const presented = {
    clientId: client.clientId,
    generation: token.generation,
    secretHash: hashRefreshSecret(token.secret),
    successors: secrets.map((entry) => succeedRefreshToken(entry, token)),
    scope: null,
    resource: null,
    // Whichever it takes.
    jkt: session.jkt ?? "",
    wasUnanswered: unanswered.excuses(token, rotated),
  };
  const decision = decideRefresh(session, presented, config.refreshRetrySeconds);
  if (decision !== "current" && decision !== "retried") return inactive;
  const scope = stillAllowed(client, session.scope, session.resource);
  return {
    active: true,
    ...(scope.length > 0 && { scope: scope.join(" ") }),
    client_id: client.clientId,
    ...usernameOf(session),
    sub: session.userId,
    aud: session.resource,
    iss: config.issuer,
    exp: Math.floor(session.idleExpiresAt.getTime() / 1000),
    sid: session.id,
    auth_time: session.authTimeSeconds,
    acr: acrOf(session.amr),
    ...(session.jkt !== null && { cnf: { jkt: session.jkt } }),
  };
}
