/** The connection to PostgreSQL: one pool, time limits on everything, and which failures mean "away". */
import pg from "pg";
import { Connection, connectionSettings } from "./connection.js";
import { DatabaseFault, isTlsFailure } from "./database-faults.js";
import type { DatabaseAddress } from "./database-url.js";

/** Where a statement can be sent: a pool, or one connection inside a transaction. Functions with SQL take it first. */
export type Db = Pick<pg.Pool, "query">;
/** One connection, inside the transaction that `inTransaction` opened. */
export type Transaction = pg.PoolClient;
/** Where a transaction can be begun. */
export type Pool = Pick<pg.Pool, "query" | "connect">;
/** The driver's own, which has to be ended. */
export type ConnectionPool = pg.Pool;

/** A client waits two seconds for an answer; whatever is asked here has to give up before. Milliseconds. */
const limits = { connect: 1500, lock: 1300, statement: 1400, answer: 200 };

/**
 * `statementMs`: how long a statement inside a transaction may take, for commands that no client waits for; 0: as long as it
 * takes, waiting for locks included.
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

/** No connection could be had, so nothing was asked. The cause says why. */
class NoConnection extends Error {
  override readonly name = "NoConnection";
}

const connect = (pool: Pool): Promise<pg.PoolClient> =>
  pool.connect().catch((cause: unknown) => {
    throw isDatabaseAway(cause) ? new NoConnection("no connection to the database", { cause }) : cause;
  });

/**
 * Ask on a connection of the pool.
 *
 * @throws {NoConnection} where nothing was asked; what else is thrown may come after the statement was carried out
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
 * Run `work` in one transaction: committed when it returns, rolled back when it throws.
 *
 * A refusal that has to leave a trace therefore returns it; the caller throws after the commit.
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
    // The connection may be dead or mid-answer: closing it rolls back without asking.
    broken = error instanceof Error ? error : new Error("transaction failed", { cause: error });
    throw error;
  } finally {
    tx.off("error", onLost);
    tx.release(broken);
  }
}

/** PostgreSQL's name for the constraint that a statement broke, if it broke one. */
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
 * Does this failure mean that the database is away, starting, overloaded or read-only, or that it or the way to it was set up
 * wrong meanwhile (certificate, rights, a pooler that loses prepared statements), so that the same request may succeed later?
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

/** A server that is ending or has lost its mind says so in the middle of a statement, which may have been carried out. */
const unsureStates = /^(08|57P0[123]|40003)/;

/** Was something asked that was perhaps carried out, and the answer lost? */
export const isUnanswered = (error: unknown): boolean =>
  isDatabaseAway(error) &&
  !(error instanceof NoConnection) &&
  (!(error instanceof pg.DatabaseError) || unsureStates.test(error.code ?? ""));
