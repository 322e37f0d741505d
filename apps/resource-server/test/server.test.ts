import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { buildManagement } from "../src/management.js";
import { jwks, signToken, startApi } from "./support/api.js";

const entry = fileURLToPath(new URL("../dist/server.js", import.meta.url));

function startServer(env: Record<string, string>) {
  const settings = { HOST: "127.0.0.1", PORT: "0", MANAGEMENT_PORT: "0", DRAIN_SECONDS: "0", ...env };
  return spawn(process.execPath, [entry], { env: settings, stdio: ["ignore", "pipe", "pipe"] });
}

describe("management listener", () => {
  it("is live in any case, and ready once there are keys, with their age", async () => {
    const api = await startApi();
    const management = buildManagement(api.app, new AbortController().signal);
    await api.app.verifier.refreshKeys();
    expect((await management.inject("/health/live")).json()).toEqual({ status: "live" });
    const ready = await management.inject("/health/ready");
    expect(ready.statusCode).toBe(200);
    expect(ready.json()).toMatchObject({
      status: "ready",
      keys: { count: 1, isStale: false, lastError: null },
    });
    expect(ready.json().keys.ageSeconds).toBeLessThan(5);
    await management.close();
    await api.close();
  });

  it("is not ready once the process is told to end, and what is asked meanwhile is answered", async () => {
    const stopping = new AbortController();
    const api = await startApi({}, stopping.signal);
    const management = buildManagement(api.app, stopping.signal);
    await api.app.verifier.refreshKeys();
    stopping.abort();
    const ready = await management.inject("/health/ready");
    expect(ready.statusCode).toBe(503);
    expect(ready.json()).toMatchObject({ status: "stopping", keys: { count: 1 } });
    const answer = await api.app.inject({ url: "/whoami", headers: api.authorize() });
    expect(answer).toMatchObject({ statusCode: 200, headers: { connection: "close" } });
    await management.close();
    await api.close();
  });

  it("is not ready without keys, and says why", async () => {
    const api = await startApi({ JWKS_URL: "http://127.0.0.1:1/jwks" });
    await api.app.verifier.refreshKeys();
    const management = buildManagement(api.app, new AbortController().signal);
    const ready = await management.inject("/health/ready");
    expect(ready.statusCode).toBe(503);
    expect(ready.json()).toMatchObject({ status: "no keys", keys: { count: 0, ageSeconds: null } });
    expect(ready.json().keys.lastError).not.toBeNull();
    expect((await management.inject("/health/live")).statusCode).toBe(200);
    const refused = await api.app.inject({ url: "/whoami", headers: api.authorize() });
    expect(refused.statusCode).toBe(503);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    await management.close();
    await api.close();
  });
});

describe("the process", () => {
  it("does not start with wrong settings, and names all of them", async () => {
    const child = startServer({ PORT: "abc", LOG_LEVEL: "loud" });
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
    expect(code).toBe(1);
    expect(stderr).toContain('PORT is "abc"');
    expect(stderr).toContain('LOG_LEVEL is "loud"');
  });

  it("does not stay behind when its port is taken", async () => {
    const api = await startApi();
    await api.app.listen({ host: "127.0.0.1", port: 0 });
    const port = new URL(api.app.listeningOrigin).port;
    const child = startServer({ PORT: port, ISSUER: api.issuer });
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, "exit"), text(child.stdout)]);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `cannot listen on 127.0.0.1, port ${port}: another program uses the port. Stop it, or set PORT.`,
    );
    await api.close();
  });

  it("serves from JWKS_FILE while the issuer is away, and ends on SIGTERM", async () => {
    const folder = await mkdtemp(join(tmpdir(), "resource-server-"));
    const file = join(folder, "jwks.json");
    await writeFile(file, JSON.stringify(jwks));
    const issuer = "http://127.0.0.1:1";
    const child = startServer({ ISSUER: issuer, JWKS_FILE: file });
    let origin: string | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      origin = /Server listening at (http:[^"]+)/.exec(line)?.[1];
      if (origin !== undefined) break;
    }
    const headers = { authorization: `Bearer ${signToken(issuer)}` };
    const response = await fetch(`${origin}/whoami`, { headers });
    expect([response.status, await response.json()]).toMatchObject([200, { sub: "alice" }]);
    child.kill("SIGTERM");
    expect((await once(child, "exit"))[0]).toBe(0);
    await rm(folder, { recursive: true });
  });
});
