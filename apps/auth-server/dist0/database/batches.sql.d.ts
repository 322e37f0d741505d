/** Counts and deletes many rows of one table: bounded, and in batches. */
import type { Db } from "./database.js";
/** Counting stops here. */
export declare const mostCounted = 100000;
/** Small enough for the statement timeout. */
export declare const deleteBatch = 1000;
/** The rows of a user, client or resource. */
export type Owner = {
    readonly userId: string;
} | {
    readonly clientId: string;
} | {
    readonly resource: string;
};
/** `condition` is SQL without parameters. */
export declare function countRowsOf(db: Db, table: string, owner: Owner, condition?: string): Promise<number>;
/** Outside a transaction each batch is its own. `wait` false: skips rows that a request has locked. */
export declare function deleteRowsOf(db: Db, table: string, owner: Owner, wait: boolean): Promise<void>;
