/** A PostgreSQL for one test run: in a temporary folder, fast, gone afterwards. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signal } from "../processes.js";
import { type Postgres, type PostgresOptions, startPostgres } from "./start.js";

/**
 * Starts PostgreSQL on an empty database; its `stop()` also removes the data.
 *
 * @example vitest's globalSetup
 *   export default async function setup(project: TestProject) {
 *     const postgres = await startThrowAwayPostgres();
 *     project.provide("databaseUrl", postgres.url);
 *     return () => postgres.stop();
 *   }
 */
export async function startThrowAwayPostgres(
  options: Omit<PostgresOptions, "dataDir"> = {},
): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), "regrant-postgres-"));
  // So that the user as whom root runs PostgreSQL gets in; the data directory below stays closed.
  chmodSync(folder, 0o711);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const postgres = await startPostgres({ ...options, dataDir: join(folder, "data") }).catch((error) => {
    remove();
    throw error;
  });
  const onExit = () => {
    signal(postgres.pid, "SIGQUIT");
    remove();
  };
  process.once("exit", onExit);
  const stop = async () => {
    await postgres.stop();
    process.off("exit", onExit);
    remove();
  };
  return { ...postgres, stop };
}
