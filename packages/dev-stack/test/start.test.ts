/** `npm start` and `npx regrant`, each as a process, in a clone with data of its own. Each test goes on from the one before. */
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Demo } from "../src/demo.js";
import { type Clone, cloneRepository, type Run } from "./support/clone.js";
import { freePorts } from "./support/free-ports.js";

let clone: Clone;
let port: number;
let made: Demo;

beforeAll(async () => {
  clone = cloneRepository();
  port = await freePorts();
});
afterAll(() => clone.remove());

const readDemo = () => JSON.parse(readFileSync(join(clone.data, "demo.json"), "utf8")) as Demo;

async function serving(options: Parameters<Clone["start"]>[0]): Promise<Run> {
  const run = clone.start(options);
  await run.prints("Serving.");
  expect(run.output()).toContain("The loop is closed");
  return run;
}

async function finished(run: Run): Promise<{ code: number | null; output: string }> {
  const code = await run.exitCode;
  return { code, output: run.output() };
}

async function accessToken({ client_id, client_secret }: Demo["service"]): Promise<string> {
  const form = { grant_type: "client_credentials", client_id, client_secret };
  const body = new URLSearchParams(form);
  const answer = await fetch(`http://localhost:${port}/oauth2/token`, { method: "POST", body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function takePort(taken: number): Promise<void> {
  const holder = createServer().listen(taken, "localhost");
  await once(holder, "listening");
  onTestFinished(async () => {
    holder.close();
    await once(holder, "close");
  });
}

describe("npm start", { timeout: 120_000 }, () => {
  it("serves at the port that was asked for and the four that follow, and says where the logs are", async () => {
    const run = await serving({ port });
    expect(run.output()).toContain(`authorization server   http://localhost:${port} `);
    expect(run.output()).toContain(`resource server        http://localhost:${port + 1} `);
    expect(run.output()).toContain(`browser app            http://localhost:${port + 2} `);
    expect(run.output()).toContain(`MCP server             http://localhost:${port + 3}/mcp `);
    expect(run.output()).toContain(`app with a back end    http://localhost:${port + 4} `);
    expect(run.output()).toMatch(/logs {19}\.data\/logs\/ {2}auth-server\.log/);
    expect(existsSync(join(clone.data, "logs/auth-server.log"))).toBe(true);
    made = readDemo();

    const doctor = await finished(clone.regrant("doctor"));
    expect(doctor.output).toContain(
      `http://localhost:${port}/.well-known/oauth-authorization-server answers, and its issuer equals ISSUER.`,
    );
    expect(doctor.output).toContain("Errors: 0.");
    const explained = await finished(clone.regrant("explain", await accessToken(made.service)));
    expect(explained.output).toContain("It works.");

    expect(await finished(clone.start({}))).toMatchObject({
      code: 0,
      output: expect.stringContaining("runs already"),
    });
    for (const options of [{ reset: true }, { port: port + 100 }]) {
      expect(await finished(clone.start(options))).toMatchObject({
        code: 1,
        output: expect.stringContaining("Stop it first"),
      });
    }
    expect(readDemo()).toEqual(made);
    expect(await run.end("SIGINT")).toBe(0);
  });

  it("is what regrant doctor looks for when it has stopped, too", async () => {
    const { output } = await finished(clone.regrant("doctor"));
    expect(output).toContain(
      `http://localhost:${port}/.well-known/oauth-authorization-server does not answer`,
    );
  });

  it("refuses a port that is taken where it was asked for", async () => {
    await takePort(port + 2);
    const { code, output } = await finished(clone.start({ port }));
    expect(code).toBe(1);
    expect(output).toContain(`Port ${port + 2} is taken`);
  });

  it("moves where a port of the last run is taken; users and clients stay and move along", async () => {
    await takePort(port + 2);
    const run = await serving({});
    expect(run.output()).toContain(`port ${port + 2} is taken`);
    const { resource, browserApp, ...same } = readDemo();
    expect({ ...same, resource: made.resource, browserApp: made.browserApp }).toEqual(made);
    expect(run.output()).toContain(`resource server        ${resource} `);
    const origin = `http://localhost:${Number(new URL(resource).port) + 1}`;
    expect(browserApp).toEqual({ ...made.browserApp, origin });
    expect(await run.end("SIGTERM")).toBe(0);
  });

  it("--reset says what it deletes, and starts anew", async () => {
    const run = await serving({ port, reset: true });
    for (const name of ["postgres", "secrets", "demo.json", "ports.json", "logs"])
      expect(run.output()).toMatch(new RegExp(`^ {4}${name} `, "m"));
    expect(readDemo().ada.email).toBe(made.ada.email);
    expect(readDemo().ada.password).not.toBe(made.ada.password);
    expect(await run.end("SIGINT")).toBe(0);
    expect(readdirSync(clone.data)).not.toContain("lock");
  });
});
