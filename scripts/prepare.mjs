/** Installs and builds, each only where something has changed since. */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../", import.meta.url));
const stamp = join(repository, "node_modules/.regrant-install");
const { packageManager } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
/** `pnpm@version+sha512.hex`, as corepack reads it too. */
const [pinned, pinnedHash = ""] = packageManager.split("+");

/** Runs the pinned pnpm, with `env` added to the environment, and returns whether it ended well. */
export function pnpm(pnpmArgs, env = {}) {
  const { file, args, options } = pinnedPnpm(pnpmArgs);
  const { error, status } = spawnSync(file, args, {
    ...options,
    env: { ...options.env, ...env },
    stdio: "inherit",
  });
  if (error) console.error(`${file} did not start: ${error.message}`);
  return status === 0;
}

/** Runs the pinned pnpm and returns what it prints. @throws Error where it fails */
export function askPnpm(pnpmArgs) {
  const { file, args, options } = pinnedPnpm(pnpmArgs);
  const { error, status, stdout } = spawnSync(file, args, {
    ...options,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (error ?? status !== 0) throw new Error(`pnpm ${pnpmArgs[0]} failed`, { cause: error });
  return stdout;
}

/** Runs a task of every package that has it. Returns whether all ended well. */
export function turbo(args, env) {
  return pnpm(["exec", "turbo", "run", "--ui=stream", ...args], env);
}

/** Runs Node.js and returns its exit code. */
export function runNode(args) {
  return spawnSync(process.execPath, args, { cwd: repository, stdio: "inherit" }).status ?? 1;
}

export async function install() {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return true;
  return step("installing", async () => {
    const mismatch = await faultOfPnpm();
    if (mismatch !== null) return mismatch;
    // Where modules of another pnpm lie there, it would ask, and nobody sees the question.
    const frozen = ["install", "--frozen-lockfile", "--config.confirmModulesPurge=false"];
    const { isGood, output } = await runSilently(pinnedPnpm(frozen));
    if (!isGood) return `${output}\n  The installation failed; see above.`;
    writeFileSync(stamp, wanted);
    return null;
  });
}

export async function build() {
  return step("building", async () => {
    const turboBuild = ["exec", "turbo", "run", "build", "--output-logs=errors-only"];
    const { isGood, output } = await runSilently(pinnedPnpm(turboBuild));
    return isGood ? null : `${output}\n  The build failed; see above.`;
  });
}

/** One line that counts the seconds. `work` resolves to null, or to what is to be read where it fails. */
async function step(name, work) {
  const since = performance.now();
  const line = (sign) => `  ${sign} ${name.padEnd(42)}${formatSeconds(performance.now() - since)}`;
  const ticking = process.stdout.isTTY
    ? setInterval(() => process.stdout.write(`\r${line("·")}`), 100)
    : setTimeout(() => console.log(`  · ${name} …`), 1_000);
  const failure = await work().finally(() => clearInterval(ticking));
  if (process.stdout.isTTY) process.stdout.write("\r");
  console.log(line(failure === null ? "✓" : "✗"));
  if (failure !== null) console.error(`\n  ${failure}`);
  return failure === null;
}

export function hasBuild() {
  return existsSync(join(repository, "packages/dev-stack/dist/commands/walkthrough.js"));
}

export function announce(text) {
  console.log(`\n  ${text} …\n`);
}

/** Whatever decides what an installation contains: lockfile, manifests, platform, Node.js. */
function fingerprint() {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch} ${process.versions.modules}`);
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml", ...manifests()]) {
    hash.update(`\n${file}\n`).update(readFileSync(join(repository, file)));
  }
  return hash.digest("hex");
}

/** package.json of the root and of the folders one and two levels below. */
function manifests(folder = "", depth = 0) {
  const here = join(folder, "package.json");
  const own = existsSync(join(repository, here)) ? [here] : [];
  if (depth === 2) return own;
  const folders = readdirSync(join(repository, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith("."))
    .map((entry) => join(folder, entry.name))
    .sort();
  return [...own, ...folders.flatMap((name) => manifests(name, depth + 1))];
}

function formatSeconds(milliseconds) {
  return `${(milliseconds / 1_000).toFixed(1)} s`.padStart(8);
}

/** `output` is all that it printed, `stdout` what a program would read. */
function runSilently({ file, args, options }) {
  const child = spawn(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let [output, stdout] = ["", ""];
  child.stdout.on("data", (text) => {
    stdout += text;
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ isGood: false, output: error.message, stdout }));
    child.once("close", (code) => resolve({ isGood: code === 0, output, stdout }));
  });
}

/**
 * npm holds what it downloads against the hash that the registry names; this holds that against ours. Without an answer
 * there is no pnpm: a registry that keeps silent here could still hand out another one.
 */
async function faultOfPnpm() {
  const [algorithm, hex = ""] = pinnedHash.split(".");
  const asked = npmCommand("npm", ["view", "--prefer-offline", pinned, "dist.integrity"]);
  const { isGood, output, stdout } = await runSilently(asked);
  if (!isGood) return `${output}\n  npm does not reach its registry; see above.`;
  const expected = `${algorithm}-${Buffer.from(hex, "hex").toString("base64")}`;
  return stdout.trim() === expected
    ? null
    : `The registry does not have the ${pinned} that package.json names by its hash.`;
}

/** The pinned pnpm through npx: nobody has to have pnpm. Where it was fetched before, the registry is not asked again. */
const pinnedPnpm = (args) => npmCommand("npx", ["--prefer-offline", "--yes", pinned, ...args]);

function npmCommand(file, args) {
  const colours = process.stdout.isTTY ? {} : { NO_COLOR: "1" };
  const env = { ...process.env, ...colours, TURBO_TELEMETRY_DISABLED: "1", TURBO_NO_UPDATE_NOTIFIER: "1" };
  return { file, args, options: { cwd: repository, env, shell: process.platform === "win32" } };
}
