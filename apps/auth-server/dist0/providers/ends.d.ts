/** Ends what was opened through a provider. */
import type { Actor } from "../audit/actor.js";
import type { Db } from "../database/database.js";
import type { EndReason } from "../sessions/end-reasons.js";
import { type WhichOfProvider } from "../users/sign-ins.sql.js";
/**
 * End such sign-ins, and the sessions that they opened. A sign-in that is over already, by sign-out or by its age, is not
 * found any more, and neither are the sessions that it left open.
 *
 * @returns how many sessions ended
 */
export declare function endSignInsOfProvider(db: Db, which: WhichOfProvider, reason: EndReason, by: Actor): Promise<number>;
