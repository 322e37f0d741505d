/**
 * Ending sessions, and the codes that would open more. Codes go first, so that a redemption in flight is over before the
 * sessions are looked at.
 */
import type { Actor } from "../audit/actor.js";
import { revokeSessions, type WhichSessions } from "../sessions/end.sql.js";
import type { EndReason } from "../sessions/end-reasons.js";
import { deleteCodes } from "../store/authorization-codes.js";
import type { Db } from "../store/database.js";
import { readClock } from "../store/sql-parts.js";

/** So many rows are locked and written at a time, well within the time that a statement has. */
export const sessionBatch = 1000;

/** @returns how many sessions ended */
export async function endSessions(
  db: Db,
  which: WhichSessions,
  reason: EndReason,
  by: Actor,
  batch: { readonly limit?: number } = {},
): Promise<number> {
  if (which.id === undefined) await deleteCodes(db, which);
  return (await revokeSessions(db, which, reason, by, batch)).length;
}

/**
 * The same for any number of sessions, batch by batch: each is a transaction of its own, and where one fails those before
 * it stay ended. Ends what was open when it began, and not what is opened meanwhile. Codes go before the clock is read: a
 * session that one of them opened at the last moment counts as open.
 */
export async function endManySessions(
  db: Db,
  which: WhichSessions,
  reason: EndReason,
  by: Actor,
): Promise<number> {
  await deleteCodes(db, which);
  const open = { ...which, openedUntil: which.openedUntil ?? (await readClock(db)) };
  for (let ended = 0, afterId: string | undefined; ; ) {
    // Those that should have ended then did end then: nothing that was opened since is drawn in by them.
    const batch = { limit: sessionBatch, afterId, at: which.openedUntil };
    const ids = await revokeSessions(db, open, reason, by, batch);
    ended += ids.length;
    if (ids.length < sessionBatch) return ended;
    afterId = ids.at(-1);
  }
}
