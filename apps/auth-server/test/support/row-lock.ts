/** Holds a row's lock, so that requests sent meanwhile overlap for certain. */
import pg from "pg";
import { sharedDatabase } from "./server.js";

export interface RowLock {
  /** The connection that holds the lock, in its transaction. */
  readonly tx: pg.Client;
  /**
   * Resolves when at least this many statements of servers wait for a lock, or after so many seconds: a server waits no longer than
   * 1.3, and a busy machine may take that to check a password.
   */
  waiting(count: number, seconds?: number): Promise<void>;
  /** Commit, so that everyone continues at once. */
  release(): Promise<void>;
}

const sessionForUpdate = "select 1 from sessions where id = $1 for update";

/** Lock a session of the file's shared database. */
export const lockSessionRow = (sessionId: string): Promise<RowLock> => lockRow(sessionForUpdate, sessionId);

/** The same in another database. */
export const lockSessionRowIn = (databaseUrl: string, sessionId: string): Promise<RowLock> =>
  lockRow(sessionForUpdate, sessionId, databaseUrl);

/** Lock the rows that `sql` selects for update; by default in the file's shared database. */
export async function lockRow(sql: string, value?: unknown, databaseUrl?: string): Promise<RowLock> {
  const tx = new pg.Client({ connectionString: databaseUrl ?? (await sharedDatabase()) });
  await tx.connect();
  await tx.query("begin");
  await tx.query(sql, value === undefined ? [] : [value]);
  return {
    tx,
    waiting: async (count, seconds = Number.POSITIVE_INFINITY) => {
      const giveUpAt = performance.now() + seconds * 1000;
      for (let waiting = 0; waiting < count && performance.now() < giveUpAt; ) {
        // A transaction keeps its snapshot of the activity until it is cleared.
        await tx.query("select pg_stat_clear_snapshot()");
        const { rows } = await tx.query<{ waiting: number }>(
          `select count(*)::int as waiting from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`,
        );
        waiting = rows[0]?.waiting ?? 0;
      }
    },
    release: async () => {
      await tx.query("commit");
      await tx.end();
    },
  };
}
