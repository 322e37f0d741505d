import { lookup } from "node:dns/promises";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { rotateKeys } from "../../src/keys/rotation.js";
import { listen } from "../../src/listen.js";
import { createClient, createResources, createUser } from "../support/fixtures.js";
import { lockSessionRow } from "../support/row-lock.js";
import { sessionIdOf } from "../support/rows.js";
import { type TestServer, testServer } from "../support/server.js";
import { identify, type Parameters, refresh, signIn } from "../support/token-requests.js";

const server = await testServer();
await createResources(server);
const client = await createClient(server);

describe("MAX_CONCURRENT_REQUESTS", () => {
  it("refuses what is more at once, with 503 and Retry-After; keys, metadata and error pages are answered [overload-1]", async () => {
    const full = await testServer({ env: { MAX_CONCURRENT_REQUESTS: "3" } });
    const held = await holdRefreshes(full, 3);

    const refused = await ask(full, clientCredentials());
    expect([refused.status, await reasonOf(refused)]).toEqual([503, errorUri("overloaded")]);
    expect(refused.headers.get("retry-after")).toBe("1");
    const { port } = await addressOf(full);
    for (const path of [
      "/.well-known/jwks.json",
      "/.well-known/oauth-authorization-server",
      "/errors/overloaded",
    ])
      expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(200);
    const page = await fetch(`http://127.0.0.1:${port}/login`);
    expect([page.status, page.headers.get("content-type")]).toEqual([503, "text/html; charset=utf-8"]);

    await held.release();
    for (const answer of held.answers) expect((await answer).status).toBe(200);
    await expect.poll(() => full.context.metrics.requestsInFlight).toBe(0);
    expect((await ask(full, clientCredentials())).status).toBe(200);
  });

  it("counts work until it has settled: a client that hangs up keeps its place [overload-2]", async () => {
    const full = await testServer({ env: { MAX_CONCURRENT_REQUESTS: "3" } });
    const held = await holdRefreshes(full, 3);
    held.hangUp();
    for (const answer of held.answers) await expect(answer).rejects.toThrow();
    const since = performance.now();
    expect((await ask(full, clientCredentials())).status).toBe(503);
    expect(performance.now() - since).toBeLessThan(500);
    expect(full.context.metrics.requestsInFlight).toBe(3);

    await held.release();
    await expect.poll(() => full.context.metrics.requestsInFlight).toBe(0);
    expect((await ask(full, clientCredentials())).status).toBe(200);
  });

  it("counts work that goes on after its client was told to repeat the request [overload-3]", async () => {
    const slow = await testServer({ env: { MAX_CONCURRENT_REQUESTS: "1" } });
    const { verify } = slow.context.passwords;
    let goOn = () => {};
    const hashing = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    Object.assign(slow.context.passwords, {
      verify: async (hash: string | null, forms: readonly string[], network: string) => {
        await hashing;
        return verify(hash, forms, network);
      },
    });
    const user = await createUser(slow);
    const form = {
      grant_type: "password",
      username: user.email,
      password: user.password,
      ...identify(client),
    };
    const late = await ask(slow, form);
    expect([late.status, await reasonOf(late)]).toEqual([503, errorUri("deadline_exceeded")]);
    expect(slow.context.metrics.requestsInFlight).toBe(1);
    expect((await ask(slow, clientCredentials())).status).toBe(503);
    goOn();
    await expect.poll(() => slow.context.metrics.requestsInFlight).toBe(0);
  });

  it("is given back by what has no route, no answer in words, or no work [overload-4]", async () => {
    const { port } = await addressOf(server);
    const origin = { origin: "https://elsewhere.example" };
    for (const [method, path] of [
      ["GET", "/nothing"],
      ["GET", "/%"],
      ["HEAD", "/login"],
      ["PUT", "/oauth2/token"],
      ["OPTIONS", "/oauth2/token"],
      ["GET", "/account"],
      ["GET", "/admin/v1/clients"],
      ["GET", "/admin/v1/%"],
    ] as const)
      await fetch(`http://127.0.0.1:${port}${path}`, { method, headers: origin, redirect: "manual" });
    await expect.poll(() => server.context.metrics.requestsInFlight).toBe(0);
  });

  it("refuses so that an app of another origin can read it [overload-5]", async () => {
    const full = await testServer({ env: { MAX_CONCURRENT_REQUESTS: "1" } });
    full.context.metrics.requestsInFlight = 1;
    const origin = "https://app.example";
    await createClient(server, { allowedOrigins: [origin] });
    const refused = await ask(full, clientCredentials(), { origin });
    expect(refused.status).toBe(503);
    expect(refused.headers.get("access-control-allow-origin")).toBe(origin);
    const lines = full.logLines.map((line) => JSON.parse(line));
    expect(lines).toContainEqual(expect.objectContaining({ level: 30, status: 503, reason: "overloaded" }));
    expect(lines.filter(({ level }) => level >= 40)).toEqual([]);
  });

  it("refuses a plain token request before routing with one log line a second for all of them [overload-6]", async () => {
    const full = await testServer({ env: { MAX_CONCURRENT_REQUESTS: "1" } });
    full.context.metrics.requestsInFlight = 1;
    await addressOf(full);
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(full, { a: "b" })));
    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        "retry-after": "1",
        "cache-control": "no-store",
        pragma: "no-cache",
        "content-type": "application/json; charset=utf-8",
        "x-content-type-options": "nosniff",
      });
    }
    const warnings = () => full.logLines.map((line) => JSON.parse(line)).filter(({ level }) => level === 40);
    await expect.poll(() => warnings().map(({ refused }) => refused), { timeout: 5_000 }).toEqual([50]);
    const metrics = await full.context.metrics.registry.metrics();
    expect(metrics).toContain('regrant_requests_refused_total{why="no_place"} 50');
    expect(metrics).toContain('regrant_token_requests_total{grant_type="unknown",outcome="overloaded"} 50');

    full.context.metrics.requestsInFlight = 0;
    expect((await ask(full, { a: "b" })).status).toBe(400);
  });
});

describe("The queue before PostgreSQL", () => {
  it("drops what nobody waits for: a sign-out whose client has gone signs nobody out [overload-7]", async () => {
    const narrow = await testServer({ env: { DATABASE_POOL_SIZE: "1" } });
    const user = await createUser(server);
    const kept = await signIn(server, client, user);
    const ended = await signIn(server, client, user);
    expect((await ask(narrow, clientCredentials())).status).toBe(200); // the client is cached from here on
    const held = await holdRefreshes(narrow, 1);
    const gone = new AbortController();
    const revoke = (token: string, signal?: AbortSignal) =>
      ask(narrow, { token, ...identify(client) }, {}, { path: "/oauth2/revoke", signal });
    const dropped = revoke(kept.refresh_token, gone.signal);
    const stays = revoke(ended.refresh_token);
    await expect.poll(() => narrow.context.metrics.waitingForDatabase).toBe(2);
    gone.abort();
    await expect(dropped).rejects.toThrow();
    await expect.poll(() => narrow.context.metrics.waitingForDatabase).toBe(1);
    expect(narrow.context.metrics.requestsInFlight).toBe(2); // its place is free, too
    await held.release();
    expect((await stays).status).toBe(200);
    await refresh(server, client, kept.refresh_token);
    const refused = await ask(narrow, {
      grant_type: "refresh_token",
      refresh_token: ended.refresh_token,
      ...identify(client),
    });
    expect(await reasonOf(refused)).toBe(errorUri("refresh_token_revoked"));
  });

  it("refuses what cannot be served in time, and what is more than its bound, before anything is asked [overload-8]", async () => {
    const narrow = await testServer({ env: { DATABASE_POOL_SIZE: "1", MAX_CONCURRENT_REQUESTS: "2" } });
    const { db } = narrow.context;
    const busy = await db.connect();
    const waiting = [1, 2].map((each) => db.query("select $1", [each]));
    const tooMany = { status: 503, reason: "overloaded", headers: { "retry-after": "1" } };
    await expect(db.query("select 3")).rejects.toMatchObject(tooMany);
    for (const each of waiting) await expect(each).rejects.toMatchObject({ reason: "database_unavailable" });
    busy.release();
    expect((await db.query("select 4 as four")).rows).toEqual([{ four: 4 }]);
  });

  it("lets what the process does by itself pass: jobs and readiness wait behind no request [overload-9]", async () => {
    const { context } = await testServer({ env: { DATABASE_POOL_SIZE: "1" } });
    const done: string[] = [];
    const requests = Array.from({ length: 5 }, () => context.db.query("select pg_sleep(0.1)"));
    for (const request of requests) request.then(() => done.push("request"));
    await Promise.all([rotateKeys(context).then(() => done.push("job")), ...requests]);
    expect(done.indexOf("job")).toBeLessThan(3);
  });
});

describe("A body that does not come with its head", () => {
  it("takes no place, and is refused after two seconds with 408, its connection closed [overload-10]", async () => {
    const full = await testServer({ env: { MAX_CONCURRENT_REQUESTS: "1" } });
    await addressOf(full);
    const since = performance.now();
    const sockets = await Promise.all(Array.from({ length: 100 }, () => startRequest(full)));
    await expect.poll(() => full.context.metrics.requestsIncomplete).toBe(100);
    for (let turn = 0; turn < 10; turn += 1) expect((await ask(full, clientCredentials())).status).toBe(200);
    for (const socket of sockets) {
      const answer = await text(socket);
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
      expect(answer).toContain(errorUri("body_too_slow"));
      expect(answer.toLowerCase()).toContain("\r\nconnection: close");
    }
    expect(performance.now() - since).toBeLessThan(4_000);
    expect(full.context.metrics.requestsIncomplete).toBe(0);
  });

  it("is answered where it comes a little later, in pieces, or after 100 Continue [overload-11]", async () => {
    const { port } = await addressOf(server);
    const form = new URLSearchParams(clientCredentials()).toString();
    for (const more of ["", "expect: 100-continue\r\n"]) {
      const socket = await startRequest(server, { "content-length": String(form.length) }, more);
      socket.write(form.slice(0, 5));
      await new Promise((resolve) => setTimeout(resolve, 50));
      socket.write(form.slice(5));
      const [answer] = await once(
        socket.on("data", () => {}),
        "data",
      );
      expect(String(answer)).toMatch(/^HTTP\/1\.1 (100|200) /);
      socket.destroy();
    }
    const chunked = await fetch(`http://127.0.0.1:${port}/oauth2/token`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new Blob([form]).stream(),
      duplex: "half",
    } as RequestInit);
    expect(chunked.status).toBe(200);
    await expect.poll(() => server.context.metrics.requestsInFlight).toBe(0);
  });

  it("has a bound for each address, by TRUST_PROXY the forwarded one [overload-12]", async () => {
    const proxied = await testServer({ env: { TRUST_PROXY: "127.0.0.1" } });
    const from = (address: string) => startRequest(proxied, { "x-forwarded-for": address });
    await addressOf(proxied);
    await Promise.all(Array.from({ length: 250 }, () => from("192.0.2.1")));
    await expect.poll(() => proxied.context.metrics.requestsIncomplete).toBe(250);
    const [more, other] = [await from("192.0.2.1"), await from("192.0.2.2")];
    const answer = await text(more);
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer.toLowerCase()).toContain("\r\nconnection: close");
    expect(proxied.context.metrics.requestsIncomplete).toBe(251);
    // Whoever sends complete requests is answered, even from there.
    expect((await ask(proxied, clientCredentials(), { "x-forwarded-for": "192.0.2.1" })).status).toBe(200);
    other.destroy();
    await expect.poll(() => proxied.context.metrics.requestsIncomplete).toBeLessThan(251);
  });
});

describe("HOST=localhost", () => {
  it("is answered on each address that it has, as large as a form may be", async () => {
    const local = await testServer();
    await listen(local.app, { host: "localhost", port: 0 });
    const { port } = local.app.server.address() as AddressInfo;
    const hosts = (await lookup("localhost", { all: true })).map(({ address, family }) =>
      family === 6 ? `[${address}]` : address,
    );
    const body = new URLSearchParams({ continue: "x".repeat(60_000) });
    for (const host of hosts) {
      expect((await fetch(`http://${host}:${port}/.well-known/jwks.json`)).status).toBe(200);
      const page = await fetch(`http://${host}:${port}/login`, { method: "POST", body });
      expect([host, page.status]).toEqual([host, 403]); // no form token, but it was read
    }
  });
});

describe("A client that sends byte by byte", () => {
  it.concurrent.each([
    ["a head that never ends", "POST /oauth2/token HTTP/1.1\r\nhost: localhost\r\n"],
    ["nothing", ""],
  ])("%s: its connection is closed within 8 seconds", async (_what, bytes) => {
    const listening = await testServer();
    const socket = await connectTo(listening);
    if (bytes !== "") socket.write(bytes);
    const since = performance.now();
    const answer = await text(socket);
    expect(performance.now() - since).toBeLessThan(8_000);
    if (answer !== "") expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  });
});

const clientCredentials = (): Parameters => ({ grant_type: "client_credentials", ...identify(client) });

const reasonOf = async (answer: Response) => Object(await answer.json()).error_uri;

const errorUri = (reason: string) => `http://localhost:4000/errors/${reason}`;

/** Refreshes that wait for their session's row, which the test holds. */
async function holdRefreshes(full: TestServer, count: number) {
  const user = await createUser(server);
  const { refresh_token: token } = await signIn(server, client, user);
  const lock = await lockSessionRow(sessionIdOf(server, token));
  await addressOf(full);
  const gone = new AbortController();
  const form = { grant_type: "refresh_token", refresh_token: token, ...identify(client) };
  const answers = Array.from({ length: count }, () => ask(full, form, {}, { signal: gone.signal }));
  for (const answer of answers) answer.catch(() => {}); // examined once all are in flight
  await expect.poll(() => full.context.metrics.requestsInFlight).toBe(count);
  await lock.waiting(count); // those that had not begun would leave nothing behind
  return { answers, hangUp: () => gone.abort(), release: lock.release };
}

/** Over a connection, past the front door. */
async function ask(
  through: TestServer,
  form: Parameters,
  headers: Readonly<Record<string, string>> = {},
  { path = "/oauth2/token", signal }: { path?: string; signal?: AbortSignal | undefined } = {},
): Promise<Response> {
  const { port } = await addressOf(through);
  return fetch(`http://127.0.0.1:${port}${path}`, {
    method: "POST",
    headers,
    body: new URLSearchParams(form),
    ...(signal && { signal }),
  });
}

/** A token request whose headers have been sent. */
async function startRequest(through: TestServer, headers: Readonly<Record<string, string>> = {}, more = "") {
  const socket = await connectTo(through);
  const all = {
    host: "localhost",
    "content-type": "application/x-www-form-urlencoded",
    "content-length": "9",
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`POST /oauth2/token HTTP/1.1\r\n${lines.join("")}${more}\r\n`);
  return socket;
}

async function addressOf({ app }: TestServer): Promise<AddressInfo> {
  if (!app.server.listening) await app.listen({ port: 0, host: "127.0.0.1" });
  return app.server.address() as AddressInfo;
}

async function connectTo(through: TestServer) {
  const { port } = await addressOf(through);
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}
