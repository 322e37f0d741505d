import { type ConnectionPool } from "../database/database.js";
/**
 * Run `work` on the database in DATABASE_URL. `statementMs`: time limit of a statement inside a transaction; default: that of
 * a request.
 *
 * @throws {CommandError} if migrations are pending
 */
export declare function withDatabase<T>(work: (db: ConnectionPool) => Promise<T>, statementMs?: number): Promise<T>;
/** The same without checking the schema. */
export declare function withPool<T>(work: (db: ConnectionPool) => Promise<T>, statementMs?: number): Promise<T>;
