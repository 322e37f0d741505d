/**
 * Programs in other languages (clients/), built with their own tools and registries, once per version of their
 * sources, in a folder that outlives this clone. Those that cannot be built are skipped with a message.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const sources = fileURLToPath(new URL("../clients/", import.meta.url));

/** A dead registry must not block the tests forever, but a first build on a busy machine takes minutes. */
const buildsWithinMs = 900_000;

interface Recipe {
  /** The required tool: a command that prints its version. */
  readonly needs: readonly [command: string, ...args: string[]];
  /** Builds into this folder, from the sources in `from`. */
  build(into: string, from: string): Promise<void>;
}

const inFolder = (command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) =>
  run(command, args, { cwd, env: { ...process.env, ...env }, timeout: buildsWithinMs, maxBuffer: 1e8 });

const recipes = {
  curl: { needs: ["curl", "--version"], build: async () => undefined },
  python: {
    needs: ["python3", "-c", "import ensurepip, sys; sys.exit(sys.version_info < (3, 10))"],
    async build(into, from) {
      await inFolder("python3", ["-m", "venv", into], from);
      const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
      await inFolder(join(into, "bin/python"), [...pip, "--requirement", "requirements.txt"], from);
    },
  },
  go: {
    needs: ["go", "version"],
    async build(into, from) {
      const env = { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly" };
      await inFolder("go", ["build", "-o", join(into, "client"), "."], from, env);
    },
  },
  /** An OpenID provider: the example of zitadel/oidc. */
  zitadel: {
    needs: ["go", "version"],
    async build(into, from) {
      const env = { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly" };
      const server = "github.com/zitadel/oidc/v3/example/server";
      await inFolder("go", ["build", "-o", join(into, "provider"), server], from, env);
    },
  },
  rust: {
    needs: ["cargo", "--version"],
    async build(into, from) {
      const target = join(into, "target");
      await inFolder("cargo", ["build", "--quiet", "--locked", "--target-dir", target], from);
      renameSync(join(target, "debug/regrant-client"), join(into, "client"));
      rmSync(target, { recursive: true });
    },
  },
  spring: {
    needs: ["mvn", "--version"],
    async build(into, from) {
      await inFolder("mvn", ["-q", "-B", `-Dregrant.target=${into}`, "package"], from);
    },
  },
} satisfies Record<string, Recipe>;

export type ProgramName = keyof typeof recipes;

/** Each program's folder, or why there is none. */
export type Programs = Readonly<
  Record<ProgramName, { readonly folder: string } | { readonly missing: string }>
>;

/** A program's folder; empty if it is missing. */
export function folderIn(programs: Programs, name: ProgramName): string {
  const program = programs[name];
  return "folder" in program ? program.folder : "";
}

export async function buildPrograms(say: (text: string) => void): Promise<Programs> {
  const built = Object.entries(recipes).map(async ([name, recipe]) => [name, await build(name, recipe, say)]);
  return Object.fromEntries(await Promise.all(built));
}

async function build(
  name: string,
  recipe: Recipe,
  say: (text: string) => void,
): Promise<Programs[ProgramName]> {
  const [command, ...args] = recipe.needs;
  if (process.env.FOREIGN_CLIENTS === "off") return { missing: "FOREIGN_CLIENTS=off" };
  const found = await run(command, args).then(
    ({ stdout }) => ({ version: stdout }),
    () => null,
  );
  if (found === null) return { missing: `no ${command} that will do` };
  const from = join(sources, name);
  const folder = join(cacheFolder(), `${name}-${fingerprint(from, found.version)}`);
  if (existsSync(folder)) return { folder };
  const since = performance.now();
  say(`building ${name}'s program, once: its packages come from their registry …`);
  try {
    await buildAside(recipe, folder, from);
  } catch (error) {
    const words = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    return { missing: `${command} could not build: ${words.trim().split("\n").slice(-3).join(" ")}` };
  }
  say(`built ${name}'s program in ${Math.round((performance.now() - since) / 1_000)} s`);
  return { folder };
}

/** A folder gets its final name when complete; of two simultaneous builds, one is dropped. */
async function buildAside(recipe: Recipe, folder: string, from: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  const aside = mkdtempSync(`${folder}.`);
  try {
    await recipe.build(aside, from);
    if (!existsSync(folder)) renameSync(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Not in the common temporary folder, where another user could plant a program. */
const cacheFolder = (): string =>
  process.env.FOREIGN_CLIENTS_CACHE ?? join(homedir(), ".cache/regrant-clients");

function fingerprint(from: string, toolVersion: string): string {
  const hash = createHash("sha256").update(`${process.arch} ${toolVersion}`);
  if (existsSync(from)) {
    for (const file of readdirSync(from, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    ))
      hash.update(file.name).update(readFileSync(join(file.parentPath, file.name)));
  }
  return hash.digest("hex").slice(0, 16);
}
