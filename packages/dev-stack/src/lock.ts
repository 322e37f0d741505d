/** At most one process at a time works on a data folder; the lock of a killed one does not count. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { commandLine } from "./processes.js";

export interface Holder {
  readonly pid: number;
  /** The holder's command line: the pid alone may belong to another program by now. */
  readonly command: string;
}

/** Takes the lock and returns null, or returns who holds it. Whoever takes it again and again has it once. */
export function takeLock(file: string): Holder | null {
  mkdirSync(dirname(file), { recursive: true });
  const mine: Holder = { pid: process.pid, command: commandLine(process.pid) };
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(mine));
  try {
    while (!linked(unfinished, file)) {
      const holder = lockHolder(file);
      if (holder) return holder.pid === process.pid ? null : holder;
      removeStale(file);
    }
    return null;
  } finally {
    rmSync(unfinished, { force: true });
  }
}

export function releaseLock(file: string): void {
  if (lockHolder(file)?.pid === process.pid) rmSync(file, { force: true });
}

/** The living process that holds the lock, or null. */
export function lockHolder(file: string): Holder | null {
  const holder = readHolder(file);
  return holder && isRunning(holder) ? holder : null;
}

function isRunning({ pid, command }: Holder): boolean {
  return command !== "" && commandLine(pid) === command;
}

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A link appears with its content or not at all, so nobody reads a lock that is half written. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Moved away before it is looked at: of two processes that find it stale, the slower must not remove a new one. */
function removeStale(file: string): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if (lockHolder(aside)) linked(aside, file);
  rmSync(aside);
}
