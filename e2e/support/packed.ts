/** The tarballs of the release, and empty folders outside this repository to install them in. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const { packAll } = await import(join(repository, "scripts/pack.mjs"));

export interface Tarball {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

export const pack = (destination: string): readonly Tarball[] => packAll(destination);

export const packageManager: string = JSON.parse(
  readFileSync(join(repository, "package.json"), "utf8"),
).packageManager;

/** A file in this repository's node_modules; `from` is the folder whose dependency it is. */
export const installedFile = (from: string, name: string): string =>
  createRequire(join(repository, from, "package.json")).resolve(name);

/** The folder of a dependency of `from`. */
export const installedFolder = (from: string, name: string): string =>
  realpathSync(join(repository, from, "node_modules", name));

const npmSetting = (name: string): string =>
  spawnSync("npm", ["config", "get", name], { encoding: "utf8" }).stdout.trim();

export const registry = npmSetting("registry");

/** npm as it is set up here, for programs with another `HOME`; without what only costs time. */
export const npmSettings = {
  npm_config_cache: npmSetting("cache"),
  npm_config_userconfig: npmSetting("userconfig"),
  npm_config_prefer_offline: "true",
  npm_config_audit: "false",
  npm_config_fund: "false",
};

/** Whether what the packages depend on can be had. Where it cannot, nothing can be installed, and the tests say so. */
export const isRegistryThere = (): boolean =>
  spawnSync("npm", ["view", "--prefer-offline", "oauth4webapi", "name"], { timeout: 20_000 }).status === 0;

export interface Folder extends Disposable {
  readonly path: string;
  write(name: string, content: string): void;
  /** Runs a program in the folder and returns its stdout. @throws Error with its output if it fails */
  run(file: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>;
}

export function emptyFolder(): Folder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "regrant-packed-")));
  return {
    path,
    write: (name, content) => writeFileSync(join(path, name), content),
    async run(file, args, env = {}) {
      const child = spawn(file, args, {
        cwd: path,
        env: { ...withoutOurs(process.env), ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      const ended = new Promise<number | null>((resolve, reject) => {
        child.once("error", reject).once("close", resolve);
      });
      const [out, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
      if (code !== 0) throw new Error(`${file} ${args.join(" ")} ended with ${code}:\n${out}${errors}`);
      return out;
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Variables of pnpm and vitest would change what is installed and how it runs. */
const withoutOurs = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^(npm_(?!config_registry)|NODE_OPTIONS|VITEST|NODE_ENV|INIT_CWD)/i.test(name),
    ),
  );

/** Installs a tarball like a reader of the README, without the slow extras. */
export const npmInstall = (folder: Folder, ...tarballs: readonly string[]): Promise<string> =>
  folder.run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...tarballs]);

/** The code of a README's fences, in order: those of `language` under `heading`, or under any. */
export function fencesOf(file: string, language: string): readonly string[] {
  const readme = readFileSync(join(repository, file), "utf8");
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, "gm"))].map(
    ([, code = ""]) => code,
  );
}
