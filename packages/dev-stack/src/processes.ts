/** Processes by pid: whether they live, what they are, and how they are told to end. */
import { type ChildProcess, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

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

/** Resolves when a child has ended (`exit`), and its output has been read too (`close`), saying how it ended. */
export function describeExit(child: ChildProcess, event: "exit" | "close"): Promise<string> {
  return new Promise((resolve) => {
    child.once(event, (code, name) => resolve(name ? `signal ${name}` : `exit code ${code}`));
    child.once("error", (error) => resolve(error.message));
  });
}

/** Waits for processes that are not our children, whose end nobody reports. */
export async function isGoneWithin(pid: number, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await delay(20);
  }
  return true;
}

/** A process's command line with a space after each argument; empty if there is no such process. */
export function commandLine(pid: number): string {
  if (!Number.isInteger(pid) || pid <= 0) return "";
  if (process.platform === "linux") return readProc(pid, "cmdline").replaceAll("\0", " ");
  const { stdout } = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() === "" ? "" : `${stdout.trim()} `;
}

export function listProcesses(): { pid: number; command: string }[] {
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
