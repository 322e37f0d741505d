/** The processes of one PostgreSQL cluster, found from outside: also those that an earlier run left behind. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commandLine, listProcesses } from "../processes.js";

/** The cluster's name in process titles: `postgres: regrant-1f2e3d4c5b6a: checkpointer`. */
export function clusterName(dataDir: string): string {
  return `regrant-${createHash("sha256").update(dataDir).digest("hex").slice(0, 12)}`;
}

/** The pid of the postmaster that runs on this data directory, or null. */
export function findPostmaster(dataDir: string): number | null {
  const pid = recordedPid(dataDir);
  return pid !== null && isPostmasterOf(dataDir, commandLine(pid)) ? pid : null;
}

/** The pid in postmaster.pid, whoever has that pid now. */
export function recordedPid(dataDir: string): number | null {
  const pidFile = join(dataDir, "postmaster.pid");
  if (!existsSync(pidFile)) return null;
  return Number.parseInt(readFileSync(pidFile, "utf8"), 10);
}

/** All processes of the cluster: backends and helpers, and the postmaster if it runs. */
export function findClusterProcesses(dataDir: string): number[] {
  const title = `postgres: ${clusterName(dataDir)}`;
  return listProcesses()
    .filter(({ command }) => command.startsWith(title) || isPostmasterOf(dataDir, command))
    .map(({ pid }) => pid);
}

/** A pid may have been given to another program since: the command line tells. */
function isPostmasterOf(dataDir: string, command: string): boolean {
  return command.includes("postgres") && command.includes(` -D ${dataDir} `);
}
