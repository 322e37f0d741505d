/** Ending sessions: the one statement that revokes. It locks the rows that rotating locks. */
import type { Actor } from "../audit/actor.js";
import type { Db } from "../store/database.js";
import { conditionsOf, readClock } from "../store/sql-parts.js";
import type { EndReason } from "./end-reasons.js";

/** Which sessions to end: those for which all of this holds. */
export interface WhichSessions {
  readonly id?: string;
  readonly userId?: string;
  readonly clientId?: string;
  /** Those that this sign-in opened. */
  readonly signInId?: string;
  /** All but those that this sign-in opened. */
  readonly exceptSignInId?: string;
  /** As PostgreSQL writes it, to the microsecond. */
  readonly openedUntil?: string;
}

/** So many rows are locked and written at a time, well within the time that a statement has. */
export const sessionBatch = 1000;

/**
 * End sessions that are open, at most `limit` of them in the order of their ids. One that ended before keeps its date and
 * reason. Served by sessions_pkey, sessions_open and sessions_client_id.
 *
 * Codes that would open more are not looked at: see codes/ends.ts.
 *
 * @returns how many ended
 */
export const revokeSessions = async (
  db: Db,
  which: WhichSessions,
  reason: EndReason,
  by: Actor,
  limit: number | null = null,
): Promise<number> => (await revoke(db, which, reason, by, limit)).length;

/**
 * The same for any number of sessions, batch by batch: each is a transaction of its own, and where one fails those before
 * it stay ended. Ends what was open when it began, and not what is opened meanwhile.
 */
export async function revokeManySessions(
  db: Db,
  which: WhichSessions,
  reason: EndReason,
  by: Actor,
): Promise<number> {
  const openedUntil = which.openedUntil ?? (await readClock(db));
  // Those that should have ended then did end then: nothing that was opened since is drawn in by them.
  const at = which.openedUntil ?? null;
  for (let ended = 0, afterId: string | undefined; ; ) {
    const ids = await revoke(db, { ...which, openedUntil, afterId }, reason, by, sessionBatch, at);
    ended += ids.length;
    if (ids.length < sessionBatch) return ended;
    afterId = ids.at(-1);
  }
}

/** @returns the ids of those that ended, in order */
async function revoke(
  db: Db,
  which: WhichSessions & { readonly afterId?: string | undefined },
  reason: EndReason,
  by: Actor,
  limit: number | null,
  at: string | null = null,
): Promise<string[]> {
  const sessions = conditionsOf(
    [
      ["id = ", which.id],
      ...ownersOf(which),
      ["id > ", which.afterId],
      ["created_at <= ", which.openedUntil],
    ],
    7,
  );
  const { rows } = await db.query<{ id: string }>(
    `with chosen as (
       select id from sessions where revoked_at is null${sessions.sql} order by id limit $6 for update),
     revoked as (
       update sessions s set revoked_at = coalesce($7, now()), revoke_reason = $1 from chosen where s.id = chosen.id
       returning s.id, s.client_id, s.user_id),
     audit as (
       insert into audit_events (event, reason, client_id, user_id, session_id, actor, address, user_agent, request_id)
       select 'session.revoked', $1, client_id, user_id, id, $2, $3, $4, $5 from revoked)
     select id from revoked order by id`,
    [reason, by.actor, by.address, by.userAgent, by.requestId, limit, at, ...sessions.values],
  );
  return rows.map(({ id }) => id);
}

/** Whose they are, in columns that the codes have too. */
export const ownersOf = (which: WhichSessions): [string, string | undefined][] => [
  ["user_id = ", which.userId],
  ["client_id = ", which.clientId],
  ["sign_in_id = ", which.signInId],
  ["sign_in_id is distinct from ", which.exceptSignInId],
];
