import { describe, expect, it } from "vitest";
import { buildManagementApp } from "../../src/app.js";
import { cleanUp } from "../support/clean-up.js";
import { createClient, createParties, type TestClient } from "../support/fixtures.js";
import { read, sessionIdOf } from "../support/rows.js";
import { passTime, sharedDatabase, testServer } from "../support/server.js";
import { tcpGate } from "../support/tcp-gate.js";
import {
  type Answer,
  askByClientCredentials,
  askByPassword,
  askByRefreshToken,
  postForm,
  postToken,
  refresh,
  signIn,
} from "../support/token-requests.js";

const server = await testServer();
const { client, user } = await createParties(server);

const basic = ({ clientId, secret }: TestClient) => Buffer.from(`${clientId}:${secret}`).toString("base64");

/** Every possible outcome of a token request. @returns what no log line may contain */
async function everyRequest(at: typeof server): Promise<string[]> {
  const other = await createClient(server);
  const wrong = "wrong-p4ssword-wrong";
  const first = await signIn(at, client, user);
  const second = await refresh(at, client, first.refresh_token);
  await refresh(at, client, first.refresh_token);
  const third = await refresh(at, client, second.refresh_token);
  const answers: Answer[] = [
    await askByClientCredentials(at, client),
    await postForm(at, { grant_type: "client_credentials" }, { authorization: `Basic ${basic(client)}` }),
    await postForm(at, { grant_type: "client_credentials" }, { authorization: `Bearer ${wrong}` }),
    await postForm(at, { grant_type: wrong }),
    await postToken(at, `grant_type=password&password=${wrong}&password=${wrong}`),
    await postToken(at, `{"password":"${wrong}"}`, { "content-type": "application/json" }),
    await postToken(at, `password=${wrong}%00`),
    await postToken(at, `password=${wrong}`.repeat(1000)),
    await askByPassword(at, client, { ...user, password: wrong }),
    await askByPassword(at, client, { email: wrong, password: wrong }),
    await askByRefreshToken(at, client, wrong),
    await askByRefreshToken(at, other, third.refresh_token),
    await askByRefreshToken(at, client, third.refresh_token, { scope: wrong }),
    await askByRefreshToken(at, client, third.refresh_token, { resource: wrong }),
    await askByRefreshToken(at, client, first.refresh_token),
    await askByRefreshToken(at, client, third.refresh_token),
  ];
  expect(new Set(answers.map(({ body }) => body.error_uri)).size).toBeGreaterThan(10);
  const tokens = [first, second, third].map((tokens) => tokens.refresh_token);
  return [
    wrong,
    user.password,
    client.secret,
    other.secret,
    basic(client),
    ...tokens,
    ...tokens.map((token) => token.slice(-40)),
    ...tokens.flatMap((token) =>
      (["hex", "base64", "base64url"] as const).map((encoding) =>
        read(server, token).secret.toString(encoding),
      ),
    ),
    ...[first, second, third, answers[0]?.body, answers[1]?.body].map((body) => body?.access_token ?? ""),
  ];
}

describe("The log, at every level", () => {
  it("holds no token, secret, password or header of any request, granted or refused [logs-1]", async () => {
    const secrets = await everyRequest(server);
    const log = server.logLines.join("\n");
    expect(log).toContain("refresh_token_reused");
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(15);
      expect(log).not.toContain(secret);
    }
    expect(log).not.toMatch(/authorization|Basic |Bearer |rgr_|eyJ/i);
  });

  it("holds none of it either when the database fails under the requests", async () => {
    const gate = await tcpGate(await sharedDatabase());
    const cutOff = await testServer({ databaseUrl: gate.url });
    const { refresh_token } = await signIn(cutOff, client, user);
    await gate.shut();
    await askByRefreshToken(cutOff, client, refresh_token);
    await askByPassword(cutOff, client, user);
    const log = cutOff.logLines.join("\n");
    expect(log).toContain("database_unavailable");
    for (const secret of [refresh_token, refresh_token.slice(-40), user.password, client.secret]) {
      expect(log).not.toContain(secret);
    }
    expect(log).not.toContain(new URL(gate.url).password);
  });

  it("holds none of it when a statement breaks", async () => {
    const broken = await testServer();
    const { refresh_token } = await signIn(broken, client, user);
    await broken.db.query("alter table sessions rename column secret_hash to gone");
    const answer = await askByRefreshToken(broken, client, refresh_token);
    await broken.db.query("alter table sessions rename column gone to secret_hash");
    expect(answer.status).toBe(500);
    const log = broken.logLines.join("\n");
    expect(log).toContain("unforeseen");
    const { secret } = read(server, refresh_token);
    for (const text of [refresh_token, secret.toString("hex"), secret.toString("base64")]) {
      expect(log).not.toContain(text);
    }
  });

  it("holds no query string and no address that was asked for, only the route's pattern", async () => {
    const quiet = await testServer();
    for (const url of [
      "/oauth2/token?client_secret=in-the-url",
      "/errors/in-the-url?access_token=in-the-url",
      "/.well-known/jwks.json?in-the-url",
      "/in-the-url?code=in-the-url",
      "/%in-the-url",
    ]) {
      await quiet.app.inject({
        url,
        headers: { referer: "https://in-the-url.example", cookie: "in-the-url" },
      });
    }
    const log = quiet.logLines.join("\n");
    expect(log).not.toContain("in-the-url");
    expect(log).toContain('"route":"/errors/:reason"');
  });

  it("says of each request its id, method, route, status, time, client and reason, in one line", async () => {
    const fresh = await testServer();
    const answer = await askByRefreshToken(fresh, client, "nonsense");
    const lines = fresh.logLines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === "request");
    expect(lines).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        requestId: answer.headers["x-request-id"],
        method: "POST",
        route: "/oauth2/token",
        status: 400,
        ms: expect.any(Number),
        clientId: client.clientId,
        reason: "refresh_token_malformed",
        msg: "request",
      },
    ]);
  });

  it("says of a health check that is passed, and of /metrics, at the level debug only; of one that fails at info", async () => {
    const fresh = await testServer();
    const management = await buildManagementApp(fresh.context);
    cleanUp(() => management.close());
    for (const url of ["/health/live", "/health/ready", "/metrics"]) await management.inject(url);
    fresh.context.stopping.abort();
    await management.inject("/health/ready");
    const lines = fresh.logLines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === "request");
    expect(lines.map(({ level, route, status }) => [level, route, status])).toEqual([
      [20, "/health/live", 200],
      [20, "/health/ready", 200],
      [20, "/metrics", 200],
      [30, "/health/ready", 503],
    ]);
  });

  it("says no error where a client was refused, and one where the server failed", async () => {
    const fresh = await testServer();
    const { refresh_token } = await signIn(fresh, client, user);
    await passTime(fresh, 200 * 86_400);
    await askByRefreshToken(fresh, client, refresh_token);
    await askByClientCredentials(fresh, { ...client, secret: "wrong" });
    expect(fresh.logLines.filter((line) => JSON.parse(line).level >= 40)).toEqual([]);
    expect(sessionIdOf(fresh, refresh_token)).toMatch(/^[0-9a-f-]{36}$/);
  });
});
