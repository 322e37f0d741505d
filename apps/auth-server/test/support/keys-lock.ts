/** Holds the signing keys' lock, like a replica or operator that is changing them. */
import type { TestServer } from "./server.js";

/** Take the lock on a connection of this server's pool. */
export async function lockKeys({ db }: TestServer) {
  const tx = await db.connect();
  await tx.query("begin");
  await tx.query("select pg_advisory_xact_lock(1919380345)");
  return {
    /** Resolves when this many wait for the lock, each in its own transaction. */
    waiting: async (count: number) => {
      for (let waiting = 0; waiting < count; ) {
        // A transaction keeps its snapshot of the activity until it is cleared.
        await tx.query("select pg_stat_clear_snapshot()");
        const { rows } = await tx.query<{ waiting: number }>(
          `select count(*)::int as waiting from pg_stat_activity
            where datname = current_database() and state like 'idle in transaction' and query like '%try_advisory%'`,
        );
        waiting = rows[0]?.waiting ?? 0;
      }
    },
    release: async () => {
      await tx.query("commit");
      tx.release();
    },
  };
}
