/**
 * Where requests wait for PostgreSQL, instead of in the driver's pool: that queue is unbounded and keeps requests
 * that nobody waits for any more. Background work (jobs, readiness, metrics) asks the pool directly, so it is next
 * whenever a connection becomes free.
 */
import { OAuthError } from "../shared/index.js";
import type { Pool } from "./database.js";
/** The request on whose behalf the database is asked. */
export interface Asker {
    /** The client has gone and nothing has been asked yet, so the work can be dropped. */
    readonly isDroppable: boolean;
    /** Work has started. Later statements, such as the audit of a refusal, are not dropped. */
    begin(): void;
}
/** The database as requests use it. */
export interface Database extends Pool {
    /** The same for one request: dropped if its client goes away while it waits for its first connection. */
    for(asker: Asker): Database;
}
interface Limits {
    /** The pool's number of connections, so that a request never waits in the pool. */
    readonly places: number;
    readonly mostWaiting: number;
}
/** `onWaiting` receives the number of waiting requests whenever it changes. */
export declare function createDatabase(pool: Pool, limits: Limits, onWaiting: (count: number) => void): Database;
export declare const dropped: () => OAuthError;
export {};
