import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import pc from "picocolors";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type Demo, keepDemo } from "../src/demo.js";
import { type Stack, type StackOptions, startStack } from "../src/index.js";
import { isAlive } from "../src/processes.js";
import type { Terminal } from "../src/terminal.js";
import { walkTheLoop } from "../src/walkthrough/walk.js";
import { temporaryFolder } from "./support/temporary-folder.js";
import { killedAfterFirstLine } from "./support/victim.js";

async function started(options: StackOptions): Promise<Stack> {
  const stack = await startStack(options);
  onTestFinished(() => stack.stop());
  return stack;
}

async function publishedKeys(url: string): Promise<string[]> {
  const answer = await fetch(`${url}/.well-known/jwks.json`);
  const { keys } = (await answer.json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
}

describe("a stack", () => {
  it("has several authorization servers on one database, and stops PostgreSQL last", async () => {
    const stack = await started({ dataDir: temporaryFolder(), authServers: 2 });
    const [first, second] = stack.authServers;
    expect(first.url).toBe(stack.issuer);
    expect(await publishedKeys(second?.url ?? "")).toEqual(await publishedKeys(first.url));

    const order: string[] = [];
    void stack.postgres.exited.then(() => order.push("PostgreSQL"));
    void stack.resourceServer.exited.then(() => order.push("resource-server"));
    for (const server of stack.authServers) void server.exited.then(() => order.push("auth-server"));
    await stack.stop();
    expect(order).toEqual(["resource-server", "auth-server", "auth-server", "PostgreSQL"]);
  });

  it("takes other ports where its own are taken, and the addresses follow", async () => {
    const holder = createServer().listen(0, "localhost");
    onTestFinished(() => void holder.close());
    await once(holder, "listening");
    const taken = (holder.address() as { port: number }).port;
    const ports = { authServer: taken, resourceServer: taken, postgres: taken };
    const stack = await started({ dataDir: temporaryFolder(), ports });
    expect([stack.issuer, stack.resource, stack.postgres.url].join()).not.toContain(String(taken));
    const metadata = await fetch(`${stack.resource}/.well-known/oauth-protected-resource`);
    expect(await metadata.json()).toMatchObject({
      resource: stack.resource,
      authorization_servers: [stack.issuer],
    });
  });

  it("stops what a killed one left behind, and has its data and keys", async () => {
    const dataDir = temporaryFolder();
    const { pids, kids } = JSON.parse(
      await killedAfterFirstLine(`
        import { startStack } from "DIST/index.js";
        const stack = await startStack({ dataDir: ${JSON.stringify(dataDir)} });
        await stack.regrant(["resource", "create", "https://kept.example"]);
        const { keys } = await (await fetch(stack.issuer + "/.well-known/jwks.json")).json();
        const pids = [stack.postgres.pid, stack.authServers[0].pid, stack.resourceServer.pid];
        console.log(JSON.stringify({ pids, kids: keys.map(({ kid }) => kid) }));`),
    ) as { pids: number[]; kids: string[] };
    expect(pids.map(isAlive)).toEqual([true, true, true]);
    const stack = await started({ dataDir });
    expect(pids.map(isAlive)).toEqual([false, false, false]);
    expect(await stack.regrant(["resource", "list"])).toMatchObject({
      resources: [{ resource: "https://kept.example" }],
    });
    expect(await publishedKeys(stack.issuer)).toEqual(kids);
  });

  it("leaves nothing running when one of its parts does not start, and says why", async () => {
    const dataDir = temporaryFolder();
    let pid = 0;
    const onLog = (part: string, line: string) => {
      if (part === "PostgreSQL") pid = Number(line.match(/\[(\d+)\]/)?.[1] ?? pid);
    };
    const options = { dataDir, onLog, authServerEnv: { ACCESS_TOKEN_SECONDS: "soon" } };
    await expect(startStack(options)).rejects.toThrow(/ACCESS_TOKEN_SECONDS/);
    expect(pid).toBeGreaterThan(0);
    expect(isAlive(pid)).toBe(false);
  });
});

describe("what is done on a running stack", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "regrant-dev-stack-"));
  const file = join(dataDir, "demo.json");
  let stack: Stack;
  let demo: Demo;
  const addresses = () => ({ resource: stack.resource, browserApp: "http://localhost:4002" });
  beforeAll(async () => {
    stack = await startStack({ dataDir });
    demo = await keepDemo(file, addresses(), stack.regrant);
  });
  afterAll(async () => {
    await stack.stop();
    rmSync(dataDir, { recursive: true });
  });

  it("makes the demo data once", async () => {
    expect(await keepDemo(file, addresses(), stack.regrant)).toEqual(demo);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("registers the browser app anew, and nothing else, where it serves at another port", async () => {
    const elsewhere = { ...addresses(), browserApp: "http://localhost:4999" };
    const { browserApp, ...rest } = await keepDemo(join(dataDir, "copy.json"), addresses(), stack.regrant);
    const { browserApp: moved, ...same } = await keepDemo(
      join(dataDir, "copy.json"),
      elsewhere,
      stack.regrant,
    );
    expect(same).toEqual(rest);
    expect(moved).toEqual({ client_id: expect.any(String), origin: "http://localhost:4999" });
    expect(moved.client_id).not.toBe(browserApp.client_id);
  });

  it("walks A to H and C again", async () => {
    const { terminal, lines } = collectingTerminal();
    await walkTheLoop({ issuer: stack.issuer, resource: stack.resource, demo }, terminal);
    const steps = lines.flatMap((line) => line.match(/^ {2}([A-H]) {2}/)?.[1] ?? []);
    expect(steps.join("")).toBe("ABCDEFGHCD");
    expect(lines.join("\n")).toMatch(/F.*401 {2}invalid_token: .*expired/);
    expect(lines.join("\n")).not.toContain(demo.ada.password);
  });

  it("says at which step the loop breaks", async () => {
    const stranger = { ...demo, ada: { ...demo.ada, password: "not her password" } };
    const loop = { issuer: stack.issuer, resource: stack.resource, demo: stranger };
    const walked = walkTheLoop(loop, collectingTerminal().terminal);
    await expect(walked).rejects.toThrow(/^step B: expected 200, got 400/);
  });

  it("prints the regrant command's own output alone, and passes its exit code on", async () => {
    const env = { ...process.env, DATABASE_URL: stack.postgres.url };
    const { output, code } = await runBin(env, "resource", "list", "--json");
    expect(JSON.parse(output)).toMatchObject({ resources: [{ resource: stack.resource }] });
    expect(code).toBe(0);
    expect(await runBin(env, "resource", "unknown")).toEqual({ output: "", code: 2 });
  });
});

async function runBin(env: NodeJS.ProcessEnv, ...args: string[]) {
  const script = fileURLToPath(new URL("../bin/regrant.mjs", import.meta.url));
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ["ignore", "pipe", "ignore"] });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  return { output, code };
}

function collectingTerminal(): { terminal: Terminal; lines: string[] } {
  const lines: string[] = [];
  const terminal: Terminal = {
    colours: pc.createColors(false),
    isInteractive: false,
    line: (line = "") => void lines.push(line),
    passing: () => undefined,
  };
  return { terminal, lines };
}
