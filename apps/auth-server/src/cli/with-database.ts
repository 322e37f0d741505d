/** What every command does first and last: connect, check the schema, disconnect. */
import { readDatabaseAddress } from "../config.js";
import { type ConnectionPool, createPool } from "../store/database.js";
import { explainPending, refuseUnfitPooler } from "../store/database-check.js";
import { pendingMigrations } from "../store/migrations.js";
import { CommandError } from "./command-error.js";

/**
 * Run `work` on the database that DATABASE_URL names. `statementMs`: how long a statement inside a transaction may take,
 * where more than what a request has is wanted.
 *
 * @throws {CommandError} where its schema is not the one of this version
 */
export async function withDatabase<T>(
  work: (db: ConnectionPool) => Promise<T>,
  statementMs?: number,
): Promise<T> {
  return withPool(async (db) => {
    const pending = await pendingMigrations(db);
    if (pending.length > 0) throw new CommandError(await explainPending(db, pending));
    return work(db);
  }, statementMs);
}

/** The same without the check. */
export async function withPool<T>(
  work: (db: ConnectionPool) => Promise<T>,
  statementMs?: number,
): Promise<T> {
  const db = createPool(readDatabaseAddress(process.env), 2, () => {}, statementMs);
  try {
    await refuseUnfitPooler(db);
    return await work(db);
  } finally {
    await db.end();
  }
}
