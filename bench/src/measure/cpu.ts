/**
 * CPU seconds of processes, from /proc (Linux). Elsewhere there is no such file, and the answer is null: the report
 * then says n/a.
 *
 * The clock of /proc ticks in hundredths of a second, so only rounds of a second or more are worth a figure.
 */
import { readdirSync, readFileSync } from "node:fs";

/** USER_HZ, which Linux fixes at 100 for user space on every architecture that Node.js runs on. */
const TICKS_PER_SECOND = 100;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** utime + stime, in seconds. */
  readonly own: number;
  /** cutime + cstime of children that ended and were waited for, in seconds. */
  readonly reaped: number;
}

export interface ProcessCpu {
  /** All threads, in seconds. */
  readonly total: number;
  /** The main thread alone, in seconds: where JavaScript runs. */
  readonly mainThread: number;
}

/** CPU of one process since it started, all its threads included. */
export function readProcessCpu(pid: number): ProcessCpu | null {
  const process = readStat(`/proc/${pid}/stat`);
  const mainThread = readStat(`/proc/${pid}/task/${pid}/stat`);
  return process && mainThread && { total: process.own, mainThread: mainThread.own };
}

/** CPU of a process and all below it since they started, those that have ended included. */
export function readTreeCpu(root: number): number | null {
  const all = readAllStats();
  const tree = all.filter((stat) => isBelow(stat, root, all));
  return tree.length === 0 ? null : tree.reduce((sum, stat) => sum + stat.own + stat.reaped, 0);
}

function isBelow(stat: Stat, root: number, all: readonly Stat[]): boolean {
  if (stat.pid === root) return true;
  const parent = all.find(({ pid }) => pid === stat.parent);
  return parent !== undefined && isBelow(parent, root, all);
}

function readAllStats(): Stat[] {
  if (process.platform !== "linux") return [];
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => readStat(`/proc/${pid}/stat`)).filter((stat) => stat !== null);
}

/** Parse one stat file; the command's name may hold spaces and brackets, so fields count from its last one. */
function readStat(path: string): Stat | null {
  const line = readIfThere(path);
  if (line === null) return null;
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const seconds = (index: number) => Number(fields[index]) / TICKS_PER_SECOND;
  return {
    pid: Number.parseInt(line, 10),
    parent: Number(fields[1]),
    own: seconds(11) + seconds(12),
    reaped: seconds(13) + seconds(14),
  };
}

/** A process may end between being listed and being read. */
function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "latin1");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH") return null;
    throw error;
  }
}
