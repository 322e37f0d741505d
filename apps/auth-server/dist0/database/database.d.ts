/** The connection pool, its time limits, and which failures mean that the database is away. */
import pg from "pg";
import type { DatabaseAddress } from "./url.js";
/** Anything that takes statements: a pool, or the connection of a transaction. Functions with SQL take it first. */
export type Db = Pick<pg.Pool, "query">;
/** A connection inside a transaction opened by `inTransaction`. */
export type Transaction = pg.PoolClient;
/** Anything that can begin a transaction. */
export type Pool = Pick<pg.Pool, "query" | "connect">;
/** The driver's pool, which must be ended. */
export type ConnectionPool = pg.Pool;
/**
 * `statementMs` limits statements inside a transaction, for commands that no client waits for; 0 means no limit, also
 * on waiting for locks.
 */
export declare function createPool(database: DatabaseAddress | string, size: number, onIdleError: (error: Error) => void, statementMs?: number): ConnectionPool;
/**
 * Run a statement on a connection of the pool.
 *
 * @throws {NoConnection} if nothing was sent; after any other error the statement may have been executed
 */
export declare function onConnection<T>(pool: Pool, ask: (db: Db) => Promise<T>): Promise<T>;
/**
 * Run `work` in a transaction, committed when it returns and rolled back when it throws. A refusal that must leave a
 * trace is therefore returned, and thrown by the caller after the commit.
 */
export declare function inTransaction<T>(pool: Pool, work: (tx: Transaction) => Promise<T>): Promise<T>;
/** The name of the violated constraint, if there is one. */
export declare function brokenConstraint(error: unknown): string | null;
/** What a row was to point to that was deleted meanwhile, if that is what failed. */
export declare function brokenReference(error: unknown): "client" | "user" | "resource" | null;
/**
 * Whether the same request may succeed later: the database is away, starting, overloaded or read-only, or it or the
 * connection to it has been misconfigured (certificate, rights, a pooler that loses prepared statements).
 */
export declare function isDatabaseAway(error: unknown): boolean;
/** Whether a statement may have been executed although its answer was lost. */
export declare const isUnanswered: (error: unknown) => boolean;
