/** The servers where something around them is not as usual: addresses, users, clocks, disks, whoever reads their log. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { freePort } from "@regrant/dev-stack";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { eventually } from "../support/eventually.js";
import { programs } from "../support/run-to-end.js";
import { startTestStack, type TestStack } from "../support/stack.js";

type Program = "authServer" | "resourceServer";
const both: readonly Program[] = ["authServer", "resourceServer"];

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.stop());

const settings = (env: Record<string, string> = {}) => ({
  PATH: process.env.PATH ?? "",
  DATABASE_URL: stack.authServerEnv.DATABASE_URL ?? "",
  SECRETS: stack.authServerEnv.SECRETS ?? "",
  ISSUER: stack.issuer,
  HOST: "127.0.0.1",
  PORT: "0",
  MANAGEMENT_PORT: "0",
  DRAIN_SECONDS: "0",
  ...env,
});

const script = (program: Program) => fileURLToPath(new URL(`../../${programs[program]}`, import.meta.url));

interface Start {
  readonly env?: Record<string, string>;
  /** What Node.js is started by, as in `setpriv … node`. */
  readonly by?: readonly string[];
  readonly nodeArgs?: readonly string[];
  readonly stdout?: "pipe" | number;
}

function start(program: Program, { env = {}, by = [], nodeArgs = [], stdout = "pipe" }: Start = {}) {
  const [command = "", ...args] = [...by, process.execPath, ...nodeArgs, script(program)];
  const child = spawn(command, args, { env: settings(env), stdio: ["ignore", stdout, "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

async function endOf(child: ReturnType<typeof start>): Promise<{ code: number | null; output: string }> {
  const output = [child.stdout, child.stderr].map((stream) => (stream === null ? "" : text(stream)));
  const [code] = await once(child, "exit");
  return { code, output: (await Promise.all(output)).join("") };
}

/** Starts it on a port of its own. @returns its health, when it is live */
async function serving(program: Program, options: Start = {}) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = start(program, { ...options, env: { MANAGEMENT_PORT: String(port), ...options.env } });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (more: string) => {
      output += more;
    });
  const live = () =>
    fetch(`${url}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    );
  await eventually(`${program} is live`, live);
  return { child, url, live, output: () => output };
}

describe.each(both)("%s", (program) => {
  it.each(["[::1]", "localhost"])("listens on HOST=%s", async (HOST) => {
    const { output } = await serving(program, { env: { HOST } });
    await eventually("it listens", async () => /"serving"|Server listening at/.test(output()));
  });

  it("says in one line, without a stack, that a port is taken, and by which setting it is changed [e2e-surroundings-1]", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void holder.close());
    await once(holder, "listening");
    const { port } = holder.address() as { port: number };
    for (const prefix of ["", "MANAGEMENT_"]) {
      const env = { [`${prefix}PORT`]: String(port), LOG_LEVEL: "silent" };
      const { code, output } = await endOf(start(program, { env }));
      expect(code).toBe(1);
      expect(output.trim()).toBe(
        `cannot listen on 127.0.0.1, port ${port}: another program uses the port. Stop it, or set ${prefix}PORT.`,
      );
    }
  });

  it.each([
    ["192.0.2.1", "this machine has no such address"],
    ["no-such-host.invalid", "Set HOST to an IP address."],
  ])("says that it cannot listen on HOST=%s", async (HOST, words) => {
    const { code, output } = await endOf(start(program, { env: { HOST, LOG_LEVEL: "silent" } }));
    expect(code).toBe(1);
    expect(output).toContain(`cannot listen on ${HOST}, port 0: `);
    expect(output).toContain(words);
    expect(output).not.toContain("    at ");
  });

  it("ends with 1 after a failed start, though nobody reads its log any more [e2e-surroundings-2]", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void holder.close());
    await once(holder, "listening");
    const { port } = holder.address() as { port: number };
    const child = start(program, { env: { PORT: String(port), LOG_LEVEL: "trace" } });
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect((await once(child, "exit"))[0]).toBe(1);
  });

  it("goes on when whoever reads its log has gone, and ends with 0 [e2e-surroundings-3]", async () => {
    const { child, live } = await serving(program, { env: { LOG_LEVEL: "trace" } });
    child.stdout?.destroy();
    child.stderr?.destroy();
    for (let request = 0; request < 20; request += 1) expect(await live()).toBe(true);
    child.kill("SIGTERM");
    expect((await once(child, "exit"))[0]).toBe(0);
  });

  it("starts whatever the language, time zone and folders are said to be", async () => {
    const odd = {
      LANG: "xx_YY",
      LC_ALL: "tlh",
      TZ: "Mars/Olympus",
      HOME: "/nonexistent",
      TMPDIR: "/nonexistent",
    };
    await serving(program, { env: { ...odd, USER: "", LOGNAME: "" } });
  });

  it("starts with little memory and few files", async () => {
    const few = 'ulimit -n 256; exec "$@"';
    await serving(program, { by: ["/bin/sh", "-c", few, "sh"], nodeArgs: ["--max-old-space-size=64"] });
  });
});

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn("  Not root: a user without a name and a full disk are not tried.");

describe.skipIf(!isRoot)("as root can try", () => {
  it.each(both)("%s starts as a user that no passwd file knows", async (program) => {
    if (!canReachSources()) return;
    const nameless = ["setpriv", "--reuid=12345", "--regid=12345", "--clear-groups"];
    const { live } = await serving(program, { by: nameless });
    expect(await live()).toBe(true);
  });

  it.each(both)(
    "%s goes on while the disk of its log is full, and writes again when it is not",
    async (program) => {
      const folder = mkdtempSync(join(tmpdir(), "regrant-full-"));
      if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]).status !== 0) {
        rmSync(folder, { recursive: true });
        return console.warn("  No tmpfs can be mounted here: a full disk is not tried.");
      }
      const [logFile, filler] = [join(folder, "log"), join(folder, "filler")];
      const stdout = openSync(logFile, "a");
      const port = await freePort();
      const { child, live, output } = await serving(program, { env: { PORT: String(port) }, stdout });
      closeSync(stdout);
      const request = () => fetch(`http://127.0.0.1:${port}/nowhere`).then(({ status }) => status);
      await eventually("it serves", () => request().then(Boolean, () => false));

      expect(() => writeFileSync(filler, Buffer.alloc(131_072))).toThrow(/ENOSPC/);
      await eventually("lines are lost", async () => (await request()) === 404 && /ENOSPC/.test(output()));
      expect(await live()).toBe(true);
      rmSync(filler);
      const { size } = statSync(logFile);
      await eventually(
        "lines are written",
        async () => (await request()) === 404 && statSync(logFile).size > size,
      );

      child.kill("SIGTERM");
      expect((await once(child, "exit"))[0]).toBe(0);
      spawnSync("umount", [folder]);
      rmSync(folder, { recursive: true });
    },
  );
});

/** Whether another user gets into the clone. */
const canReachSources = (): boolean => {
  const nobody = ["--reuid=12345", "--regid=12345", "--clear-groups", "test", "-r", script("authServer")];
  const reaches = spawnSync("setpriv", nobody).status === 0;
  if (!reaches) console.warn("  The clone is closed to other users: a user without a name is not tried.");
  return reaches;
};

describe("JWKS_FILE", () => {
  it.each([
    ["in a folder that is not there", (folder: string) => join(folder, "no", "jwks.json")],
    ["that is a folder", (folder: string) => folder],
    ["on a path that is no folder", () => "/dev/null/jwks.json"],
  ])("%s is said, and the API serves without", async (_case, pathIn) => {
    const folder = mkdtempSync(join(tmpdir(), "regrant-jwks-"));
    chmodSync(folder, 0o755);
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { url } = await serving("resourceServer", { env: { JWKS_FILE: pathIn(folder) } });
    await eventually("the failure is seen", async () => {
      const answer = await fetch(`${url}/health/ready`);
      const { status, keys } = (await answer.json()) as { status: string; keys: { fileError: unknown } };
      return status === "ready" && keys.fileError !== null;
    });
  });
});

describe("a clock that is a day off", () => {
  const dayAhead = `data:text/javascript,const now=Date.now;Date.now=()=>now()+864e5`;
  const dayBehind = `data:text/javascript,const now=Date.now;Date.now=()=>now()-864e5`;

  it.each([
    ["authServer", dayAhead, "86400 seconds ahead of the database's"],
    ["authServer", dayBehind, "86400 seconds behind the database's"],
    ["resourceServer", dayAhead, "seconds ahead of the authorization server's"],
  ] as const)("of %s is said in its log, its metrics and by /health/ready", async (program, shift, words) => {
    const { url, output } = await serving(program, { nodeArgs: ["--import", shift] });
    await eventually("it is said", async () => output().includes(words));
    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(503);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const ahead = Number(/^regrant_clock_ahead_seconds (\S+)$/m.exec(metrics)?.[1]);
    expect(Math.abs(Math.abs(ahead) - 86_400)).toBeLessThan(10);
  });

  it("is none of ours: the clocks of these servers agree", async () => {
    const ready = await fetch(`${stack.authServers[0].managementUrl}/health/ready`);
    expect(await ready.json()).toMatchObject({ status: "ready", checks: { clock: true } });
  });
});

it("a checkout on Windows has the lines of this one: .gitattributes keeps LF", () => {
  const attributes = fileURLToPath(new URL("../../.gitattributes", import.meta.url));
  expect(readFileSync(attributes, "utf8")).toMatch(/^\* text=auto eol=lf$/m);
});
