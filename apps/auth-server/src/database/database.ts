/** The connection pool, its time limits, and which failures mean that the database is away. */

import { Connection, connectionSettings } from "./connection.js";
import { DatabaseFault, isTlsFailure } from "./faults.js";
import pg from "./pg.js";
import type { DatabaseAddress } from "./url.js";

/** Anything that takes statements: a pool, or the connection of a transaction. Functions with SQL take it first. */
export type Db = Pick<pg.Pool, "query">;
/** A connection inside a transaction opened by `inTransaction`. */
export type Transaction = pg.PoolClient;
/** Anything that can begin a transaction. */
export type Pool = Pick<pg.Pool, "query" | "connect">;
/** The driver's pool, which must be ended. */
export type ConnectionPool = pg.Pool;

/** Milliseconds. Clients are answered within two seconds, so statements must give up earlier. */
const limits = { connect: 1500, lock: 1300, statement: 1400, answer: 200 };

/**
 * `statementMs` limits statements inside a transaction, for commands that no client waits for; 0 means no limit, also
 * on waiting for locks.
 */
export function createPool(
  database: DatabaseAddress | string,
  size: number,
  onIdleError: (error: Error) => void,
  statementMs = limits.statement,
): ConnectionPool {
  const address = typeof database === "string" ? { url: database, pooler: "session" as const } : database;
  const inTransactions =
    statementMs === limits.statement ? limits : { lock: statementMs && limits.lock, statement: statementMs };
  const pool = new pg.Pool({
    ...connectionSettings(address, limits, inTransactions),
    Client: Connection as unknown as new () => pg.Client,
    max: size,
    connectionTimeoutMillis: limits.connect,
    ...(statementMs > 0 && { query_timeout: statementMs + limits.answer }),
    keepAlive: true,
  });
  pool.on("error", onIdleError);
  return pool;
}

/** No connection was available, so nothing was sent. The cause says why. */
class NoConnection extends Error {
  override readonly name = "NoConnection";
}

const connect = (pool: Pool): Promise<pg.PoolClient> =>
  pool.connect().catch((cause: unknown) => {
    throw isDatabaseAway(cause) ? new NoConnection("no connection to the database", { cause }) : cause;
  });

/**
 * Run a statement on a connection of the pool.
 *
 * @throws {NoConnection} if nothing was sent; after any other error the statement may have been executed
 */
export async function onConnection<T>(pool: Pool, ask: (db: Db) => Promise<T>): Promise<T> {
  const connection = await connect(pool);
  let broken: Error | boolean = false;
  try {
    return await ask(connection);
  } catch (error) {
    broken = error instanceof Error ? error : true;
    throw error;
  } finally {
    connection.release(broken);
  }
}

/**
 * Run `work` in a transaction, committed when it returns and rolled back when it throws. A refusal that must leave a
 * trace is therefore returned, and thrown by the caller after the commit.
 */
export async function inTransaction<T>(pool: Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const tx = await connect(pool);
  let broken: Error | undefined;
  const onLost = (error: Error) => {
    broken = error;
  };
  tx.on("error", onLost);
  try {
    await tx.query(tx instanceof Connection ? tx.begin : "begin");
    const result = await work(tx);
    await tx.query("commit");
    return result;
  } catch (error) {
    // The connection may be dead or mid-response; closing it rolls back.
    broken = error instanceof Error ? error : new Error("transaction failed", { cause: error });
    throw error;
  } finally {
    tx.off("error", onLost);
    tx.release(broken);
  }
}

/** The name of the violated constraint, if there is one. */
export function brokenConstraint(error: unknown): string | null {
  const constraint = error instanceof Error && "constraint" in error ? error.constraint : null;
  return typeof constraint === "string" ? constraint : null;
}

/** What a row was to point to that was deleted meanwhile, if that is what failed. */
export function brokenReference(error: unknown): "client" | "user" | "resource" | null {
  if (!(error instanceof pg.DatabaseError) || error.code !== "23503") return null;
  const [, to] = /(client_id|user_id|resource)_fkey$/.exec(error.constraint ?? "") ?? [];
  if (to === undefined) return null;
  return to === "client_id" ? "client" : to === "user_id" ? "user" : "resource";
}

/** SQLSTATE classes and codes that speak of the database's state, not of our statement. */
const awayStates =
  /^(08|57P0[12345]|25P0[34]|28|3D000|57014|53|55P03|25006|26000|42P05|42501|40001|40P01|58)/;
const awayErrnos = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOENT",
]);
const awayMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;

/**
 * Whether the same request may succeed later: the database is away, starting, overloaded or read-only, or it or the
 * connection to it has been misconfigured (certificate, rights, a pooler that loses prepared statements).
 */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof NoConnection) return isDatabaseAway(error.cause);
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return (
    error instanceof DatabaseFault ||
    isTlsFailure(error) ||
    awayErrnos.has(code) ||
    (error instanceof pg.DatabaseError && awayStates.test(code)) ||
    awayMessages.test(error.message)
  );
}

/** A server that shuts down or crashes reports this in the middle of a statement, which may have been executed. */
const unsureStates = /^(08|57P0[123]|40003)/;

/** Whether a statement may have been executed although its answer was lost. */
export const isUnanswered = (error: unknown): boolean =>
  isDatabaseAway(error) &&
  !(error instanceof NoConnection) &&
  (!(error instanceof pg.DatabaseError) || unsureStates.test(error.code ?? ""));
