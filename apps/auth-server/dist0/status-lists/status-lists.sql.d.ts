/** The lists, and what is revoked in them. Triggers write the revocations, in the transaction that ends a session. */
import type { Db } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
/** A list's seed; makes the list if it is new. Served by status_lists_pkey. */
export declare function makeList(db: Db, number: number): Promise<Buffer>;
export interface StoredList {
    readonly seed: Buffer;
    /** Counted from the list's first number, in order. */
    readonly revoked: readonly number[];
}
/** Null if there is no such list. Served by status_lists_pkey and status_revocations_pkey. */
export declare function findList(db: Db, number: number): Promise<StoredList | null>;
/** In order. */
export declare function listNumbers(db: Db): Promise<number[]>;
export declare const purgeableRevocations: Purgeable;
