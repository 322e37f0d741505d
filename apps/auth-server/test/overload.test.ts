import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { beforeAll, describe, expect, it } from "vitest";
import { createClient, createResources, createUser, type TestClient } from "./support/fixtures.js";
import { lockSessionRow } from "./support/row-lock.js";
import { sessionIdOf } from "./support/rows.js";
import { type TestServer, testServer } from "./support/server.js";
import {
  askByClientCredentials,
  askByRefreshToken,
  expectRefusal,
  expectTokens,
  signIn,
} from "./support/token-requests.js";

const server = await testServer({ env: { MAX_CONCURRENT_REQUESTS: "3" } });
let client: TestClient;

beforeAll(async () => {
  await createResources(server);
  client = await createClient(server);
});

describe("Overload", () => {
  it("beyond MAX_CONCURRENT_REQUESTS is refused at once with 503 and Retry-After, and ends with the requests", async () => {
    const user = await createUser(server);
    const { refresh_token: token } = await signIn(server, client, user);
    const lock = await lockSessionRow(sessionIdOf(server, token));
    const held = [1, 2, 3].map(() => askByRefreshToken(server, client, token));
    await expect.poll(() => server.context.metrics.requestsInFlight).toBe(3);

    expectRefusal(await askByClientCredentials(server, client), 503, "temporarily_unavailable", "overloaded");
    for (const path of ["/.well-known/jwks.json", "/.well-known/oauth-authorization-server"]) {
      expect((await server.app.inject(path)).statusCode).toBe(200);
    }
    await lock.release();
    for (const answer of await Promise.all(held)) expectTokens(answer);
    expect(server.context.metrics.requestsInFlight).toBe(0);
    expectTokens(await askByClientCredentials(server, client));
  });

  it("is not written to the log as an error, thousands of times", async () => {
    const full = await testServer({ env: { MAX_CONCURRENT_REQUESTS: "1" } });
    full.context.metrics.requestsInFlight = 1;
    await askByClientCredentials(full, client);
    const lines = full.logLines.map((line) => JSON.parse(line));
    expect(lines).toEqual([expect.objectContaining({ level: 30, status: 503, reason: "overloaded" })]);
  });

  it("at the listener, before routing, is the same answer, with one log line a second for all of them", async () => {
    const full = await testServer({ env: { MAX_CONCURRENT_REQUESTS: "1" } });
    full.context.metrics.requestsInFlight = 1;
    const through = await askByClientCredentials(full, client);
    await connectTo(full);
    const { port } = full.app.server.address() as AddressInfo;
    const ask = () =>
      fetch(`http://127.0.0.1:${port}/oauth2/token`, {
        method: "POST",
        body: new URLSearchParams({ a: "b" }),
      });
    const answers = await Promise.all(Array.from({ length: 50 }, ask));
    for (const answer of answers) {
      expect([answer.status, await answer.json()]).toEqual([503, through.body]);
      for (const name of ["retry-after", "cache-control", "content-type", "x-content-type-options"]) {
        expect(answer.headers.get(name)).toBe(through.headers[name]);
      }
    }
    const warnings = () => full.logLines.map((line) => JSON.parse(line)).filter(({ level }) => level === 40);
    await expect.poll(() => warnings().map(({ refused }) => refused), { timeout: 5_000 }).toEqual([50]);

    full.context.metrics.requestsInFlight = 0;
    expect((await ask()).status).toBe(400);
  });

  it("a client that goes before its answer gives its place back", async () => {
    const listening = await testServer({ env: { MAX_CONCURRENT_REQUESTS: "3" } });
    const user = await createUser(listening);
    const { refresh_token: token } = await signIn(listening, client, user);
    const lock = await lockSessionRow(sessionIdOf(listening, token));
    const socket = await connectTo(listening);
    const form = new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: token,
      client_id: client.clientId,
      client_secret: client.secret,
    }).toString();
    socket.write(
      `POST /oauth2/token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${form.length}\r\n\r\n${form}`,
    );
    await expect.poll(() => listening.context.metrics.requestsInFlight).toBe(1);
    socket.destroy();
    await expect.poll(() => listening.context.metrics.requestsInFlight).toBe(0);
    await lock.release();
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

async function connectTo({ app }: TestServer) {
  if (!app.server.listening) await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}
