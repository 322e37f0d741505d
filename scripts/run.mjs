/**
 * What `npm start`, `npm test` and the other scripts of package.json do: install and build where that is due, then
 * run. Plain Node.js without dependencies, because it runs before anything is installed.
 */
import { requireNode } from "./node-version.mjs";

requireNode();
keepLoopbackFromProxies(process.env);
const { build, hasBuild, install, pnpm, runNode, turbo } = await import("./prepare.mjs");

const [command, ...args] = process.argv.slice(2);
const commands = {
  start,
  test,
  "test:faults": testFaults,
  "test:browsers": testBrowsers,
  "test:compose": testCompose,
  "test:node": testNode,
  mutation,
  prove,
  walkthrough,
  bench,
  release,
};

/** These need no `run`. */
const isNpms = new Set(["start", "test"]);

if (!Object.hasOwn(commands, command)) {
  const names = Object.keys(commands).map((name) => (isNpms.has(name) ? `npm ${name}` : `npm run ${name}`));
  console.error(`usage: ${names.join(" | ")}`);
  process.exit(2);
}
process.exitCode = await commands[command]();

/** Arguments are read before anything is installed for them. */
async function start() {
  const { help, readStartOptions } = await import("./start-options.mjs");
  let options;
  try {
    options = readStartOptions(args);
  } catch (error) {
    console.error(`${error.message}\n\n${help}`);
    return 2;
  }
  if (options.help) {
    console.log(help);
    return 0;
  }
  console.log();
  if (!(await install()) || !(await build())) return 1;
  return run("start", options);
}

async function walkthrough() {
  if (!hasBuild()) {
    console.error("Nothing is built yet. `npm start` installs, builds and starts everything.");
    return 1;
  }
  return run("walkthrough");
}

async function test() {
  if (!(await install())) return 1;
  const { runChecks } = await import("./checks.mjs");
  return runChecks() ? 0 : 1;
}

/** Everything in containers; needs Docker, so that it is not among the tests. */
function testCompose() {
  return testEndToEnd("compose");
}

/** The example app in Firefox and WebKitGTK, where they are installed. */
function testBrowsers() {
  return testEndToEnd("browsers");
}

async function testEndToEnd(name) {
  if (!(await install()) || !(await build())) return 1;
  const vitest = ["vitest", "run", "--config", `vitest.${name}.config.ts`, ...args];
  return pnpm(["--filter", "@regrant/e2e", "exec", ...vitest]) ? 0 : 1;
}

/** On another Node.js: `npm run test:node -- 24 --e2e`. */
async function testNode() {
  if (!(await install())) return 1;
  const { testOnNode } = await import("./test-node.mjs");
  return testOnNode(args);
}

async function testFaults() {
  if (!(await install())) return 1;
  const { testOptions } = await import("./test-options.mjs");
  return turbo(["test:faults", "--log-prefix=none", ...testOptions]) ? 0 : 1;
}

/** Everything that can be shown without Docker: what `npm test` has no time for, too. */
async function prove() {
  if (!(await install())) return 1;
  const everything = await import("./prove.mjs");
  return everything.prove() ? 0 : 1;
}

async function bench() {
  if (!(await install()) || !(await build())) return 1;
  return runNode(["bench/dist/main.js", ...args]);
}

/** Takes minutes, and says of the tests what they are worth; no part of `npm test`. */
async function mutation() {
  if (!(await install()) || !(await build())) return 1;
  const { runMutations } = await import("./mutation.mjs");
  return runMutations(args);
}

async function release() {
  if (!(await install())) return 1;
  const everything = await import("./release.mjs");
  return everything.release(args);
}

/** In this process, so that Ctrl-C has one place to arrive at. */
async function run(name, options) {
  const commandModule = new URL(`../packages/dev-stack/dist/commands/${name}.js`, import.meta.url);
  const exitCode = await (await import(commandModule.href))[name](options);
  process.exit(exitCode);
}

/** As in packages/shared, which is not built yet: with HTTP_PROXY in the shell, what is on this machine goes to no proxy. */
function keepLoopbackFromProxies(env) {
  for (const name of ["NO_PROXY", "no_proxy"]) {
    const named = (env[name] ?? "").split(/[\s,]+/).filter((part) => part !== "");
    const missing = ["localhost", ".localhost", "127.0.0.1", "[::1]"].filter((host) => !named.includes(host));
    if (!named.includes("*")) env[name] = [...named, ...missing].join(",");
  }
}
