/** The schema's migrations: SQL files, forward only, one transaction each, one runner at a time. */
import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { runner } from "node-pg-migrate";
import type { Db } from "./database.js";

const directory = fileURLToPath(new URL("../../migrations", import.meta.url));
const table = "schema_migrations";

/** Apply what is missing. @returns the names of what was applied */
export async function migrate(databaseUrl: string, onProgress: (line: string) => void): Promise<string[]> {
  // A statement that fails is shown; a connection that fails is thrown as well.
  const onError = (line: string) => void (line.startsWith("could not connect") || onProgress(line));
  const applied = await runner({
    databaseUrl,
    dir: directory,
    direction: "up",
    migrationsTable: table,
    singleTransaction: false,
    advisoryLockMode: "wait",
    logger: { debug: () => {}, info: onProgress, warn: onProgress, error: onError },
  });
  return applied.map(({ name }) => name);
}

export interface MigrationNames {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
}

/** The migrations that this database has and those that it lacks, each in order. */
export async function listMigrations(db: Db): Promise<MigrationNames> {
  const names = (await readdir(directory))
    .filter((file) => file.endsWith(".sql"))
    .map((file) => basename(file, ".sql"));
  const { rows } = await db.query<{ present: boolean }>(
    `select to_regclass('${table}') is not null as present`,
  );
  if (!rows[0]?.present) return { applied: [], pending: names.sort() };
  const found = await db.query<{ name: string }>(`select name from ${table} order by run_on, id`);
  const applied = found.rows.map(({ name }) => name);
  return { applied, pending: names.filter((name) => !applied.includes(name)).sort() };
}

/** The migrations that this database lacks, in order. */
export const pendingMigrations = async (db: Db): Promise<readonly string[]> =>
  (await listMigrations(db)).pending;
