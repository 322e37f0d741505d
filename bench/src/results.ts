/** bench/results/, which git ignores: what the last run leaves behind. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../results/", import.meta.url));

/** Write a result over the one before. @returns its path */
export function keepResult(name: string, content: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What `keepResult` has kept as JSON; null where there is none. */
export function readResult<R>(name: string): R | null {
  const path = join(folder, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}
