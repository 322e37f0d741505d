/**
 * The months of audit_events: made ahead, and dropped whole when their time is over. What no month was made for lands in
 * the default partition, so that an event is never refused.
 *
 * Both want locks that inserts wait behind, so nobody waits for them long: after a tenth of a second the attempt is given
 * up and repeated a little later. (`detach … concurrently` is not to be had beside a default partition.)
 */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Db, inTransaction, type Pool, type Transaction } from "./database.js";
import type { Purgeable } from "./purge.js";

/** This month and the next two. */
const monthsAhead = 2;
/** So many rows move within a fraction of a second, while inserts wait. */
const mostMoved = 10_000;
const lockWaitMs = 100;
const attempts = 10;
/** Identifies the advisory lock under which months come and go: the server's job and `regrant migrate` may meet. */
const lockId = 0x7267_6d6f; // "rgmo"

/** Where the audit is, which need not be the first schema of the search path; another installation may have its months there. */
const namespace = "(select relnamespace from pg_class where oid = 'audit_events'::regclass)";

interface Month {
  /** audit_events_2026_11 */
  readonly name: string;
  /** The same with its schema, as SQL. */
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Make the months that are missing, and move what landed in the default partition into them. A month that has more
 * there than can be moved in a moment stays there.
 *
 * @returns the partitions that were made
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
  // The parent first: an insert that is on its way to the default partition would wait, and then be refused by it.
  await tx.query(`
    create table ${table} (like audit_events including defaults including constraints);
    lock table only audit_events in share row exclusive mode;
    lock table audit_events_default in access exclusive mode;
    with moved as (delete from audit_events_default where ${range} returning *) insert into ${table} select * from moved;
    alter table audit_events attach partition ${table} for values from ('${from}') to ('${to}')`);
  return true;
}

/**
 * The months that ended so many months before this one began, the oldest first; none with 0. Those too that an
 * interrupted run has taken out and not dropped yet.
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

/** Reads all of it. */
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
  /** Whether this role may make and drop months: it has to be their owner. */
  readonly mayChange: boolean;
  /** Which of this month and the next two there are not, as 2026-11. */
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

/** Take a month out, which is a matter of a moment, and drop it once nobody can wait for it any more. */
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

/** Run `work` in a transaction that waits for no lock long, again and again if it has to. */
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

/** Did somebody hold a lock for longer than one waits here? */
export const isLockTimeout = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === "55P03";

/** Rows of the default partition, which is never dropped with a month. */
export const purgeableAuditEvents = (months: number): Purgeable => ({
  table: "audit_events_default",
  condition:
    "at < date_trunc('month', now() at time zone 'UTC' - $1 * interval '1 month') at time zone 'UTC'",
  value: months,
});
