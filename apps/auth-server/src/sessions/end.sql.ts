/** Ending sessions: the one statement that revokes. It locks the rows that rotating locks. */
import type { Actor } from "../audit/actor.js";
import type { Db } from "../store/database.js";
import { conditionsOf } from "../store/sql-parts.js";
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

/** How a batch among many is cut. */
interface Batch {
  readonly limit?: number;
  /** The last one of the batch before. */
  readonly afterId?: string | undefined;
  /** When they ended; default: now. */
  readonly at?: string | undefined;
}

/**
 * End sessions that are open, in the order of their ids. One that ended before keeps its date and reason. Served by
 * sessions_pkey, sessions_open and sessions_client_id.
 *
 * Does not look at the codes that would open more: codes/ends.ts does.
 *
 * @returns the ids of those that ended, in order
 */
export async function revokeSessions(
  db: Db,
  which: WhichSessions,
  reason: EndReason,
  by: Actor,
  { limit, afterId, at }: Batch = {},
): Promise<string[]> {
  const sessions = conditionsOf(
    [["id = ", which.id], ...ownersOf(which), ["id > ", afterId], ["created_at <= ", which.openedUntil]],
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
