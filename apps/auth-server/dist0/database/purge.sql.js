/**
 * Deletes what has expired, in small batches: each is a transaction of its own and skips locked rows until the next
 * run. No other data depends on these rows: consents go with their client or user, by cascade.
 *
 * A table is scanned by ranges of blocks. An index on expiry would cost each refresh its heap-only update and twelve
 * times the write-ahead log; scanning in order of the random primary key takes 1.6 times as long for a million
 * sessions in memory, and reads each block many times if they are not.
 */
import { inTransaction } from "./database.js";
/** 256 KiB: about 500 sessions. */
const blocksAtOnce = 32;
/** The number of rows that can be deleted; reads the whole table. */
export async function countPurgeable(db, { table, condition, value }) {
    const { rows } = await db.query(`select count(*)::float8 as count from ${table} where ${condition}`, [value]);
    return rows[0]?.count ?? 0;
}
export async function countBlocks(db, table) {
    const { rows } = await db.query(`select (pg_relation_size($1::regclass) / current_setting('block_size')::int)::float8 as blocks`, [table]);
    return rows[0]?.blocks ?? 0;
}
/** Advisory lock for a batch: one at a time across all replicas. */
const lockId = 0x7267_7067; // "rgpg"
/** Delete what has expired in the next blocks. @returns null if another replica is purging */
export async function purgeBatch(db, { table, condition, value }, firstBlock) {
    const nextBlock = firstBlock + blocksAtOnce;
    return inTransaction(db, async (tx) => {
        // If this process freezes, PostgreSQL ends the connection, which releases the lock.
        const { rows } = await tx.query(`select pg_try_advisory_xact_lock($1) as mine, set_config('idle_in_transaction_session_timeout', '10s', true)`, [lockId]);
        if (!rows[0]?.mine)
            return null;
        const { rowCount } = await tx.query({
            name: `purge-${table}`,
            text: `delete from ${table} where ctid = any (array(
               select ctid from ${table} where ctid >= $2::tid and ctid < $3::tid and ${condition} for update skip locked))`,
            values: [value, `(${firstBlock},0)`, `(${nextBlock},0)`],
        });
        return { removed: rowCount ?? 0, nextBlock };
    });
}
//# sourceMappingURL=purge.sql.js.map