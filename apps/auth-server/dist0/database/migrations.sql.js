/**
 * Schema migrations: SQL files, forward only, one transaction each, one runner at a time. Tables, and the list of
 * migrations, go to the schema of the first one: the first in the search path. The lock belongs to the transaction,
 * so that a transaction pooler cannot leave it held.
 */
import { readdir, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { createPool, inTransaction } from "./database.js";
export const migrationsDirectory = fileURLToPath(new URL("../../migrations", import.meta.url));
const table = "schema_migrations";
const first = "0001_clients_users_sessions";
/** The same as in earlier versions. */
const lockId = 7241865325823964n;
/** Apply pending migrations. @returns their names */
export async function migrate(database, onProgress) {
    const db = createPool(database, 1, () => { }, 0);
    const applied = [];
    try {
        for (;;) {
            const name = await inTransaction(db, applyNext);
            if (name === null)
                return applied;
            onProgress(`Applied ${name}.`);
            applied.push(name);
        }
    }
    finally {
        await db.end();
    }
}
/** @returns null if nothing is pending */
async function applyNext(tx) {
    await tx.query(`select pg_advisory_xact_lock(${lockId})`);
    const list = await findList(tx);
    const [next] = (await listMigrations(tx, list)).pending;
    if (next === undefined)
        return null;
    if (list === null)
        await tx.query(`create table ${table} (id serial primary key, name varchar(255) not null, run_on timestamp not null)`);
    // Existing tables stay in their schema, even if another now precedes it in the search path.
    else if (next !== first)
        await tx.query(`select set_config('search_path', quote_ident(nspname) || ', ' || current_setting('search_path'), true)
         from pg_namespace where oid = (select relnamespace from pg_class where oid = to_regclass('clients'))`);
    await tx.query(await readFile(`${migrationsDirectory}/${next}.sql`, "utf8"));
    await tx.query(`insert into ${list ?? table} (name, run_on) values ($1, now())`, [next]);
    return next;
}
/** The applied and the pending migrations, each in order. */
export async function listMigrations(db, list) {
    const [names, found] = await Promise.all([migrationNames(), list === undefined ? findList(db) : list]);
    if (found === null)
        return { applied: [], pending: names };
    const { rows } = await db.query(`select name from ${found} order by run_on, id`);
    const applied = rows.map(({ name }) => name);
    return { applied, pending: names.filter((name) => !applied.includes(name)) };
}
const migrationNames = async () => (await readdir(migrationsDirectory))
    .filter((file) => file.endsWith(".sql"))
    .map((file) => basename(file, ".sql"))
    .sort();
/**
 * The table that lists the migrations, as SQL: in the first schema, or else further on in the search path, since
 * earlier versions kept it in `public`. Other programs use the same table name, but without run_on.
 */
async function findList(db) {
    const { rows } = await db.query(`select quote_ident(n.nspname) || '.${table}' as list, n.nspname = current_schema() as "isFirst"
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relname = '${table}' and c.relkind = 'r' and n.nspname = any (current_schemas(false))
        and exists (select from pg_attribute where attrelid = c.oid and attname = 'run_on' and not attisdropped)
      order by array_position(current_schemas(false), n.nspname)`);
    for (const { list, isFirst } of rows) {
        if (isFirst)
            return list;
        const { rowCount } = await db.query(`select from ${list} where name = $1`, [first]);
        if (rowCount === 1)
            return list;
    }
    return null;
}
/** Pending migrations, in order. */
export const pendingMigrations = async (db) => (await listMigrations(db)).pending;
//# sourceMappingURL=migrations.sql.js.map