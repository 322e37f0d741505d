/**
 * The account API: a user's profile, history, sessions and signed-in browsers as JSON, for the user's own apps. Its tokens have the
 * issuer as resource, and the scope of what they read or write: `profile:read`, `sessions:write`, ….
 */
import { type AccessTokenClaims, OAuthError } from "@regrant/shared";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { isTimeKey, type PageRequest, pageOf } from "../administration/act.js";
import { InvalidInput } from "../administration/faults.js";
import type { HistoryEvent } from "../audit/history.sql.js";
import { endSessions } from "../codes/ends.js";
import type { Context } from "../context.js";
import { acceptJson } from "../http/json.js";
import { originOf } from "../http/origin.js";
import { queryForm } from "../http/pages.js";
import { en } from "../http/views/texts/en.js";
import { deviceInWords } from "../http/views/words.js";
import {
  type AccountSession,
  findSignInOf,
  isOpenSession,
  listAccountSessions,
} from "../sessions/account.sql.js";
import { checkAccessToken, schemeFor, withChallenge } from "../tokens/own-tokens.js";
import { endEverything } from "../users/ends.js";
import { type ListedSignIn, listSignIns } from "../users/sign-ins.sql.js";
import { changeOwnProfile, describeUser, readUser } from "../users/users.js";
import type { User } from "../users/users.sql.js";
import { endBrowser } from "./account.js";
import { idOf } from "./account-page.js";
import { historyInWords, historyOf } from "./history.js";

export function accountApi(app: FastifyInstance, context: Context): void {
  acceptJson(app);
  /** Ending a session also locks its app out of this API, however long its access token remains valid. */
  const userOf = async (request: FastifyRequest, scope: string): Promise<AccessTokenClaims> => {
    const claims = checkAccessToken(context, request.raw, scope);
    if (claims.sid !== undefined && (await isOpenSession(context.db, claims.sid, claims.sub))) return claims;
    const ended = new OAuthError("invalid_token", "This needs a token of a user whose session is open.", {
      reason: "token_session_ended",
    });
    throw withChallenge(context.config, ended, { scheme: schemeFor(claims) });
  };

  /** A page of a list, by `limit` and `cursor`. */
  const page = <T extends { readonly key: string }>(
    request: FastifyRequest,
    list: (after: string | null, limit: number) => Promise<T[]>,
  ) => pageOf(pageRequestOf(request), list, ({ key }) => key, isTimeKey);

  app.get("/account/api/sessions", async (request, reply) => {
    const { sub, sid } = await userOf(request, "sessions:read");
    const { items, nextCursor } = await page(request, (after, limit) =>
      listAccountSessions(context.db, sub, { withEnded: true }, after, limit),
    );
    return reply
      .header("cache-control", "no-store")
      .send({ sessions: items.map((session) => describe(session, sid)), next_cursor: nextCursor });
  });

  app.delete<{ Params: { id: string } }>("/account/api/sessions/:id", async (request, reply) => {
    const { sub: userId } = await userOf(request, "sessions:write");
    const id = idOf(request.params.id);
    if ((await endSessions(context.db, { userId, id }, "user", originOf(request))) === 0) throw notOpen();
    return reply.code(204).send();
  });

  app.delete("/account/api/sessions", async (request) => {
    const { sub: userId } = await userOf(request, "sessions:write");
    const { sessionsEnded, signInsEnded } = await endEverything(
      context.db,
      { userId },
      "user",
      originOf(request),
    );
    return { ended: sessionsEnded, sign_ins_ended: signInsEnded };
  });

  app.get("/account/api/sign-ins", async (request, reply) => {
    const { sub, sid } = await userOf(request, "sessions:read");
    const [{ items, nextCursor }, current] = await Promise.all([
      page(request, (after, limit) => listSignIns(context.db, sub, null, after, limit)),
      findSignInOf(context.db, sid),
    ]);
    return reply
      .header("cache-control", "no-store")
      .send({ sign_ins: items.map((signIn) => describeSignIn(signIn, current)), next_cursor: nextCursor });
  });

  app.delete<{ Params: { id: string } }>("/account/api/sign-ins/:id", async (request, reply) => {
    const { sub } = await userOf(request, "sessions:write");
    const ended = await endBrowser(context, sub, idOf(request.params.id), originOf(request));
    if (ended.signInsEnded + ended.sessionsEnded === 0) throw notOpen();
    return reply.code(204).send();
  });

  app.get("/account/api/history", async (request, reply) => {
    const { sub } = await userOf(request, "history:read");
    const { items, nextCursor } = await historyOf(context.db, sub, pageRequestOf(request));
    return reply
      .header("cache-control", "no-store")
      .send({ events: items.map(describeEvent), next_cursor: nextCursor });
  });

  app.get("/account/api/profile", async (request, reply) => {
    const { sub } = await userOf(request, "profile:read");
    return reply.header("cache-control", "no-store").send(describeProfile(await readUser(context.db, sub)));
  });

  app.patch("/account/api/profile", async (request, reply) => {
    const { sub } = await userOf(request, "profile:write");
    const user = await changeOwnProfile(context.db, sub, request.body, originOf(request));
    return reply.header("cache-control", "no-store").send(describeProfile(user));
  });
}

const notOpen = () =>
  new OAuthError("invalid_request", "There is nothing open with this id.", {
    reason: "session_unknown",
    status: 404,
  });

/** @throws {OAuthError} if limit or cursor is invalid */
function pageRequestOf(request: FastifyRequest): PageRequest {
  const query = queryForm(request);
  const limit = query.get("limit") ?? "50";
  if (/^[1-9]\d{0,2}$/.test(limit) && Number(limit) <= 500)
    return { limit: Number(limit), cursor: query.get("cursor") };
  throw new InvalidInput([{ pointer: "/limit", message: "has to be 1 to 500" }], "parameter_invalid");
}

const describeProfile = (user: User) => {
  const { email, roles, claims } = describeUser(user);
  return { email, roles, claims, updated_at: user.updatedAt.toISOString() };
};

/** `current` is the sign-in behind the token's session. */
const describeSignIn = (signIn: ListedSignIn, currentId: string | null) => ({
  id: signIn.id,
  current: signIn.id === currentId,
  device: deviceInWords(signIn.userAgent),
  address: signIn.address,
  authenticated_at: signIn.authenticatedAt.toISOString(),
  expires_at: signIn.expiresAt.toISOString(),
});

/** Nobody learns which administrator it was, or from where. */
const describeEvent = ({ isAdministrators, ...event }: HistoryEvent) => ({
  at: event.at.toISOString(),
  event: event.event,
  reason: event.reason,
  title: historyInWords({ isAdministrators, ...event }, en).title,
  by_administrator: isAdministrators,
  client_name: event.clientName,
  device: isAdministrators ? null : deviceInWords(event.userAgent),
  address: isAdministrators ? null : event.address,
});

const describe = (session: AccountSession, currentId: string | undefined) => ({
  id: session.id,
  current: session.id === currentId,
  client_id: session.clientId,
  client_name: session.clientName,
  resource: session.resource,
  scope: session.scope.join(" "),
  device: deviceInWords(session.userAgent),
  first_address: session.firstAddress,
  last_address: session.lastAddress,
  created_at: session.createdAt.toISOString(),
  last_used_at: session.rotatedAt.toISOString(),
  expires_at: session.idleExpiresAt.toISOString(),
  jkt: session.jkt,
  revoked_at: session.revokedAt?.toISOString() ?? null,
  revoke_reason: session.revokeReason,
});
