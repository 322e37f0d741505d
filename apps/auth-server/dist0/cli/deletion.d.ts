import { type Owner } from "../database/batches.sql.js";
import type { Pool } from "../database/database.js";
/** @throws {CommandError} if the answer is no, or without a terminal and without --yes */
export declare function agreeToDelete(db: Pool, what: string, owner: Owner, yes: true | undefined): Promise<void>;
export declare function printDeleted(what: string, shown: object, sessionsEnded: number, json: true | undefined): void;
