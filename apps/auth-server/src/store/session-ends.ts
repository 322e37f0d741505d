/** Ending sessions, and the codes that would open more. Revoking locks the rows that rotating locks. */
import type { Actor } from "./audit-events.js";
import type { Db } from "./database.js";

/** Which sessions to end: those for which all of this holds. */
export interface WhichSessions {
  readonly id?: string;
  readonly userId?: string;
  readonly clientId?: string;
  /** Those that this sign-in opened. */
  readonly signInId?: string;
  /** All but those that this sign-in opened. */
  readonly exceptSignInId?: string;
}

/**
 * End sessions that are open, at most `limit` of them in the order of their ids. Codes go first, so that a redemption in
 * flight is over before the sessions are looked at. Served by sessions_pkey, sessions_user_id, sessions_client_id and
 * authorization_codes_user_id.
 *
 * @returns how many ended
 */
export async function endSessions(
  db: Db,
  which: WhichSessions,
  reason: string,
  by: Actor,
  limit: number | null = null,
): Promise<number> {
  if (which.id === undefined) {
    const codes = conditionsOf(which, 0);
    await db.query(`delete from authorization_codes where session_id is null${codes.sql}`, codes.values);
  }
  const sessions = conditionsOf(which, 6);
  const { rowCount } = await db.query(
    `with chosen as (
       select id from sessions where revoked_at is null${sessions.sql} order by id limit $6 for update),
     revoked as (
       update sessions s set revoked_at = now(), revoke_reason = $1 from chosen where s.id = chosen.id
       returning s.id, s.client_id, s.user_id),
     audit as (
       insert into audit_events (event, reason, client_id, user_id, session_id, actor, address, user_agent, request_id)
       select 'session.revoked', $1, client_id, user_id, id, $2, $3, $4, $5 from revoked)
     select 1 from revoked`,
    [reason, by.actor, by.address, by.userAgent, by.requestId, limit, ...sessions.values],
  );
  return rowCount ?? 0;
}

/** `and …` for each condition that is set; `from` parameters come before. */
function conditionsOf(which: WhichSessions, from: number): { sql: string; values: string[] } {
  const conditions: [string, string | undefined][] = [
    ["id = ", which.id],
    ["user_id = ", which.userId],
    ["client_id = ", which.clientId],
    ["sign_in_id = ", which.signInId],
    ["sign_in_id is distinct from ", which.exceptSignInId],
  ];
  const set = conditions.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  return {
    sql: set.map(({ sql }, index) => ` and ${sql}$${from + index + 1}`).join(""),
    values: set.map(({ value }) => value),
  };
}
