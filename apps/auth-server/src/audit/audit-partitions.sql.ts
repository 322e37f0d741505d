/**
 * The monthly partitions of audit_events: created ahead, dropped whole after the retention time. The default
 * partition takes what has no month, so that no event is ever refused.
 *
 * Both operations need locks that block inserts, so each attempt gives up after a tenth of a second and is retried a
 * little later. (`detach … concurrently` is not available beside a default partition.)
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type Db, inTransaction, type Pool, type Transaction } from "../database/database.js";
import pg from "../database/pg.js";
import type { Purgeable } from "../database/purge.sql.js";

/** This month and the next two. */
const monthsAhead = 2;
/** Moving this many rows blocks inserts for a fraction of a second. */
const mostMoved = 10_000;
const lockWaitMs = 100;
const attempts = 10;
/** Advisory lock for adding and dropping months: the server's job and `regrant migrate` may run together. */
const lockId = 0x7267_6d6f; // "rgmo"

/**
 * The schema of audit_events, which need not be the first in the search path: another installation's months may be
 * there.
 */
const namespace = "(select relnamespace from pg_class where oid = 'audit_events'::regclass)";

interface Month {
  /** audit_events_2026_11 */
  readonly name: string;
  /** Schema-qualified, as SQL. */
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Create the missing months and move their rows out of the default partition. A month with more rows there than can
 * be moved quickly stays there.
 *
 * @returns the partitions created
 */
export async function makeAuditMonths(db: Pool): Promise<string[]> {
  const { rows } = await db.query<Month>(
    `select to_char(month, '"audit_events_"YYYY_MM') as name,
            ${namespace}::regnamespace || to_char(month, '".audit_events_"YYYY_MM') as table,
            month || '+00' as from, month + interval '1 month' || '+00' as to
       from generate_series(date_trunc('month', now() at time zone 'UTC'),
                            date_trunc('month', now() at time zone 'UTC') + $1 * interval '1 month', '1 month') as month
      where not exists (select from pg_class where relnamespace = ${namespace}
                                               and relname = to_char(month, '"audit_events_"YYYY_MM'))
      order by month`,
    [monthsAhead],
  );
  const made: string[] = [];
  for (const month of rows) if (await briefly(db, (tx) => makeMonth(tx, month))) made.push(month.name);
  return made;
}

async function makeMonth(tx: Transaction, { table, from, to }: Month): Promise<boolean> {
  const range = `at >= '${from}' and at < '${to}'`;
  const { rows } = await tx.query<{ made: boolean; stranded: number }>(
    `select to_regclass('${table}') is not null as made,
            (select count(*)::int
               from (select from audit_events_default where ${range} limit ${mostMoved + 1}) as landed) as stranded`,
  );
  if (rows[0]?.made !== false || rows[0].stranded > mostMoved) return false;
  // The parent first: an insert already routed to the default partition would otherwise wait, and then fail its
  // check.
  await tx.query(`
    create table ${table} (like audit_events including defaults including constraints);
    lock table only audit_events in share row exclusive mode;
    lock table audit_events_default in access exclusive mode;
    with moved as (delete from audit_events_default where ${range} returning *) insert into ${table} select * from moved;
    alter table audit_events attach partition ${table} for values from ('${from}') to ('${to}')`);
  return true;
}

/**
 * Months that ended at least this many months before the current one, oldest first; none if 0. Includes months that
 * an interrupted run detached without dropping.
 */
export async function listPastAuditMonths(db: Db, retentionMonths: number): Promise<string[]> {
  if (retentionMonths === 0) return [];
  const { rows } = await db.query<{ name: string }>(
    `select relname as name from pg_class
      where relkind = 'r' and relnamespace = ${namespace}
        and relname ~ '^audit_events_\\d{4}_\\d{2}$'
        and relname < to_char(now() at time zone 'UTC' - $1 * interval '1 month', '"audit_events_"YYYY_MM')
      order by relname`,
    [retentionMonths],
  );
  return rows.map(({ name }) => name);
}

/** Reads the whole partition. */
export async function countAuditMonth(db: Db, name: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::float8 as count from ${await tableOf(db, name)}`,
  );
  return rows[0]?.count ?? 0;
}

async function tableOf(db: Db, name: string): Promise<string> {
  const { rows } = await db.query<{ schema: string }>(`select ${namespace}::regnamespace as schema`);
  return `${rows[0]?.schema}.${name}`;
}

export interface AuditMonths {
  /** Whether this role owns the table, which creating and dropping months requires. */
  readonly mayChange: boolean;
  /** Those of this month and the next two that are missing, as 2026-11. */
  readonly missing: readonly string[];
}

export async function readAuditMonths(db: Db): Promise<AuditMonths> {
  const { rows } = await db.query<AuditMonths>(
    `select pg_has_role(relowner, 'usage') and has_schema_privilege(relnamespace, 'create') as "mayChange",
            array(select to_char(month, 'YYYY-MM')
                    from generate_series(date_trunc('month', now() at time zone 'UTC'),
                           date_trunc('month', now() at time zone 'UTC') + $1 * interval '1 month', '1 month') as month
                   where not exists (select from pg_inherits i join pg_class p on p.oid = i.inhrelid
                                      where i.inhparent = c.oid and p.relname = to_char(month, '"audit_events_"YYYY_MM'))
                   order by month) as missing
       from pg_class c where oid = 'audit_events'::regclass`,
    [monthsAhead],
  );
  return rows[0] ?? { mayChange: false, missing: [] };
}

/** Detach a month, which is quick, and drop it once nobody can be waiting for it. */
export async function dropAuditMonth(db: Pool, name: string): Promise<void> {
  const table = await tableOf(db, name);
  await briefly(db, async (tx) => {
    const { rows } = await tx.query("select from pg_class where oid = to_regclass($1) and relispartition", [
      table,
    ]);
    if (rows.length > 0) await tx.query(`alter table audit_events detach partition ${table}`);
  });
  await briefly(db, (tx) => tx.query(`drop table if exists ${table}`));
}

/** Run `work` in a transaction with a short lock timeout, retrying as needed. */
async function briefly<T>(db: Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(db, async (tx) => {
        await tx.query(`set local lock_timeout = ${lockWaitMs}`);
        await tx.query("select pg_advisory_xact_lock($1)", [lockId]);
        return work(tx);
      });
    } catch (error) {
      if (attempt === attempts || !isLockTimeout(error)) throw error;
      await sleep(lockWaitMs * (1 + Math.random()));
    }
  }
}

/** Whether a lock was not free in time. */
export const isLockTimeout = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === "55P03";

/** Rows of the default partition, which is never dropped with a month. */
export const purgeableAuditEvents = (months: number): Purgeable => ({
  table: "audit_events_default",
  condition:
    "at < date_trunc('month', now() at time zone 'UTC' - $1 * interval '1 month') at time zone 'UTC'",
  value: months,
});
