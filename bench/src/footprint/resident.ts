/** Resident memory of a process, from /proc (Linux); null elsewhere. */
import { existsSync, readFileSync } from "node:fs";

const SAMPLE_MS = 100;

/** @returns MiB */
export function readResidentMemory(pid: number): number | null {
  const path = `/proc/${pid}/status`;
  if (!existsSync(path)) return null;
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(path, "utf8"))?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) / 1024;
}

/** @returns the most MiB of all samples taken while `work` went on */
export async function whileSampling(pid: number, work: () => Promise<void>): Promise<number | null> {
  let most = readResidentMemory(pid);
  const timer = setInterval(() => {
    const now = readResidentMemory(pid);
    if (most !== null && now !== null) most = Math.max(most, now);
  }, SAMPLE_MS);
  try {
    await work();
    return most;
  } finally {
    clearInterval(timer);
  }
}
