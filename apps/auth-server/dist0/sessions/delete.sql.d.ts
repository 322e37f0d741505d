/** Counts and deletes the sessions of a user, client or resource that is to be deleted. */
import type { Actor } from "../audit/actor.js";
import type { Db } from "../database/database.js";
import { type WhichSessions } from "./end.sql.js";
import type { EndReason } from "./end-reasons.js";
type Whose = Pick<WhichSessions, "userId" | "clientId" | "resource">;
/** Counting stops at `most`. Served by the indexes on user_id, client_id and resource. */
export declare function countSessions(db: Db, whose: Whose, most: number): Promise<{
    readonly open: number;
    readonly ended: number;
}>;
interface Batch {
    readonly limit: number;
    /** False: skip rows that a request has locked. */
    readonly wait: boolean;
}
/**
 * Delete sessions in batches; outside a transaction, each batch is its own. Audits the end of open sessions.
 *
 * @returns how many were open
 */
export declare function deleteSessions(db: Db, whose: Whose, reason: EndReason, by: Actor, { limit, wait }: Batch): Promise<number>;
export {};
