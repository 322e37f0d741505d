/** Administration of sessions. */
import { type Static, Type } from "typebox";
import type { Act } from "../administration/act.js";
import { notThere } from "../administration/faults.js";
import { dateTime, nullable } from "../administration/schemas.js";
import { readClient } from "../clients/clients.js";
import { endManySessions, endSessions } from "../codes/ends.js";
import type { Pool } from "../database/database.js";
import { deviceInWords } from "../http/views/words.js";
import { endReasons } from "../sessions/end-reasons.js";
import { type ListedSession, listSessions } from "../sessions/list.sql.js";
import { type Ended, endEverything } from "../users/ends.js";
import { readUser } from "../users/users.js";

export const sessionStates = ["open", "expired", "revoked"] as const;

export const SessionRepresentation = Type.Object(
  {
    id: Type.String({ format: "uuid", description: "The sid of its access tokens." }),
    client_id: Type.String(),
    user_id: Type.String({ format: "uuid" }),
    email: Type.String(),
    resource: Type.String(),
    scope: Type.String(),
    state: Type.Unsafe<ListedSession["state"]>({ type: "string", enum: [...sessionStates] }),
    refresh_count: Type.Integer(),
    retry_count: Type.Integer({ description: "Refreshes that were retried after a lost response." }),
    created_at: dateTime,
    authenticated_at: dateTime,
    last_used_at: dateTime,
    idle_expires_at: dateTime,
    absolute_expires_at: dateTime,
    first_address: Type.String(),
    last_address: Type.String(),
    device: Type.String(),
    user_agent: nullable(Type.String()),
    jkt: nullable(
      Type.String({
        description:
          "The thumbprint of the key that its refresh tokens work with (RFC 9449); null if they are not bound to one.",
      }),
    ),
    revoked_at: nullable(dateTime),
    revoke_reason: nullable(
      Type.String({ description: `Why it ended: ${Object.keys(endReasons).join(", ")}.` }),
    ),
  },
  { $id: "Session" },
);

export const describeSession = (session: ListedSession): Static<typeof SessionRepresentation> => ({
  id: session.id,
  client_id: session.clientId,
  user_id: session.userId,
  email: session.email,
  resource: session.resource,
  scope: session.scope.join(" "),
  state: session.state,
  refresh_count: session.generation,
  retry_count: session.retryCount,
  created_at: session.createdAt.toISOString(),
  authenticated_at: session.authenticatedAt.toISOString(),
  last_used_at: session.rotatedAt.toISOString(),
  idle_expires_at: session.idleExpiresAt.toISOString(),
  absolute_expires_at: session.absoluteExpiresAt.toISOString(),
  first_address: session.firstAddress,
  last_address: session.lastAddress,
  device: deviceInWords(session.userAgent),
  user_agent: session.userAgent,
  jkt: session.jkt,
  revoked_at: session.revokedAt?.toISOString() ?? null,
  revoke_reason: session.revokeReason,
});

/** @throws {OAuthError} if there is none */
export async function readSession(db: Pool, id: string): Promise<ListedSession> {
  const [session] = await listSessions(db, { id }, null, 1);
  if (session === undefined) throw notThere(`session ${id}`);
  return session;
}

/** End one session, if it is open. @returns whether it was open. @throws if there is none */
export async function endSession(db: Pool, id: string, { by }: Act): Promise<boolean> {
  await readSession(db, id);
  return (await endSessions(db, { id }, "administrator", by)) === 1;
}

/** Whose sessions are to end. */
export type Whose = { readonly user: string } | { readonly client: string } | { readonly everyone: true };

/**
 * End every session that is open now. For a user or everyone, sign-ins end too: otherwise the next app would sign in without a
 * password.
 *
 * @throws {OAuthError} if there is no such user or client
 */
export async function endSessionsOf(db: Pool, whose: Whose, { by }: Act): Promise<Ended> {
  if ("client" in whose) {
    const { clientId } = await readClient(db, whose.client);
    return { sessionsEnded: await endManySessions(db, { clientId }, "administrator", by), signInsEnded: 0 };
  }
  const who = "user" in whose ? { userId: (await readUser(db, whose.user)).id } : {};
  return endEverything(db, who, "administrator", by);
}
