/** Where and with what a run was made: without it, no figure means anything. */
import { readFileSync, statfsSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, cpus, loadavg, release, tmpdir, totalmem, type } from "node:os";
import { dirname, join } from "node:path";
import type { Client } from "pg";

/** Linux' statfs type of a file system in memory, where fsync costs nothing. */
const TMPFS = 0x01021994;

export type Machine = Readonly<Record<string, string>>;

export async function describeMachine(db: Client, command: string): Promise<Machine> {
  const { rows } = await db.query<{ version: string; synchronous_commit: string; fsync: string }>(
    `select current_setting('server_version') as version,
            current_setting('synchronous_commit') as synchronous_commit, current_setting('fsync') as fsync`,
  );
  const postgres = rows[0];
  if (postgres === undefined) throw new Error("PostgreSQL answered with no row");
  const { version, synchronous_commit, fsync } = postgres;
  return {
    date: new Date().toISOString(),
    command,
    CPU: `${cpus()[0]?.model ?? "unknown"}, ${availableParallelism()} cores`,
    memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    system: `${type()} ${release()}${isVirtual() ? ", virtualised" : ""}`,
    "load average at the end": loadavg()
      .map((load) => load.toFixed(1))
      .join(", "),
    "Node.js": `${process.version}, OpenSSL ${process.versions.openssl}`,
    PostgreSQL: `${version}, synchronous_commit ${synchronous_commit}, fsync ${fsync}`,
    "PostgreSQL's data": statfsSync(tmpdir()).type === TMPFS ? "in memory: fsync costs nothing" : "on disk",
    "oidc-provider": packageVersion("oidc-provider"),
    "@node-oauth/oauth2-server": packageVersion("@node-oauth/oauth2-server"),
    pg: packageVersion("pg"),
  };
}

/** As Linux tells on x86; elsewhere it is not known, and not said. */
function isVirtual(): boolean {
  return (
    process.platform === "linux" && /^flags\b.*\bhypervisor\b/m.test(readFileSync("/proc/cpuinfo", "utf8"))
  );
}

/** Packages may keep their package.json to themselves, so it is looked for above their entry. */
function packageVersion(name: string): string {
  let folder = dirname(createRequire(import.meta.url).resolve(name));
  for (;;) {
    const found = readPackage(join(folder, "package.json"));
    if (found?.name === name) return found.version;
    if (dirname(folder) === folder) throw new Error(`no package.json of ${name}`);
    folder = dirname(folder);
  }
}

function readPackage(path: string): { name: string; version: string } | null {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
