/** Holds the signing keys' lock, as a replica or an operator does that is changing them. */
import type { TestServer } from "./server.js";

/** Take it, by a connection of this server's pool. */
export async function lockKeys({ db }: TestServer) {
  const tx = await db.connect();
  await tx.query("begin");
  await tx.query("select pg_advisory_xact_lock(1919380345)");
  return {
    /** Resolves when so many have come to the lock: each asks for it in a transaction of its own. */
    waiting: async (count: number) => {
      for (let waiting = 0; waiting < count; ) {
        // A transaction sees one snapshot of the activity unless it drops it.
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
