/**
 * The account's sessions as JSON, for the user's own apps: tokens whose resource is the issuer itself, with the scope
 * `sessions:read` or `sessions:write`.
 */
import { type AccessTokenClaims, OAuthError } from "@regrant/shared";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { type AccountSession, isOpenSession, listAccountSessions } from "../store/account.js";
import { endSessions } from "../store/session-ends.js";
import { checkAccessToken, withChallenge } from "../tokens/check-access-token.js";
import { deviceInWords } from "../views/words.js";
import { sessionIdOf } from "./account.js";
import { originOf } from "./origin.js";

export function accountApi(app: FastifyInstance, context: Context): void {
  /** Whoever ended a session here has shut its app out of here as well, however long its access token lives on. */
  const userOf = async (request: FastifyRequest, scope: string): Promise<AccessTokenClaims> => {
    const claims = await checkAccessToken(context, request.raw, scope);
    if (claims.sid !== undefined && (await isOpenSession(context.db, claims.sid, claims.sub))) return claims;
    const ended = new OAuthError("invalid_token", "This needs a token of a user whose session is open.", {
      reason: "token_session_ended",
    });
    throw withChallenge(context.config, ended);
  };

  app.get("/account/api/sessions", async (request, reply) => {
    const { sub, sid } = await userOf(request, "sessions:read");
    const sessions = await listAccountSessions(context.db, sub);
    return reply
      .header("cache-control", "no-store")
      .send({ sessions: sessions.map((session) => describe(session, sid)) });
  });

  app.delete<{ Params: { id: string } }>("/account/api/sessions/:id", async (request, reply) => {
    const { sub } = await userOf(request, "sessions:write");
    const ended = await endSessions(
      context.db,
      { userId: sub, id: sessionIdOf(request.params.id) },
      "user",
      originOf(request),
    );
    if (ended === 1) return reply.code(204).send();
    throw new OAuthError("invalid_request", "There is no such open session.", {
      reason: "session_unknown",
      status: 404,
    });
  });

  app.delete("/account/api/sessions", async (request) => {
    const { sub } = await userOf(request, "sessions:write");
    return { ended: await endSessions(context.db, { userId: sub }, "user", originOf(request)) };
  });
}

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
  expires_at: session.expiresAt.toISOString(),
  revoked_at: session.revokedAt?.toISOString() ?? null,
  revoke_reason: session.revokeReason,
});
