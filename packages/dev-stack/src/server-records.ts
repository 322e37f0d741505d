/** Remembers the servers of a data folder, so that a start after a kill -9 finds and stops them. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { readPrivateJson, writePrivateJson } from "./private-file.js";
import { commandLine, isGoneWithin, signal } from "./processes.js";

const STOP_WITHIN_MS = 5_000;

interface ServerRecord {
  readonly pid: number;
  readonly command: string;
}

const recordsFile = (dataDir: string) => join(dataDir, "servers.json");

export function recordServer(dataDir: string, pid: number): void {
  const records = findRecordedServers(dataDir);
  writePrivateJson(recordsFile(dataDir), [...records, { pid, command: commandLine(pid) }]);
}

/** The remembered servers that still run. */
export function findRecordedServers(dataDir: string): ServerRecord[] {
  const records = readPrivateJson<ServerRecord[]>(recordsFile(dataDir)) ?? [];
  return records.filter(({ pid, command }) => command !== "" && commandLine(pid) === command);
}

/** Stops the servers that a killed run left behind; returns how many there were. */
export async function stopRecordedServers(dataDir: string): Promise<number> {
  const servers = findRecordedServers(dataDir);
  for (const { pid } of servers) signal(pid, "SIGTERM");
  await Promise.all(
    servers.map(async ({ pid }) => {
      if (await isGoneWithin(pid, STOP_WITHIN_MS)) return;
      signal(pid, "SIGKILL");
      await isGoneWithin(pid, STOP_WITHIN_MS);
    }),
  );
  forgetServers(dataDir);
  return servers.length;
}

/** After an orderly stop there is nothing to look for. */
export function forgetServers(dataDir: string): void {
  rmSync(recordsFile(dataDir), { force: true });
}
