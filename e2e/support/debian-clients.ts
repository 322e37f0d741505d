/** Clients in other languages: Debian's packages. Programs in clients/, which are skipped where theirs is missing. */
import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Report, Setting, Visit, Walk } from "./client-walk.js";

const path = (relative: string) => fileURLToPath(new URL(`../${relative}`, import.meta.url));

/** Not the first of the PATH, which may be one without Debian's modules. */
const python = "/usr/bin/python3";
const goPath = "/usr/share/gocode";

const starts = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;
const pythonHas = (module: string): boolean =>
  starts(python, "-c", `import importlib.util as i, sys; sys.exit(i.find_spec("${module}") is None)`);

const isInstalled = {
  curl: starts("curl", "--version"),
  "python3-authlib": pythonHas("authlib") && pythonHas("requests"),
  "python3-requests-oauthlib": pythonHas("requests_oauthlib"),
  "golang-go": starts("go", "version"),
  "golang-golang-x-oauth2-dev": existsSync(`${goPath}/src/golang.org/x/oauth2`),
};

export type Package = keyof typeof isInstalled;

export const missing = (packages: readonly Package[]): readonly Package[] =>
  packages.filter((name) => !isInstalled[name]);

export const missingOfAll = (): readonly Package[] => missing(Object.keys(isInstalled) as Package[]);

export const pythonClient =
  (script: string): Walk =>
  (setting, visit) =>
    converse(python, [path(`clients/${script}`)], setting, visit);

/** Built offline, from Debian's sources; what was built before is kept, for its standard library takes a while. */
export const goClient: Walk = async (setting, visit) => {
  const cache = path("node_modules/.cache/go");
  const program = `${cache}/client`;
  await promisify(execFile)("go", ["build", "-o", program, path("clients/main.go")], {
    env: {
      PATH: process.env.PATH,
      GOPATH: goPath,
      GO111MODULE: "off",
      GOCACHE: cache,
      GOFLAGS: "",
      CGO_ENABLED: "0",
    },
  });
  return converse(program, [], setting, visit);
};

/** The program reads its settings from a line, prints each address for the user's browser, and at last the report. */
async function converse(
  command: string,
  args: readonly string[],
  setting: Setting,
  visit: Visit,
): Promise<Report> {
  const child = spawn(command, args, { stdio: "pipe", timeout: 60_000, killSignal: "SIGKILL" });
  const closed = once(child, "close");
  const errors = text(child.stderr);
  child.stdin.write(`${JSON.stringify(setting)}\n`);
  let last = "";
  for await (const line of createInterface(child.stdout)) {
    last = line;
    if (line.startsWith("http")) child.stdin.write(`${await visit(new URL(line), setting.redirectUri)}\n`);
  }
  const [code] = await closed;
  if (code === 0) return JSON.parse(last) as Report;
  throw new Error(`${command} ended with ${code}: ${await errors}`);
}
