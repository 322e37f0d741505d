import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
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

  it("moves the registrations along, and makes nothing anew, where API and browser app serve elsewhere", async () => {
    const copy = join(dataDir, "copy.json");
    const before = await keepDemo(copy, addresses(), stack.regrant);
    const count = async (list: "user list" | "client list") =>
      Object.values(await stack.regrant<Record<string, unknown[]>>(list.split(" "))).flat().length;
    const [users, clients] = [await count("user list"), await count("client list")];
    const elsewhere = { resource: "http://localhost:4998", browserApp: "http://localhost:4999" };
    const { browserApp, resource, ...same } = await keepDemo(copy, elsewhere, stack.regrant);
    expect({ browserApp, resource }).toEqual({
      browserApp: { client_id: before.browserApp.client_id, origin: elsewhere.browserApp },
      resource: elsewhere.resource,
    });
    expect({ ...same, browserApp: before.browserApp, resource: before.resource }).toEqual(before);
    const show = (client: { client_id: string }) => stack.regrant(["client", "show", client.client_id]);
    for (const client of [before.service, before.walkthrough, before.browserApp])
      expect(await show(client)).toMatchObject({ resources: [elsewhere.resource] });
    expect(await show(browserApp)).toMatchObject({
      redirect_uris: ["http://localhost:4999/"],
      allowed_origins: ["http://localhost:4999"],
    });
    expect(await count("user list"), "users").toBe(users);
    expect(await count("client list"), "clients").toBe(clients);
  });

  it("keeps its users where the clients are another version's", async () => {
    const copy = join(dataDir, "older.json");
    const { client_id, client_secret } = demo.service;
    const app = { client_id, client_secret };
    writeFileSync(copy, JSON.stringify({ ...demo, app, walkthrough: app }));
    const made = await keepDemo(copy, addresses(), stack.regrant);
    expect([made.ada, made.grace]).toEqual([demo.ada, demo.grace]);
    expect(made.walkthrough.redirect_uri).toBe(demo.walkthrough.redirect_uri);
    expect(made.walkthrough.client_id).not.toBe(client_id);
  });

  it("gives no demo client the password grant, which nobody may use (RFC 9700 §2.4) [stack-1]", async () => {
    const { clients } = await stack.regrant<{ clients: { grant_types: string[] }[] }>(["client", "list"]);
    const grants = clients.flatMap((client) => client.grant_types);
    expect([...new Set(grants)].sort()).toEqual([
      "authorization_code",
      "client_credentials",
      "refresh_token",
    ]);
  });

  it("walks A to H and C again", async () => {
    const { terminal, lines } = collectingTerminal();
    await walkTheLoop({ issuer: stack.issuer, resource: stack.resource, demo }, terminal);
    const steps = lines.flatMap((line) => line.match(/^ {2}([A-H]) {2}/)?.[1] ?? []);
    expect(steps.join("")).toBe("ABCDEFGHCD");
    expect(lines.join("\n")).toMatch(/F.*401 {2}invalid_token: .*expired/);
    expect(lines.join("\n")).not.toContain(demo.ada.password);
    expect(lines.join("\n")).toMatch(/status +entry \d+ of \/status\/\d+ /);
    expect(lines.at(-2)).toMatch(/\d m?s later, the API refuses the session's token \(token_revoked\)/);
  });

  it("begins with a code and PKCE: the login form, the consent form, each time [stack-2]", async () => {
    const { terminal, lines } = collectingTerminal();
    await walkTheLoop({ issuer: stack.issuer, resource: stack.resource, demo }, terminal);
    const shown = lines.join("\n");
    const inOrder = [
      /GET \/oauth2\/authorize response_type=code .*code_challenge=/,
      /POST \/login username=ada@example\.com password=…/,
      /POST \/consent decision=allow/,
      /30[23] {2}to http:\/\/127\.0\.0\.1\/callback\?code=/,
      / A {2}.*POST \/oauth2\/token grant_type=authorization_code code=.* code_verifier=/,
    ].map((expected) => shown.search(expected));
    expect(inOrder).not.toContain(-1);
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
  });

  it("says at which step the loop breaks", async () => {
    const stranger = { ...demo, ada: { ...demo.ada, password: "not her password" } };
    const loop = { issuer: stack.issuer, resource: stack.resource, demo: stranger };
    const walked = walkTheLoop(loop, collectingTerminal().terminal);
    await expect(walked).rejects.toThrow("before step A: /login refuses the password of ada@example.com");
  });

  it("prints the regrant command's own output alone, and passes its exit code on", async () => {
    const env = { ...process.env, DATABASE_URL: stack.postgres.url };
    const { output, code } = await runBin(env, "resource", "list", "--json");
    expect(JSON.parse(output)).toMatchObject({
      resources: expect.arrayContaining([expect.objectContaining({ resource: stack.resource })]),
    });
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
