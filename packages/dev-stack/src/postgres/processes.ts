/** The processes of one PostgreSQL cluster, found from outside: also those that an earlier run left behind. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The cluster's name in process titles: `postgres: regrant-1f2e3d4c5b6a: checkpointer`. */
export function clusterName(dataDir: string): string {
  return `regrant-${createHash("sha256").update(dataDir).digest("hex").slice(0, 12)}`;
}

/** The pid of the postmaster that runs on this data directory, or null. */
export function findPostmaster(dataDir: string): number | null {
  const pidFile = join(dataDir, "postmaster.pid");
  if (!existsSync(pidFile)) return null;
  const pid = Number.parseInt(readFileSync(pidFile, "utf8"), 10);
  return isPostmasterOf(dataDir, commandLine(pid)) ? pid : null;
}

/** A pid may have been given to another program since: the command line tells. */
function isPostmasterOf(dataDir: string, command: string): boolean {
  return command.includes("postgres") && command.includes(` -D ${dataDir} `);
}

/** All processes of the cluster: backends and helpers, and the postmaster if it runs. */
export function findClusterProcesses(dataDir: string): number[] {
  const title = `postgres: ${clusterName(dataDir)}`;
  return listProcesses()
    .filter(({ command }) => command.startsWith(title) || isPostmasterOf(dataDir, command))
    .map(({ pid }) => pid);
}

/** Whether a process with this pid exists (zombies count as gone). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return process.platform !== "linux" || !/^\d+ \(.*\) Z/s.test(readProc(pid, "stat"));
}

/** Sends a signal unless the process is gone already. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** A process's command line with spaces between arguments; empty if there is no such process. */
export function commandLine(pid: number): string {
  if (!Number.isInteger(pid) || pid <= 0) return "";
  if (process.platform === "linux") return `${readProc(pid, "cmdline").replaceAll("\0", " ").trim()} `;
  return `${spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim()} `;
}

function listProcesses(): { pid: number; command: string }[] {
  if (process.platform === "linux") {
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return pids.map((pid) => ({ pid: Number(pid), command: commandLine(Number(pid)) }));
  }
  const { stdout } = spawnSync("ps", ["-axo", "pid=,command="], { encoding: "utf8" });
  return [...stdout.matchAll(/^ *(\d+) (.*)$/gm)].map(([, pid, command]) => ({
    pid: Number(pid),
    command: `${command} `,
  }));
}

/** A process may end between being listed and being read; it then reads as empty. */
function readProc(pid: number, file: "cmdline" | "stat"): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
