import type { Db } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
/** A client that has to be told of something now. */
export interface DueClient {
    readonly clientId: string;
    /** How often in a row it could not be reached. */
    readonly failures: number;
}
/**
 * Clients with notices that are due, and no pause. One step through logout_notices_client for each client that has any,
 * however many it has.
 */
export declare function findDueClients(db: Db): Promise<DueClient[]>;
export interface LogoutNotice {
    readonly id: string;
    readonly userId: string;
    readonly sessionId: string;
    /** With the one that now begins. */
    readonly attempts: number;
    readonly uri: string;
}
/** Claim the notices that have waited longest; no other replica gets them. Served by logout_notices_client. */
export declare function claimNotices(db: Db, clientId: string, most: number): Promise<LogoutNotice[]>;
/** Delete what the client has been told of; it can be reached again. */
export declare function deleteTold(db: Db, clientId: string, ids: readonly string[]): Promise<void>;
/** Record a failed attempt. @returns whether the notice is given up */
export declare function recordFailure(db: Db, id: string, problem: string, pauseSeconds: number): Promise<boolean>;
/**
 * Leave a client alone that cannot be reached, and give up all that it should have been told of a day ago. If two replicas
 * have found out at the same time, that counts once.
 *
 * @returns how many notices are given up
 */
export declare function pauseClient(db: Db, { clientId, failures }: DueClient, problem: string, pauseSeconds: number): Promise<number>;
/** Not more than `mostCounted`. */
export declare function countPendingNotices(db: Db): Promise<number>;
/** A client that is deleted is told of nothing. Outside a transaction, in batches. */
export declare const deleteNoticesOf: (db: Db, clientId: string, wait: boolean) => Promise<void>;
/** A day of attempts and a week in which an operator may have them made again. */
export declare const purgeableNotices: Purgeable;
