/**
 * What the code requires of its database and cannot set itself. Checked when a server or command starts, by `regrant
 * doctor`, and, for what can change at run time, by the readiness check.
 */
import { readdirSync, readFileSync } from "node:fs";
import { Connection } from "./connection.js";
import { isDatabaseAway } from "./database.js";
import { readDatabaseFacts } from "./facts.sql.js";
import { DatabaseFault, isStatementLost, isStatementPooled } from "./faults.js";
import { listMigrations, migrationsDirectory, pendingMigrations } from "./migrations.sql.js";
/** @throws {DatabaseFault} if statements are pooled, or transactions are and DATABASE_POOLER does not say so */
export async function refuseUnfitPooler(pool) {
    const one = await pool.connect();
    try {
        await refuseStatementPooler(one);
        if (!(one instanceof Connection && one.isPooled))
            return;
        if (pool.options.max < 2)
            return; // takes two connections to tell
        // A pooler with only one connection to give makes the second wait; it pools sessions.
        const two = await pool.connect().catch((error) => {
            if (isDatabaseAway(error))
                return null;
            throw error;
        });
        if (two === null)
            return;
        let isOver = false;
        try {
            const before = await backendOf(one);
            await two.query("begin");
            const isShared = (await backendOf(two)) === before || (await backendOf(one)) !== before;
            await two.query("rollback");
            isOver = true;
            if (isShared)
                throw new DatabaseFault("transaction_pooler");
        }
        finally {
            two.release(!isOver);
        }
    }
    finally {
        one.release();
    }
}
async function refuseStatementPooler(db) {
    try {
        await db.query("begin");
        await db.query("rollback");
    }
    catch (error) {
        throw isStatementPooled(error) ? new DatabaseFault("statement_pooler") : error;
    }
}
async function backendOf(db) {
    const { rows } = await db.query("select pg_backend_pid() as pid");
    return rows[0]?.pid;
}
/** Stores bytes unchecked; our bytes are UTF-8. The result of initializing PostgreSQL without a locale. */
export const noEncoding = "SQL_ASCII";
/** Properties fixed when the database was created, which Regrant cannot change. */
export function findUnfit({ encoding, schema, searchPath, role, database }) {
    const found = [];
    if (schema === null)
        found.push({
            check: "schema",
            message: `No schema in the search path (${searchPath}) exists for the role ${role}.`,
            remedy: `Create one: create schema regrant authorization ${role}; alter role ${role} in database ${database} set search_path = regrant. Or grant access to the intended one: grant usage, create on schema … to ${role}`,
        });
    if (encoding !== "UTF8" && encoding !== noEncoding)
        found.push({
            check: "encoding",
            message: `The database's encoding is ${encoding}: it cannot store names in other scripts, and requests with them fail.`,
            remedy: `Create a database with UTF8: create database regrant encoding 'UTF8' template template0`,
        });
    return found;
}
/**
 * Before `regrant migrate`.
 *
 * @throws {DatabaseFault}
 */
export async function refuseUnmigratable(db) {
    const [facts, { applied, pending }] = [await readDatabaseFacts(db), await listMigrations(db)];
    const [first] = applied.length === 0 ? findUnfit(facts) : [];
    if (first !== undefined)
        refuse(first);
    const { schema, role, database, mayCreate } = facts;
    if (pending.length > 0 && !mayCreate && applied.length === 0)
        refuse({
            check: "schema",
            message: `The role ${role} cannot create tables in the schema ${schema}.`,
            remedy: `As its owner: grant create on schema ${schema} to ${role}. Or give Regrant a schema of its own: create schema regrant authorization ${role}; alter role ${role} in database ${database} set search_path = regrant`,
        });
}
/**
 * Before a server serves.
 *
 * @throws {DatabaseFault}
 */
export async function refuseUnservable(db) {
    await refuseUnfitPooler(db);
    const pending = await pendingMigrations(db);
    if (pending.length > 0) {
        throw new DatabaseFault("unfit", await explainPending(db, pending));
    }
    const missing = await findMissingRights(db);
    if (missing !== null)
        refuse(missing);
}
/**
 * What to do about migrations that are missing, or seem to be: the tables may be in a schema that this role does not
 * look in.
 */
export async function explainPending(db, pending) {
    const { rows } = await db.query(`select quote_ident(nspname) as schema, quote_ident(current_user) as role, quote_ident(current_database()) as database,
            current_setting('search_path') as "searchPath"
       from pg_namespace n
      where nspname <> all (current_schemas(false))
        and exists (select from pg_class where relnamespace = n.oid and relname = 'schema_migrations')
        and exists (select from pg_class where relnamespace = n.oid and relname = 'signing_keys')
        and to_regclass('signing_keys') is null`);
    const [elsewhere] = rows;
    if (elsewhere === undefined) {
        const [unfit] = findUnfit(await readDatabaseFacts(db)).filter(({ check }) => check === "schema");
        if (unfit !== undefined)
            return `${unfit.message} ${unfit.remedy}`;
        return `Pending migrations: ${pending.join(", ")}. Run: regrant migrate`;
    }
    const { schema, role, database, searchPath } = elsewhere;
    return `The tables are in the schema ${schema}, which is not in the search path of the role ${role} (${searchPath}), or which it may not use. Run: alter role ${role} in database ${database} set search_path = ${schema}; grant usage on schema ${schema} to ${role}`;
}
const refuse = ({ message, remedy }) => {
    throw new DatabaseFault("unfit", `${message} ${remedy}`);
};
let made;
/** What the migrations create. */
export function listMade() {
    if (made !== undefined)
        return made;
    const sql = readdirSync(migrationsDirectory)
        .filter((file) => file.endsWith(".sql"))
        .map((file) => readFileSync(`${migrationsDirectory}/${file}`, "utf8"))
        .join("\n");
    const names = (kind) => [...sql.matchAll(new RegExp(`^create ${kind} (\\w+)`, "gm"))].map(([, name = ""]) => name);
    made = { tables: names("table"), sequences: names("sequence") };
    return made;
}
/** The rights that the server needs and this role lacks; null if it has them all. */
export async function findMissingRights(db) {
    const { tables, sequences } = listMade();
    // An object that does not exist yields null, which counts as nothing missing.
    const { rows } = await db.query(`select quote_ident(current_user) as role, quote_ident(nspname) as schema,
            array(select wanted || ' on ' || name
                    from unnest($1::text[]) as name, unnest('{select,insert,update,delete}'::text[]) as wanted
                   where not has_table_privilege(to_regclass(name), wanted)
                  union all
                  select 'usage on ' || name from unnest($2::text[]) as name
                   where not has_sequence_privilege(to_regclass(name), 'usage')) as missing
       from pg_namespace n where oid = (select relnamespace from pg_class where oid = to_regclass('clients'))`, [tables, sequences]);
    const [row] = rows;
    if (row === undefined || row.missing.length === 0)
        return null;
    const { role, schema, missing } = row;
    const [most, more] = [missing.slice(0, 4).join(", "), missing.length - 4];
    return {
        check: "rights",
        message: `The role ${role} lacks ${most}${more > 0 ? ` and ${more} more` : ""}.`,
        remedy: `As the tables' owner: grant select, insert, update, delete on all tables in schema ${schema} to ${role}; grant usage on all sequences in schema ${schema} to ${role}; and the same with alter default privileges in schema ${schema}, for future tables`,
    };
}
/** What is wrong with a database that answers, in sentences; empty if statements work. */
export async function findProblems(db) {
    try {
        await refuseUnfitPooler(db);
        // A named statement like those of requests: it fails when theirs do.
        const { rows } = await db.query({
            name: "is-ready",
            text: `select pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as "readOnly"`,
        });
        const rights = await findMissingRights(db);
        return [
            ...(rows[0]?.readOnly ? ["The database is read-only."] : []),
            ...(rights === null ? [] : [`${rights.message} ${rights.remedy}`]),
        ];
    }
    catch (error) {
        if (error instanceof DatabaseFault)
            return [error.message];
        if (isStatementLost(error))
            return [new DatabaseFault("transaction_pooler").message];
        throw error;
    }
}
//# sourceMappingURL=check.sql.js.map