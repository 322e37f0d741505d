/** Behind PgBouncer, with no more settings than docs/operations/database.md asks for. */
import { expect, inject, it } from "vitest";
import { buildManagementApp } from "../../src/app.js";
import { refuseUnfitPooler, refuseUnservable } from "../../src/database/check.sql.js";
import { cleanUp } from "../support/clean-up.js";
import { asOperator, cloneDatabase, emptyDatabase } from "../support/databases.js";
import { createParties, type TestClient } from "../support/fixtures.js";
import { describeWithPgBouncer, documentedRoleSettings, pgBouncer } from "../support/pgbouncer.js";
import { expectFailure, json, regrant, regrantProcess } from "../support/regrant.js";
import { lockSessionRowIn } from "../support/row-lock.js";
import { sessionIdOf } from "../support/rows.js";
import { type TestServer, testServer } from "../support/server.js";
import {
  askByPassword,
  askByRefreshToken,
  expectTokens,
  refresh,
  signIn,
} from "../support/token-requests.js";

const SECRETS = inject("secrets");

async function isReady({ context }: TestServer) {
  const app = await buildManagementApp(context);
  cleanUp(() => app.close());
  return (await app.inject("/health/ready")).json();
}

/** An operator's commands on a new installation at this address. */
async function operate(env: Readonly<Record<string, string>>): Promise<void> {
  for (const args of [
    "migrate",
    "migrate",
    "migrate --status",
    "user list",
    "purge",
    "purge --dry-run",
    "audit tail",
  ])
    json(await regrant([...args.split(" "), "--json"], env));
}

/** One session ten times, then ten sessions at once, twice each. @returns the first session's refresh token */
async function refreshMuch(server: TestServer, parties: Awaited<ReturnType<typeof createParties>>) {
  const { client, user } = parties;
  const first = await signIn(server, client, user);
  let token = first.refresh_token;
  for (let times = 0; times < 10; times += 1) token = (await refresh(server, client, token)).refresh_token;
  const sessions = await Promise.all(Array.from({ length: 10 }, () => signIn(server, client, user)));
  const answers = await Promise.all(
    sessions.flatMap(({ refresh_token }) => [
      askByRefreshToken(server, client, refresh_token),
      askByRefreshToken(server, client, refresh_token),
    ]),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  return token;
}

async function expectLimited(
  server: TestServer,
  databaseUrl: string,
  client: TestClient,
  refreshToken: string,
) {
  const lock = await lockSessionRowIn(databaseUrl, sessionIdOf(server, refreshToken));
  const startedAt = performance.now();
  const answer = await askByRefreshToken(server, client, refreshToken);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  await lock.release();
  expect(answer).toMatchObject({ status: 503, body: { error: "temporarily_unavailable" } });
}

describeWithPgBouncer("Behind PgBouncer that pools sessions, with nothing else set", () => {
  it("everything works: commands, the server, sign-ins, refreshes; a locked row is a 503 in time", async () => {
    const direct = await emptyDatabase();
    const url = await pgBouncer(direct, "session");
    await operate({ DATABASE_URL: url, SECRETS });
    const server = await testServer({ databaseUrl: url });
    await refuseUnservable(server.db);
    const parties = await createParties(server);
    const token = await refreshMuch(server, parties);
    expect(await isReady(server)).toMatchObject({ status: "ready" });
    await expectLimited(server, direct, parties.client, token);
    expect(await doctor({ DATABASE_URL: url, SECRETS })).toContainEqual(
      expect.objectContaining({
        check: "pooler",
        message: "A session-pooling proxy is in front of the database.",
      }),
    );
  }, 60_000);

  it("has the settings of its sessions, and the schema that options name", async () => {
    const direct = await emptyDatabase();
    await asOperator("create schema regrant", direct);
    const url = new URL(await pgBouncer(direct, "session"));
    url.searchParams.set("options", "-csearch_path=regrant");
    json(await regrant(["migrate", "--json"], { DATABASE_URL: url.href, SECRETS }));
    const { rows } = await asOperator("select from pg_tables where schemaname = 'public'", direct);
    expect(rows).toEqual([]);
  });
});

describeWithPgBouncer("Behind PgBouncer that pools transactions, with DATABASE_POOLER=transaction", () => {
  it("everything works, also after a restart with the pooler running, and for two servers at once", async () => {
    const direct = await emptyDatabase();
    const name = new URL(direct).pathname.slice(1);
    const settings = documentedRoleSettings(name);
    expect(settings).toHaveLength(3);
    for (const setting of settings) await asOperator(setting);
    const url = await pgBouncer(direct, "transaction", "default_pool_size = 4");
    const env = { DATABASE_POOLER: "transaction" };
    await operate({ ...env, DATABASE_URL: url, SECRETS });
    const first = await testServer({ databaseUrl: url, env });
    const parties = await createParties(first);
    await refreshMuch(first, parties);
    await first.close();
    const [second, third] = [
      await testServer({ databaseUrl: url, env }),
      await testServer({ databaseUrl: url, env }),
    ];
    await refuseUnservable(second.db);
    const [token] = await Promise.all([refreshMuch(second, parties), refreshMuch(third, parties)]);
    expect(await isReady(second)).toMatchObject({ status: "ready" });
    await expectLimited(second, direct, parties.client, token);
    const findings = await doctor({ ...env, DATABASE_URL: url, SECRETS });
    expect(findings).toContainEqual(expect.objectContaining({ check: "pooler", severity: "ok" }));
    for (const limit of ["statement_timeout", "lock_timeout"])
      await asOperator(`alter role regrant in database ${name} reset ${limit}`);
    // PostgreSQL's connections keep their initial settings.
    await asOperator(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    await expect
      .poll(async () => doctor({ ...env, DATABASE_URL: url, SECRETS }), { timeout: 5_000 })
      .toContainEqual(
        expect.objectContaining({
          check: "pooler",
          severity: "warning",
          remedy: `Run: alter role regrant in database ${name} set lock_timeout = '1300ms'; alter role regrant in database ${name} set statement_timeout = '1400ms'.`,
        }),
      );
    await expectLimited(
      third,
      direct,
      parties.client,
      (await signIn(third, parties.client, parties.user)).refresh_token,
    );
  }, 60_000);
});

describeWithPgBouncer("Behind PgBouncer that pools transactions, and nobody said so", () => {
  it("start, doctor and commands say what to set, and nobody is answered 500", async () => {
    const direct = await cloneDatabase();
    const url = await pgBouncer(direct, "transaction");
    const said = /DATABASE_POOLER=transaction/;
    const server = await testServer({ databaseUrl: url, withKeys: false });
    await expect(refuseUnfitPooler(server.db)).rejects.toThrow(said);
    await expect(refuseUnservable(server.db)).rejects.toThrow(said);
    expectFailure(await regrant(["user", "list"], { DATABASE_URL: url }), 1, said);
    expectFailure(await regrantProcess(["migrate"], { DATABASE_URL: url, SECRETS }), 1, said);
    expect(await doctor({ DATABASE_URL: url, SECRETS })).toContainEqual(
      expect.objectContaining({ check: "database", severity: "error", message: expect.stringMatching(said) }),
    );
  });

  it("a pooler that is changed while servers run makes them not ready and 503, and says why", async () => {
    const direct = await cloneDatabase();
    const url = await pgBouncer(direct, "transaction", "default_pool_size = 2");
    const before = await testServer({ databaseUrl: url });
    const parties = await createParties(before);
    const statuses: number[] = [];
    for (const server of [before, await testServer({ databaseUrl: url })]) {
      const asked = Array.from({ length: 20 }, () => askByPassword(server, parties.client, parties.user));
      statuses.push(...(await Promise.all(asked)).map(({ status }) => status));
    }
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    const health = await isReady(await testServer({ databaseUrl: url, withKeys: false }));
    expect(health).toMatchObject({ status: "not ready", checks: { database: false } });
    expect(health.problems[0]).toMatch(/DATABASE_POOLER=transaction/);
    const mended = await testServer({ databaseUrl: url, env: { DATABASE_POOLER: "transaction" } });
    expectTokens(await askByPassword(mended, parties.client, parties.user));
  });
});

describeWithPgBouncer("Behind PgBouncer that pools statements", () => {
  it("start, commands, doctor and readiness say what to set, whatever DATABASE_POOLER says", async () => {
    const direct = await cloneDatabase();
    const url = await pgBouncer(direct, "statement");
    const said = /allows no transactions; make it pool sessions/;
    for (const DATABASE_POOLER of ["session", "transaction"]) {
      const env = { DATABASE_URL: url, SECRETS, DATABASE_POOLER };
      const server = await testServer({ databaseUrl: url, withKeys: false, env: { DATABASE_POOLER } });
      await expect(refuseUnservable(server.db)).rejects.toThrow(said);
      expectFailure(await regrant(["user", "list"], env), 1, said);
      expectFailure(await regrant(["migrate"], env), 1, said);
      expect(await doctor(env)).toContainEqual(
        expect.objectContaining({ check: "database", message: expect.stringMatching(said) }),
      );
      const health = await isReady(server);
      expect([health.status, health.problems[0]]).toEqual(["not ready", expect.stringMatching(said)]);
    }
  });
});

async function doctor(env: Readonly<Record<string, string>>) {
  const { stdout } = await regrant(["doctor", "--json", "--issuer-url", "http://127.0.0.1:1"], env);
  return JSON.parse(stdout).findings;
}
