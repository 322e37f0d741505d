/**
 * Deletes what has expired, in small batches: each is a transaction of its own and skips locked rows until the next
 * run. No other data depends on these rows: consents go with their client or user, by cascade.
 *
 * A table is scanned by ranges of blocks. An index on expiry would cost each refresh its heap-only update and twelve
 * times the write-ahead log; scanning in order of the random primary key takes 1.6 times as long for a million
 * sessions in memory, and reads each block many times if they are not.
 */
import { type Db, type Pool } from "./database.js";
/** Which rows of a table may go. */
export interface Purgeable {
    readonly table: string;
    /** SQL; $1 is `value`. */
    readonly condition: string;
    readonly value: number;
}
/** The number of rows that can be deleted; reads the whole table. */
export declare function countPurgeable(db: Db, { table, condition, value }: Purgeable): Promise<number>;
export declare function countBlocks(db: Db, table: string): Promise<number>;
export interface Batch {
    readonly removed: number;
    /** Where the next batch starts. */
    readonly nextBlock: number;
}
/** Delete what has expired in the next blocks. @returns null if another replica is purging */
export declare function purgeBatch(db: Pool, { table, condition, value }: Purgeable, firstBlock: number): Promise<Batch | null>;
