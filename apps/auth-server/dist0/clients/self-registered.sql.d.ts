import type { Db, Transaction } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
import type { NewClient } from "./clients.sql.js";
/** Take one registration from the network's budget; a refusal afterwards, in this transaction, gives it back. @returns null, or in how many seconds there is one again */
export declare function takeRegistration(tx: Transaction, network: string): Promise<number | null>;
export declare const purgeableRegistrationLimits: Purgeable;
/**
 * Insert a client, unless there are too many that nobody has authorized. Simultaneous ones do not count each other. Its
 * resources are those that are open. Served by clients_unauthorized.
 *
 * @returns whether there was room
 */
export declare function insertRegistration(tx: Transaction, client: NewClient, registrationTokenHash: Buffer): Promise<boolean>;
/** Replace what it has registered; the resources that it was let in at stay. Requires its lock. */
export declare function updateRegistration(tx: Transaction, client: NewClient): Promise<void>;
export interface StoredRegistration {
    readonly registrationTokenHash: Buffer | null;
    readonly scope: readonly string[];
}
/** What findClient does not tell of a client that has registered itself; null if there is none. Served by clients_pkey. */
export declare function findRegistration(db: Db, clientId: string): Promise<StoredRegistration | null>;
