/**
 * Ends sessions, and deletes the codes that would open more. Codes go first, so that redemptions in flight finish before
 * the sessions are read.
 */
import type { Actor } from "../audit/actor.js";
import type { Db } from "../database/database.js";
import { type WhichSessions } from "../sessions/end.sql.js";
import type { EndReason } from "../sessions/end-reasons.js";
/** Rows locked and written per statement, well within its time limit. */
export declare const sessionBatch = 1000;
/** @returns how many sessions ended */
export declare function endSessions(db: Db, which: WhichSessions, reason: EndReason, by: Actor, batch?: {
    readonly limit?: number;
}): Promise<number>;
/**
 * The same for any number of sessions, in batches: each is its own transaction, and if one fails, earlier ones stay.
 * Ends what was open at the start, not what opens meanwhile. Codes go before the clock is read, so that a session
 * opened by one at the last moment counts as open.
 */
export declare function endManySessions(db: Db, which: WhichSessions, reason: EndReason, by: Actor): Promise<number>;
