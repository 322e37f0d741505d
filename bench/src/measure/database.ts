/** What a load costs PostgreSQL beside CPU: write-ahead log, transactions that wrote, storage. */
import type { Client } from "pg";

export interface DatabaseCounters {
  /** Bytes of write-ahead log since the cluster was made. */
  readonly walBytes: number;
  /** Transactions that changed something; reading ones take no id and do not count. */
  readonly writingTransactions: number;
  /** Bytes of all tables and indexes of this database. */
  readonly storedBytes: number;
}

/** Exact at the moment of the call, unlike the statistics views, which lag a second or more behind. */
export async function readDatabaseCounters(db: Client): Promise<DatabaseCounters> {
  const { rows } = await db.query<DatabaseCounters>(
    `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 as "walBytes",
            pg_snapshot_xmax(pg_current_snapshot())::text::float8 as "writingTransactions",
            pg_database_size(current_database())::float8 as "storedBytes"`,
  );
  const counters = rows[0];
  if (counters === undefined) throw new Error("PostgreSQL answered with no row");
  return counters;
}
