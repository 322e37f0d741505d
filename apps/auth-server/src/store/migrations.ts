/**
 * The schema's migrations: SQL files, forward only, one transaction each, one runner at a time.
 *
 * Everything goes where the first of them went, which is the first schema of the search path; the list of them too. The lock
 * is the transaction's, so that a pooler of transactions cannot leave it behind.
 */
import { readdir, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { createPool, type Db, inTransaction, type Transaction } from "./database.js";
import type { DatabaseAddress } from "./database-url.js";

export const migrationsDirectory = fileURLToPath(new URL("../../migrations", import.meta.url));
const table = "schema_migrations";
const first = "0001_clients_users_sessions";
/** Taken by earlier versions too. */
const lockId = 7_241_865_325_823_964n;

/** Apply what is missing. @returns the names of what was applied */
export async function migrate(
  database: DatabaseAddress | string,
  onProgress: (line: string) => void,
): Promise<string[]> {
  const db = createPool(database, 1, () => {}, 0);
  const applied: string[] = [];
  try {
    for (;;) {
      const name = await inTransaction(db, applyNext);
      if (name === null) return applied;
      onProgress(`Applied ${name}.`);
      applied.push(name);
    }
  } finally {
    await db.end();
  }
}

/** @returns null where there is nothing to apply */
async function applyNext(tx: Transaction): Promise<string | null> {
  await tx.query(`select pg_advisory_xact_lock(${lockId})`);
  const list = await findList(tx);
  const [next] = (await listMigrations(tx, list)).pending;
  if (next === undefined) return null;
  if (list === null)
    await tx.query(
      `create table ${table} (id serial primary key, name varchar(255) not null, run_on timestamp not null)`,
    );
  // Tables of an earlier version stay where they are, also where a schema has come to stand before theirs.
  else if (next !== first)
    await tx.query(
      `select set_config('search_path', quote_ident(nspname) || ', ' || current_setting('search_path'), true)
         from pg_namespace where oid = (select relnamespace from pg_class where oid = to_regclass('clients'))`,
    );
  await tx.query(await readFile(`${migrationsDirectory}/${next}.sql`, "utf8"));
  await tx.query(`insert into ${list ?? table} (name, run_on) values ($1, now())`, [next]);
  return next;
}

export interface MigrationNames {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
}

/** The migrations that this database has and those that it lacks, each in order. */
export async function listMigrations(db: Db, list?: string | null): Promise<MigrationNames> {
  const [names, found] = await Promise.all([migrationNames(), list === undefined ? findList(db) : list]);
  if (found === null) return { applied: [], pending: names };
  const { rows } = await db.query<{ name: string }>(`select name from ${found} order by run_on, id`);
  const applied = rows.map(({ name }) => name);
  return { applied, pending: names.filter((name) => !applied.includes(name)) };
}

const migrationNames = async (): Promise<string[]> =>
  (await readdir(migrationsDirectory))
    .filter((file) => file.endsWith(".sql"))
    .map((file) => basename(file, ".sql"))
    .sort();

/**
 * The list of migrations, as SQL: the one in the first schema, or, where that has none, one further on in the search path, as
 * earlier versions kept it in `public`. Other programs have tables of this name; theirs have no run_on.
 */
async function findList(db: Db): Promise<string | null> {
  const { rows } = await db.query<{ list: string; isFirst: boolean }>(
    `select quote_ident(n.nspname) || '.${table}' as list, n.nspname = current_schema() as "isFirst"
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relname = '${table}' and c.relkind = 'r' and n.nspname = any (current_schemas(false))
        and exists (select from pg_attribute where attrelid = c.oid and attname = 'run_on' and not attisdropped)
      order by array_position(current_schemas(false), n.nspname)`,
  );
  for (const { list, isFirst } of rows) {
    if (isFirst) return list;
    const { rowCount } = await db.query(`select from ${list} where name = $1`, [first]);
    if (rowCount === 1) return list;
  }
  return null;
}

/** The migrations that this database lacks, in order. */
export const pendingMigrations = async (db: Db): Promise<readonly string[]> =>
  (await listMigrations(db)).pending;
