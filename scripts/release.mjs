/**
 * `npm run release`: what would be published, and whether it may be. Publishes with `--publish` and a token alone.
 *
 * Where it goes is npm's own setting; it is not written down here.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runChecks } from "./checks.mjs";
import { manifestOf, packAll, published } from "./pack.mjs";
import { announce, repository, turbo } from "./prepare.mjs";

const git = (...args) => execFileSync("git", args, { cwd: repository, encoding: "utf8" }).trim();

/** Returns the exit code: 0 where everything listed was published, or with `--dry-run` could be. */
export function release(args) {
  const options = { "dry-run": { type: "boolean" }, publish: { type: "boolean" } };
  const { values } = parseArgs({ args, options });
  if (Boolean(values["dry-run"]) === Boolean(values.publish)) {
    console.error("usage: npm run release -- --dry-run | --publish");
    return 2;
  }
  const changed = git("status", "--porcelain");
  if (changed !== "") return refuse(["the working tree has changes; commit them or put them away:", changed]);
  const destination = mkdtempSync(join(tmpdir(), "regrant-release-"));
  try {
    return releaseFrom(destination, values.publish === true);
  } finally {
    rmSync(destination, { recursive: true, force: true });
  }
}

function releaseFrom(destination, publish) {
  const token = takeToken();
  // Anew: what a deleted source file left in dist would be packed, too.
  for (const folder of published) rmSync(join(repository, folder, "dist"), { recursive: true, force: true });
  if (!turbo(["build", "--force", "--output-logs=errors-only"]))
    return refuse(["the build failed; see above"]);
  const tarballs = packAll(destination);
  for (const { name, version, size, files } of tarballs) {
    console.log(`\n  ${name} ${version}   ${(size / 1_000).toFixed(1)} kB, ${files.length} files`);
    for (const { path } of files) console.log(`      ${path}`);
  }
  const reasons = published.flatMap((folder) => obstaclesIn(manifestOf(folder)));
  if (publish && token === "") reasons.push("NODE_AUTH_TOKEN is not set");
  announce("Every check of npm test");
  if (!runChecks()) reasons.push("the checks fail; see above");
  if (reasons.length > 0) return refuse(reasons);
  if (publish) return publishAll(tarballs, destination, token);
  console.log("\n  All of this can be published, with --publish. Nothing was.\n");
  return 0;
}

/** What the owner has to decide before a package can be published. npm itself refuses one that is private. */
export function obstaclesIn({ name, license, private: isPrivate }) {
  const missing = license === undefined ? [`${name} has no "license": its owner has to choose one`] : [];
  return isPrivate ? [...missing, `${name} is "private": npm refuses to publish it`] : missing;
}

/** Out of the environment, before anything runs that has no use for it: the tests are others' code, too. */
function takeToken() {
  const { env } = process;
  const { NODE_AUTH_TOKEN = "" } = env;
  delete env.NODE_AUTH_TOKEN;
  return NODE_AUTH_TOKEN;
}

/** One after the other; npm takes the token from the file, which names no registry but that of npm's settings. */
function publishAll(tarballs, destination, token) {
  const registry = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).trim();
  const settings = join(destination, "npmrc");
  const address = registry.replace(/^https?:/, "");
  writeFileSync(settings, `registry=${registry}\n${address}:_authToken=\${NODE_AUTH_TOKEN}\n`, {
    mode: 0o600,
  });
  for (const { filename, name } of tarballs) {
    const args = ["publish", filename, "--access", "public", "--userconfig", settings];
    const env = { ...process.env, NODE_AUTH_TOKEN: token };
    if (spawnSync("npm", args, { env, stdio: "inherit" }).status !== 0)
      return refuse([`${name} was not published; see above. What stands before it in the list was.`]);
  }
  return 0;
}

function refuse(reasons) {
  console.error(`\n  This cannot be published:\n${reasons.map((reason) => `    ${reason}\n`).join("")}`);
  return 1;
}
