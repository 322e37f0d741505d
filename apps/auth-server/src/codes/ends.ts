/**
 * Ends sessions, and deletes the codes that would open more. Codes go first, so that redemptions in flight finish before
 * the sessions are read.
 */
import type { Actor } from "../audit/actor.js";
import type { Db } from "../database/database.js";
import { readClock } from "../database/parts.sql.js";
import { revokeSessions, type WhichSessions } from "../sessions/end.sql.js";
import type { EndReason } from "../sessions/end-reasons.js";
import { deleteCodes } from "./authorization-codes.sql.js";
import { deleteDeviceCodes } from "./device-codes.sql.js";

/** Rows locked and written per statement, well within its time limit. */
export const sessionBatch = 1000;

async function deleteAllCodes(db: Db, which: WhichSessions): Promise<void> {
  await deleteCodes(db, which);
  await deleteDeviceCodes(db, which);
}

/** @returns how many sessions ended */
export async function endSessions(
  db: Db,
  which: WhichSessions,
  reason: EndReason,
  by: Actor,
  batch: { readonly limit?: number } = {},
): Promise<number> {
  if (which.id === undefined) await deleteAllCodes(db, which);
  return (await revokeSessions(db, which, reason, by, batch)).length;
}

/**
 * The same for any number of sessions, in batches: each is its own transaction, and if one fails, earlier ones stay.
 * Ends what was open at the start, not what opens meanwhile. Codes go before the clock is read, so that a session
 * opened by one at the last moment counts as open.
 */
export async function endManySessions(
  db: Db,
  which: WhichSessions,
  reason: EndReason,
  by: Actor,
): Promise<number> {
  await deleteAllCodes(db, which);
  const open = { ...which, openedUntil: which.openedUntil ?? (await readClock(db)) };
  for (let ended = 0, afterId: string | undefined; ; ) {
    // With an explicit time, these sessions end as of that time; later ones are unaffected.
    const batch = { limit: sessionBatch, afterId, at: which.openedUntil };
    const ids = await revokeSessions(db, open, reason, by, batch);
    ended += ids.length;
    if (ids.length < sessionBatch) return ended;
    afterId = ids.at(-1);
  }
}
