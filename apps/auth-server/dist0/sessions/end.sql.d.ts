/** Ends sessions, by one statement. Revocation and rotation lock the same rows. */
import type { Actor } from "../audit/actor.js";
import type { Db } from "../database/database.js";
import type { EndReason } from "./end-reasons.js";
/** Conditions on sessions; all must hold. */
export interface WhichSessions {
    readonly id?: string;
    readonly userId?: string;
    readonly clientId?: string;
    readonly resource?: string;
    /** Only those opened by this sign-in. */
    readonly signInId?: string;
    /** All except those opened by this sign-in. */
    readonly exceptSignInId?: string;
    /** All except those that were granted this scope. */
    readonly withoutScope?: string;
    /** PostgreSQL's text, to the microsecond. */
    readonly openedUntil?: string;
}
/** One batch of many. */
interface Batch {
    readonly limit?: number;
    /** The last id of the previous batch. */
    readonly afterId?: string | undefined;
    /** The time of their end; now by default. */
    readonly at?: string | undefined;
}
/**
 * End open sessions, in order of their ids; ended ones keep their date and reason. Served by sessions_pkey,
 * sessions_open and sessions_client_id. Does not delete the codes that would open more: codes/ends.ts does.
 *
 * @returns the ended sessions' ids, in order
 */
export declare function revokeSessions(db: Db, which: WhichSessions, reason: EndReason, by: Actor, { limit, afterId, at }?: Batch): Promise<string[]>;
/** Conditions on columns that authorization codes have too. */
export declare const ownersOf: (which: WhichSessions) => [string, unknown][];
export {};
