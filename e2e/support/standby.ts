/** A second PostgreSQL that follows the first by streaming replication, set up as an operator would. */
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Postgres, startPostgres } from "@regrant/dev-stack";
import pg from "pg";
import { eventually } from "./eventually.js";

/** Its name in `synchronous_standby_names`. */
const standbyName = "standby";

/**
 * Takes a base backup into `dataDir` and starts on it. `port` is where the standby reaches the primary, perhaps
 * through a proxy.
 *
 * All of a stack's temporary folders are on one machine, so the backup copies files between `pg_backup_start` and
 * `_stop`.
 *
 * @see https://www.postgresql.org/docs/18/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 */
export async function startStandby(
  primary: Postgres,
  dataDir: string,
  port = primary.port,
): Promise<Postgres> {
  const label = await copyWhileBackup(primary, dataDir);
  for (const file of ["postmaster.pid", "postmaster.opts"]) rmSync(join(dataDir, file), { force: true });
  writeFileSync(join(dataDir, "backup_label"), label);
  writeFileSync(join(dataDir, "standby.signal"), "");
  const { username, password } = new URL(primary.url);
  const conninfo = `host=127.0.0.1 port=${port} user=${username} password=${password} application_name=${standbyName}`;
  return startPostgres({
    dataDir,
    durable: true,
    settings: { primary_conninfo: conninfo, wal_retrieve_retry_interval: "200ms" },
  });
}

async function copyWhileBackup(primary: Postgres, dataDir: string): Promise<string> {
  const connection = new pg.Client({ connectionString: primary.url });
  await connection.connect();
  try {
    await connection.query("select pg_backup_start('standby', true)");
    execFileSync("cp", ["-a", primary.dataDir, dataDir]); // with their owner, who may be another user
    const { rows } = await connection.query<{ labelfile: string }>(
      "select labelfile from pg_backup_stop(false)",
    );
    return rows[0]?.labelfile ?? "";
  } finally {
    await connection.end();
  }
}

/** Resolves once the primary reports that the standby follows in this way. */
export async function untilFollowing(primary: pg.Pool, state: "sync" | "async"): Promise<void> {
  await eventually(`the standby follows (${state})`, async () => {
    const { rows } = await primary.query<{ sync_state: string }>(
      "select sync_state from pg_stat_replication where state = 'streaming' and application_name = $1",
      [standbyName],
    );
    return rows[0]?.sync_state === state;
  });
}

/** From now on commits wait for the standby. */
export async function setSynchronous(primary: pg.Pool): Promise<void> {
  await primary.query(`alter system set synchronous_standby_names = '${standbyName}'`);
  await primary.query("select pg_reload_conf()");
  await untilFollowing(primary, "sync");
}

/** `kill -9` of every process at once: after it not even a commit in progress is acknowledged. */
export async function killAtOnce(postgres: Postgres): Promise<void> {
  for (const pid of postgres.processIds()) process.kill(pid, "SIGKILL");
  await postgres.exited;
}

export async function promote(standby: Postgres): Promise<void> {
  const connection = new pg.Client({ connectionString: standby.url });
  await connection.connect();
  await connection.query("select pg_promote()");
  await connection.end();
}
