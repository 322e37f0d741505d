import pg from "pg";
import { describe, expect, it } from "vitest";
import { createPool, inTransaction, isDatabaseAway } from "../../src/database/database.js";
import { cleanUp } from "../support/clean-up.js";
import { asOperator } from "../support/databases.js";
import { createParties } from "../support/fixtures.js";
import { lockSessionRow } from "../support/row-lock.js";
import { sessionIdOf, sessionOf } from "../support/rows.js";
import { passTime, sharedDatabase, testServer } from "../support/server.js";
import { type TcpGate, tcpGate } from "../support/tcp-gate.js";
import {
  type Answer,
  askByClientCredentials,
  askByPassword,
  askByRefreshToken,
  expectRefusal,
  expectTokens,
  refresh,
  signIn,
} from "../support/token-requests.js";

const server = await testServer();
const { client, user } = await createParties(server);

/** A server whose database can be cut off. */
async function behindGate(): Promise<{ cutOff: typeof server; gate: TcpGate }> {
  const gate = await tcpGate(await sharedDatabase());
  return { gate, cutOff: await testServer({ databaseUrl: gate.url }) };
}

const expectAway = (answer: Answer) =>
  expectRefusal(answer, 503, "temporarily_unavailable", "database_unavailable");

describe("While the database is stopped", () => {
  it("every grant is answered 503 with Retry-After, never invalid_grant, and goes on with no restart [database-away-1]", async () => {
    const { cutOff, gate } = await behindGate();
    const { refresh_token } = await signIn(cutOff, client, user);
    await gate.shut();
    expectAway(await askByRefreshToken(cutOff, client, refresh_token));
    expectAway(await askByPassword(cutOff, client, user));
    expectAway(await askByPassword(cutOff, client, { ...user, password: "wrong" }));
    expectAway(await askByClientCredentials(cutOff, { clientId: "not-in-memory", secret: "x" }));
    await gate.open();
    await refresh(cutOff, client, refresh_token);
    expectTokens(await askByPassword(cutOff, client, user));
  });

  it("a client that is in memory still gets access tokens of its own", async () => {
    const { cutOff, gate } = await behindGate();
    expectTokens(await askByClientCredentials(cutOff, client));
    await gate.shut();
    expectTokens(await askByClientCredentials(cutOff, client));
  });

  it("what was wrong before the database was needed is told as such", async () => {
    const { cutOff, gate } = await behindGate();
    expectTokens(await askByClientCredentials(cutOff, client));
    await gate.shut();
    const scope = await askByClientCredentials(cutOff, client, { scope: "nope" });
    expectRefusal(scope, 400, "invalid_scope", "scope_not_allowed");
    const secret = await askByClientCredentials(cutOff, { ...client, secret: "wrong" });
    expectRefusal(secret, 401, "invalid_client", "client_secret_mismatch");
  });

  it("the cause is in the log, and not in the answer", async () => {
    const { cutOff, gate } = await behindGate();
    await gate.shut();
    const answer = await askByClientCredentials(cutOff, client);
    expectAway(answer);
    expect(JSON.stringify(answer)).not.toMatch(/ECONN|127\.0\.0\.1/);
    expect(cutOff.logLines.some((line) => /ECONNREFUSED|Connection terminated/.test(line))).toBe(true);
  });
});

describe("While the database fails in other ways", () => {
  it("hangs: 503 in time, and what it did in the end is retried into the same successor", async () => {
    const { cutOff, gate } = await behindGate();
    const { refresh_token } = await signIn(cutOff, client, user);
    gate.freeze();
    const answer = await askByRefreshToken(cutOff, client, refresh_token);
    expect(answer.status).toBe(503);
    expect(answer.body.error).toBe("temporarily_unavailable");
    expect(answer.headers["retry-after"]).toMatch(/^\d+$/);
    await refresh(server, client, refresh_token);
  });

  it("cuts connections that were idle: the next request succeeds or is 503, and then all is well", async () => {
    const { refresh_token } = await signIn(server, client, user);
    await asOperator(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = '${new URL(await sharedDatabase()).pathname.slice(1)}'`,
    );
    const answer = await askByRefreshToken(server, client, refresh_token);
    if (answer.status !== 200) expectAway(answer);
    await refresh(server, client, refresh_token);
  });

  it("cuts the connection in the middle of a refresh: 503, and the token still works", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const lock = await lockSessionRow(sessionIdOf(server, refresh_token));
    const asked = askByRefreshToken(server, client, refresh_token);
    await lock.waiting(1);
    await asOperator(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = '${new URL(await sharedDatabase()).pathname.slice(1)}' and wait_event_type = 'Lock'`,
    );
    expectAway(await asked);
    await lock.release();
    expect((await sessionOf(server, refresh_token)).generation).toBe(0);
    await refresh(server, client, refresh_token);
  });

  it("loses the answer of a commit: 503, and the client's retry gets the successor [database-away-2]", async () => {
    const { cutOff, gate } = await behindGate();
    const { refresh_token } = await signIn(cutOff, client, user);
    const lock = await lockSessionRow(sessionIdOf(server, refresh_token));
    const asked = askByRefreshToken(cutOff, client, refresh_token);
    await lock.waiting(1);
    gate.freeze();
    await lock.release();
    expect((await asked).status).toBe(503);
    const committed = async () => (await sessionOf(server, refresh_token)).generation === 1;
    while (!(await committed()));
    const again = await refresh(server, client, refresh_token);
    expect((await sessionOf(server, again.refresh_token)).retry_count).toBe(1);
    await refresh(server, client, again.refresh_token);
  });

  it("is away for longer than REFRESH_RETRY_SECONDS after such a commit: the retry is no theft, and a copy is", async () => {
    const { cutOff, gate } = await behindGate();
    const { refresh_token } = await signIn(cutOff, client, user);
    const lock = await lockSessionRow(sessionIdOf(server, refresh_token));
    const asked = askByRefreshToken(cutOff, client, refresh_token);
    await lock.waiting(1);
    gate.freeze();
    await lock.release();
    expect((await asked).status).toBe(503);
    await expect.poll(async () => (await sessionOf(server, refresh_token)).generation).toBe(1);
    await passTime(server, 60);
    await gate.shut();
    await gate.open();
    const again = await refresh(cutOff, client, refresh_token);
    await refresh(cutOff, client, again.refresh_token);
    const copy = await askByRefreshToken(cutOff, client, refresh_token);
    expectRefusal(copy, 400, "invalid_grant", "refresh_token_reused");
  });

  it("cuts the connection of a transaction between two statements: the transaction fails, and the process goes on", async () => {
    const cut = inTransaction(server.db, async (tx) => {
      const { rows } = await tx.query<{ pid: number }>("select pg_backend_pid() as pid");
      const closed = new Promise<void>((resolve) => tx.on("end", resolve));
      await asOperator(`select pg_terminate_backend(${rows[0]?.pid})`);
      await closed;
    });
    await expect(cut).rejects.toSatisfy(isDatabaseAway);
    expectTokens(await askByPassword(server, client, user));
  });

  it("cuts a connection that is being set up: whoever asked for it is told, and the process goes on", async () => {
    const gate = await tcpGate(await sharedDatabase());
    const pool = createPool(gate.url, 1, () => undefined);
    cleanUp(() => pool.end());
    const caught = gate.catchNext("set_config(");
    const asked = pool.query("select 1").catch((error: unknown) => error);
    (await caught).cut();
    expect(isDatabaseAway(await asked)).toBe(true);
    expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  });

  it("keeps a row locked for too long: 503, and nothing is used up", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const lock = await lockSessionRow(sessionIdOf(server, refresh_token));
    expectAway(await askByRefreshToken(server, client, refresh_token));
    await lock.release();
    expect((await sessionOf(server, refresh_token)).generation).toBe(0);
    await refresh(server, client, refresh_token);
  });

  it("is read-only, as a standby is: 503", async () => {
    const name = new URL(await sharedDatabase()).pathname.slice(1);
    const { refresh_token } = await signIn(server, client, user);
    await asOperator(`alter database ${name} set default_transaction_read_only = on`);
    const standby = await testServer();
    expectAway(await askByRefreshToken(standby, client, refresh_token));
    expectAway(await askByPassword(standby, client, user));
    await asOperator(`alter database ${name} reset default_transaction_read_only`);
    await refresh(server, client, refresh_token);
  });
});

const withCode = (code: string) => Object.assign(new Error("x"), { code });
const fromPostgres = (code: string) => Object.assign(new pg.DatabaseError("x", 1, "error"), { code });

describe("Which failures mean that the database is away", () => {
  it("are the network's, the server's own state, and time limits", () => {
    const away = [
      ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"].map(withCode),
      ...["EHOSTUNREACH", "ENETUNREACH"].map(withCode),
      ...["08000", "08006", "08P01", "57P01", "57P02", "57P03", "57014", "53300", "53100"].map(fromPostgres),
      ...["55P03", "25006", "40001", "40P01", "58030"].map(fromPostgres),
      new Error("Connection terminated unexpectedly"),
      new Error("Connection terminated due to connection timeout"),
      new Error("timeout exceeded when trying to connect"),
      new Error("Query read timeout"),
      new AggregateError([withCode("ECONNREFUSED"), withCode("ECONNREFUSED")]),
    ];
    expect(away.filter((error) => !isDatabaseAway(error))).toEqual([]);
  });

  it("are not those of a statement or of the program", () => {
    const present = [
      ...["23505", "23503", "23514", "42P01", "42703", "22P02", "22021", "22001"].map(fromPostgres),
      withCode("57P01"),
      withCode("EACCES"),
      new TypeError("x is not a function"),
      new Error("the Connection terminated"),
      new AggregateError([new Error("x")]),
      "ECONNREFUSED",
      null,
      undefined,
    ];
    expect(present.filter(isDatabaseAway)).toEqual([]);
  });
});
