/**
 * Removing what is over, in small batches, each a transaction of its own that waits for no row: what a request holds is
 * taken the next time. Nothing else depends on the rows that go: consents fall with their client or user, by cascade.
 *
 * A table is walked through by ranges of blocks. An index on when sessions expire would cost each refresh its heap-only
 * update and twelve times the write-ahead log; a walk in the order of the (random) keys takes 1.6 times as long already
 * where a million sessions are all in memory, and reads each block many times where they are not.
 */
import { type Db, inTransaction, type Pool } from "./database.js";

/** 256 KiB: about 500 sessions. */
const blocksAtOnce = 32;

/** Which rows of a table may go. */
export interface Purgeable {
  readonly table: string;
  /** SQL, in which $1 is `value`. */
  readonly condition: string;
  readonly value: number;
}

/** How many rows may go now; reads the whole table. */
export async function countPurgeable(db: Db, { table, condition, value }: Purgeable): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::float8 as count from ${table} where ${condition}`,
    [value],
  );
  return rows[0]?.count ?? 0;
}

export async function countBlocks(db: Db, table: string): Promise<number> {
  const { rows } = await db.query<{ blocks: number }>(
    `select (pg_relation_size($1::regclass) / current_setting('block_size')::int)::float8 as blocks`,
    [table],
  );
  return rows[0]?.blocks ?? 0;
}

/** Identifies the advisory lock under which a batch goes: one at a time, of all replicas together. */
const lockId = 0x7267_7067; // "rgpg"

export interface Batch {
  readonly removed: number;
  /** Where the next one starts. */
  readonly nextBlock: number;
}

/** Remove what may go from the blocks that follow. @returns null where another replica is at it */
export async function purgeBatch(
  db: Pool,
  { table, condition, value }: Purgeable,
  firstBlock: number,
): Promise<Batch | null> {
  const nextBlock = firstBlock + blocksAtOnce;
  return inTransaction(db, async (tx) => {
    // Whoever freezes here gives the lock back: PostgreSQL ends the connection.
    const { rows } = await tx.query<{ mine: boolean }>(
      `select pg_try_advisory_xact_lock($1) as mine, set_config('idle_in_transaction_session_timeout', '10s', true)`,
      [lockId],
    );
    if (!rows[0]?.mine) return null;
    const { rowCount } = await tx.query({
      name: `purge-${table}`,
      text: `delete from ${table} where ctid = any (array(
               select ctid from ${table} where ctid >= $2::tid and ctid < $3::tid and ${condition} for update skip locked))`,
      values: [value, `(${firstBlock},0)`, `(${nextBlock},0)`],
    });
    return { removed: rowCount ?? 0, nextBlock };
  });
}
