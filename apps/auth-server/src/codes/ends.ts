/**
 * Ending sessions, and the codes that would open more. Codes go first, so that a redemption in flight is over before the
 * sessions are looked at.
 */
import type { Actor } from "../audit/actor.js";
import { revokeManySessions, revokeSessions, type WhichSessions } from "../sessions/end.sql.js";
import type { EndReason } from "../sessions/end-reasons.js";
import { deleteCodes } from "../store/authorization-codes.js";
import type { Db } from "../store/database.js";

/**
 * In one statement each, at most `limit` sessions.
 *
 * @returns how many sessions ended
 */
export async function endSessions(
  db: Db,
  which: WhichSessions,
  reason: EndReason,
  by: Actor,
  limit: number | null = null,
): Promise<number> {
  if (which.id === undefined) await deleteCodes(db, which);
  return revokeSessions(db, which, reason, by, limit);
}

/**
 * The same for any number of sessions, batch by batch (`revokeManySessions`). Codes go before the clock is read: a session
 * that one of them opened at the last moment counts as open.
 */
export async function endManySessions(
  db: Db,
  which: WhichSessions,
  reason: EndReason,
  by: Actor,
): Promise<number> {
  await deleteCodes(db, which);
  return revokeManySessions(db, which, reason, by);
}
