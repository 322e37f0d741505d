import { type Db, type Pool } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
/**
 * Create the missing months and move their rows out of the default partition. A month with more rows there than can
 * be moved quickly stays there.
 *
 * @returns the partitions created
 */
export declare function makeAuditMonths(db: Pool): Promise<string[]>;
/**
 * Months that ended at least this many months before the current one, oldest first; none if 0. Includes months that
 * an interrupted run detached without dropping.
 */
export declare function listPastAuditMonths(db: Db, retentionMonths: number): Promise<string[]>;
/** Reads the whole partition. */
export declare function countAuditMonth(db: Db, name: string): Promise<number>;
export interface AuditMonths {
    /** Whether this role owns the table, which creating and dropping months requires. */
    readonly mayChange: boolean;
    /** Those of this month and the next two that are missing, as 2026-11. */
    readonly missing: readonly string[];
}
export declare function readAuditMonths(db: Db): Promise<AuditMonths>;
/** Detach a month, which is quick, and drop it once nobody can be waiting for it. */
export declare function dropAuditMonth(db: Pool, name: string): Promise<void>;
/** Whether a lock was not free in time. */
export declare const isLockTimeout: (error: unknown) => boolean;
/** Rows of the default partition, which is never dropped with a month. */
export declare const purgeableAuditEvents: (months: number) => Purgeable;
