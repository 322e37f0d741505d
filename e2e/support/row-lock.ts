/** Locks a session's row: while it is locked, no refresh of that session can be answered. */
import type pg from "pg";
import { eventually } from "./eventually.js";

export interface RowLock {
  release(): Promise<void>;
}

export async function lockSessionRow(db: pg.Pool, sessionId: string): Promise<RowLock> {
  const connection = await db.connect();
  await connection.query("begin");
  await connection.query("select 1 from sessions where id = $1 for update", [sessionId]);
  return {
    release: async () => {
      await connection.query("rollback");
      connection.release();
    },
  };
}

/** Resolves once each of these applications (by name in pg_stat_activity) has a statement waiting for a lock. */
export async function untilWaiting(db: pg.Pool, applications: readonly string[]): Promise<void> {
  await eventually(`statements of ${applications.join(" and ")} wait for the row`, async () => {
    const { rows } = await db.query<{ application_name: string }>(
      "select distinct application_name from pg_stat_activity where wait_event_type = 'Lock'",
    );
    const waiting = rows.map(({ application_name }) => application_name);
    return applications.every((name) => waiting.includes(name));
  });
}
