import type { Retention } from "../config.js";
import type { Context } from "../context.js";
import type { Pool } from "../database/database.js";
export interface Purge {
    /** Deleted rows by table. */
    readonly removed: Readonly<Record<string, number>>;
    /** Dropped months of audit events. */
    readonly dropped: readonly string[];
    readonly made: readonly string[];
    /** Months that only the tables' owner can create or drop, which this role is not. */
    readonly left: readonly string[];
    /** Whether it finished: neither stopped nor left to another replica. */
    readonly complete: boolean;
}
/** Called after each batch, with the table's total so far. */
export type OnBatch = (table: string, removed: number, share: number) => void;
/** Purge once. Stops between two batches if `signal` aborts or another replica is purging. */
export declare function purge(db: Pool, retention: Retention, signal: AbortSignal, onBatch?: OnBatch): Promise<Purge>;
/** Purge until `signal` aborts, for the first time shortly after the start. A failure is retried at the next turn. */
export declare function keepPurging(context: Context, signal: AbortSignal): Promise<void>;
/** Logged with the months of audit events to create or drop. */
export declare const leftToOwner = "this role may not make or drop months of audit events; as the tables' owner run: regrant purge";
