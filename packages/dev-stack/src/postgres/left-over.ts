/**
 * What a PostgreSQL leaves behind whose parent was killed with -9, or that was killed so itself: a running
 * postmaster, backends that have not noticed yet (they hold the shared memory), a stale postmaster.pid.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { isAlive, isGoneWithin, signal } from "../processes.js";
import { findClusterProcesses, findPostmaster, recordedPid } from "./cluster-processes.js";

const FAST_SHUTDOWN_MS = 8_000;
const IMMEDIATE_SHUTDOWN_MS = 3_000;

/** Stops whatever still runs on the data directory, so that a new postmaster can start there. */
export async function clearLeftOvers(dataDir: string): Promise<void> {
  const postmaster = findPostmaster(dataDir);
  if (postmaster !== null) await stopPostmaster(postmaster);
  await endBackends(dataDir);
  removeMisleadingPidFile(dataDir);
}

/** Fast shutdown, then immediate shutdown, then SIGKILL. */
export async function stopPostmaster(pid: number): Promise<void> {
  signal(pid, "SIGINT");
  signal(pid, "SIGCONT");
  if (await isGoneWithin(pid, FAST_SHUTDOWN_MS)) return;
  signal(pid, "SIGQUIT");
  if (await isGoneWithin(pid, IMMEDIATE_SHUTDOWN_MS)) return;
  signal(pid, "SIGKILL");
  await isGoneWithin(pid, IMMEDIATE_SHUTDOWN_MS);
}

/** Backends without a postmaster end by themselves when idle; a busy one would hold the shared memory. */
async function endBackends(dataDir: string): Promise<void> {
  for (const name of ["SIGQUIT", "SIGKILL"] as const) {
    const backends = findClusterProcesses(dataDir);
    for (const pid of backends) {
      signal(pid, name);
      signal(pid, "SIGCONT");
    }
    const gone = await Promise.all(backends.map((pid) => isGoneWithin(pid, IMMEDIATE_SHUTDOWN_MS)));
    if (gone.every(Boolean)) return;
  }
}

/** PostgreSQL ignores a pid file of a dead process, but not an empty one, or one whose pid another program has now. */
function removeMisleadingPidFile(dataDir: string): void {
  const pid = recordedPid(dataDir);
  if (pid !== null && (Number.isNaN(pid) || isAlive(pid))) rmSync(join(dataDir, "postmaster.pid"));
}
