import { describe, expect, it } from "vitest";
import { buildManagementApp } from "../src/app.js";
import { cleanUp } from "./support/clean-up.js";
import { cloneDatabase } from "./support/databases.js";
import { createParties } from "./support/fixtures.js";
import { sharedDatabase, type TestServer, testServer } from "./support/server.js";
import { tcpGate } from "./support/tcp-gate.js";
import {
  askByClientCredentials,
  askByRefreshToken,
  postForm,
  refresh,
  signIn,
} from "./support/token-requests.js";

const server = await testServer();
const management = await managementOf(server);
const { client, user } = await createParties(server);

async function managementOf({ context }: TestServer) {
  const app = await buildManagementApp(context);
  cleanUp(() => app.close());
  return app;
}

describe("Health (the management listener)", () => {
  it("is live as long as the process answers", async () => {
    const { statusCode } = await management.inject("/health/live");
    expect(statusCode).toBe(200);
  });

  it("is ready with a database and a key to sign with", async () => {
    const response = await management.inject("/health/ready");
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      status: "ready",
      checks: { database: true, migrations: true, signingKey: true, clock: true, serving: true },
    });
  });

  it("is not ready while this machine's clock is more than 300 seconds off the database's, and says so once [management-1]", async () => {
    let offMs = 301_000;
    const off = await testServer({ now: () => Date.now() + offMs });
    const app = await managementOf(off);
    const { clock } = off.context;
    for (const _ of [1, 2]) await clock.compare();
    const response = await app.inject("/health/ready");
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ checks: { clock: false, database: true } });
    const { body } = await app.inject("/metrics");
    expect(Number(/^regrant_clock_ahead_seconds (\S+)$/m.exec(body)?.[1])).toBeCloseTo(301, 0);
    const said = () => off.logLines.filter((line) => line.includes("clock"));
    expect(said()).toHaveLength(1);
    expect(said()[0]).toContain("301 seconds ahead of the database's");

    offMs = -100_000;
    await clock.compare();
    expect((await app.inject("/health/ready")).statusCode).toBe(200);
    offMs = 0;
    await clock.compare();
    expect(said()).toHaveLength(2);
  });

  it("keeps what it knows of the clock while the database is away", async () => {
    const gate = await tcpGate(await sharedDatabase());
    const { context } = await testServer({ databaseUrl: gate.url });
    await context.clock.compare();
    const known = context.clock.aheadSeconds;
    await gate.shut();
    await context.clock.compare();
    expect(context.clock.aheadSeconds).toBe(known);
    expect(known).not.toBeNull();
  });

  it("is not ready without a key", async () => {
    const keyless = await managementOf(await testServer({ withKeys: false }));
    const response = await keyless.inject("/health/ready");
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ checks: { signingKey: false, database: true } });
  });

  it("is not ready on a database that lacks a migration", async () => {
    const fresh = await testServer({ databaseUrl: await cloneDatabase() });
    const app = await managementOf(fresh);
    await fresh.db.query("delete from schema_migrations where name = '0005_operation'");
    const response = await app.inject("/health/ready");
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ checks: { database: true, migrations: false } });
  });

  it("is not ready once the process is told to end; what is asked meanwhile is answered, on its last connection", async () => {
    const ending = await testServer();
    const app = await managementOf(ending);
    ending.context.stopping.abort();
    const response = await app.inject("/health/ready");
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ checks: { database: true, serving: false } });
    const answer = await askByClientCredentials(ending, client);
    expect(answer).toMatchObject({ status: 200, headers: { connection: "close" } });
  });

  it("is not ready while the database is away, live all the same, and ready again after", async () => {
    const gate = await tcpGate(await sharedDatabase());
    const app = await managementOf(await testServer({ databaseUrl: gate.url }));
    await gate.shut();
    const away = await app.inject("/health/ready");
    expect(away.statusCode).toBe(503);
    expect(away.json()).toMatchObject({ checks: { database: false } });
    expect(away.body).not.toMatch(/postgres|127\.0\.0\.1|ECONN/);
    expect((await app.inject("/health/live")).statusCode).toBe(200);
    await gate.open();
    expect((await app.inject("/health/ready")).statusCode).toBe(200);
  });

  it("and metrics are on the management listener only, and the protocol is not", async () => {
    for (const url of ["/health/live", "/health/ready", "/metrics"]) {
      expect((await server.app.inject(url)).statusCode).toBe(404);
    }
    expect((await management.inject({ method: "POST", url: "/oauth2/token" })).statusCode).toBe(404);
  });
});

describe("Metrics", () => {
  it("count each token request by grant type and outcome: issued, retried or the reason", async () => {
    const fresh = await testServer();
    const app = await managementOf(fresh);
    const first = await signIn(fresh, client, user);
    const second = await refresh(fresh, client, first.refresh_token);
    await refresh(fresh, client, first.refresh_token);
    await refresh(fresh, client, second.refresh_token);
    await askByRefreshToken(fresh, client, first.refresh_token);
    await askByClientCredentials(fresh, client);
    await askByClientCredentials(fresh, { ...client, secret: "wrong" });
    await postForm(fresh, { grant_type: 'made up"} 1\n' });
    await postForm(fresh, {});
    const { headers, body } = await app.inject("/metrics");
    expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
    const counted = body.split("\n").filter((line) => line.startsWith("regrant_token_requests_total{"));
    expect(counted.sort()).toEqual(
      [
        'grant_type="password",outcome="issued"} 1',
        'grant_type="refresh_token",outcome="issued"} 2',
        'grant_type="refresh_token",outcome="retried"} 1',
        'grant_type="refresh_token",outcome="refresh_token_reused"} 1',
        'grant_type="client_credentials",outcome="issued"} 1',
        'grant_type="client_credentials",outcome="client_secret_mismatch"} 1',
        'grant_type="unknown",outcome="grant_type_unsupported"} 1',
        'grant_type="unknown",outcome="parameter_missing"} 1',
      ]
        .map((line) => `regrant_token_requests_total{${line}`)
        .sort(),
    );
  });

  it("tell of requests, the signing key, connections, table sizes and the process under their usual names", async () => {
    const fresh = await testServer();
    const app = await managementOf(fresh);
    await askByClientCredentials(fresh, client);
    await fresh.db.query("analyze clients");
    const { body } = await app.inject("/metrics");
    for (const line of [
      /^http_request_duration_seconds_count\{method="POST",route="\/oauth2\/token",status_code="200"\} 1$/m,
      /^regrant_signing_key_age_seconds\{kid="[\w-]{43}",state="active"\} \d+(\.\d+)?$/m,
      /^regrant_database_connections\{state="waiting"\} 0$/m,
      /^regrant_table_rows\{table="clients"\} [1-9]\d*$/m,
      /^regrant_requests_in_flight 0$/m,
      /^process_cpu_seconds_total /m,
      /^nodejs_eventloop_lag_p99_seconds /m,
    ])
      expect(body).toMatch(line);
  });

  it("but for the tables' sizes are there while the database is away", async () => {
    const gate = await tcpGate(await sharedDatabase());
    const app = await managementOf(await testServer({ databaseUrl: gate.url }));
    await gate.shut();
    const { statusCode, body } = await app.inject("/metrics");
    expect(statusCode).toBe(200);
    expect(body).toMatch(/^regrant_signing_key_age_seconds\{/m);
    expect(body).not.toMatch(/^regrant_table_rows\{/m);
  });

  it("count a database that is away under its own reason", async () => {
    const gate = await tcpGate(await sharedDatabase());
    const cutOff = await testServer({ databaseUrl: gate.url });
    const app = await managementOf(cutOff);
    await gate.shut();
    await askByClientCredentials(cutOff, client);
    expect((await app.inject("/metrics")).body).toContain(
      'regrant_token_requests_total{grant_type="client_credentials",outcome="database_unavailable"} 1',
    );
  });
});
