import { type ConnectionPool, type Db } from "./database.js";
import { type DatabaseFacts } from "./facts.sql.js";
/** Something that makes the database unusable or unsafe for Regrant. */
export interface Unfit {
    readonly check: string;
    readonly message: string;
    readonly remedy: string;
}
/** @throws {DatabaseFault} if statements are pooled, or transactions are and DATABASE_POOLER does not say so */
export declare function refuseUnfitPooler(pool: ConnectionPool): Promise<void>;
/** Stores bytes unchecked; our bytes are UTF-8. The result of initializing PostgreSQL without a locale. */
export declare const noEncoding = "SQL_ASCII";
/** Properties fixed when the database was created, which Regrant cannot change. */
export declare function findUnfit({ encoding, schema, searchPath, role, database }: DatabaseFacts): Unfit[];
/**
 * Before `regrant migrate`.
 *
 * @throws {DatabaseFault}
 */
export declare function refuseUnmigratable(db: ConnectionPool): Promise<void>;
/**
 * Before a server serves.
 *
 * @throws {DatabaseFault}
 */
export declare function refuseUnservable(db: ConnectionPool): Promise<void>;
/**
 * What to do about migrations that are missing, or seem to be: the tables may be in a schema that this role does not
 * look in.
 */
export declare function explainPending(db: Db, pending: readonly string[]): Promise<string>;
interface Made {
    readonly tables: readonly string[];
    readonly sequences: readonly string[];
}
/** What the migrations create. */
export declare function listMade(): Made;
/** The rights that the server needs and this role lacks; null if it has them all. */
export declare function findMissingRights(db: Db): Promise<Unfit | null>;
/** What is wrong with a database that answers, in sentences; empty if statements work. */
export declare function findProblems(db: ConnectionPool): Promise<string[]>;
export {};
