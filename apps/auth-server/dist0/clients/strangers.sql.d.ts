import { type Pool } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
import type { Client } from "./clients.sql.js";
/**
 * Let a client in that a user has agreed to, at one resource. A client with a document is stored as its document is now. The
 * last statement sees what simultaneous ones have inserted, because the first waits for their lock.
 *
 * @throws the database's error if the client has registered itself and is gone
 */
export declare function admitStranger(db: Pool, client: Client, resource: string): Promise<void>;
/**
 * One that nobody let in goes after a day, one that nobody uses any more after three months. A document that an operator has
 * disabled stays: it would come back enabled.
 */
export declare const purgeableStrangers: Purgeable;
