/**
 * The suites on another Node.js than this one, which the npm package `node` brings: the packages' and servers' own, and
 * with `--e2e` the end-to-end ones; with `--quick` without the authorization server's, which takes longest. What was built and installed is this Node.js's, as an image's is.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { announce, repository, turbo } from "./prepare.mjs";
import { testOptions } from "./test-options.mjs";

/** @returns the exit code */
export function testOnNode([major = "", ...options]) {
  if (!/^\d+$/.test(major)) {
    console.error("usage: npm run test:node -- 24 [--e2e | --quick]");
    return 2;
  }
  const bin = nodeOf(major);
  if (bin === null) return 1;
  const env = { PATH: `${bin}${delimiter}${process.env.PATH}` };
  const version = spawnSync("node", ["--version"], { env: { ...process.env, ...env }, encoding: "utf8" });
  announce(`tests on Node.js ${version.stdout.trim()}`);
  const test = (...args) => turbo(["test", "--continue", "--log-prefix=none", ...args, ...testOptions], env);
  const left = options.includes("--quick") ? ["--filter=!@regrant/auth-server"] : [];
  const isGood = test("--concurrency=2", "--filter=!@regrant/e2e", ...left);
  if (!options.includes("--e2e")) return isGood ? 0 : 1;
  return test("--filter=@regrant/e2e") && isGood ? 0 : 1;
}

/** The folder of its program; fetched where it is not there. */
function nodeOf(major) {
  const folder = join(tmpdir(), `regrant-node-${major}`);
  const bin = join(folder, "node_modules/node/bin");
  if (existsSync(join(bin, "node"))) return bin;
  mkdirSync(folder, { recursive: true });
  const args = ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", `node@${major}`];
  const { status } = spawnSync("npm", args, { cwd: repository, stdio: "inherit" });
  if (status === 0 && existsSync(join(bin, "node"))) return bin;
  console.error(`Node.js ${major} could not be had from the npm registry.`);
  return null;
}
