/** A process's memory, seen from outside. */
import { execFileSync } from "node:child_process";
import type { ServerProcess } from "@regrant/dev-stack";

export function residentBytes({ pid }: ServerProcess): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) * 1024;
}
