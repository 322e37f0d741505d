/** Settings of a server, database or role that would break the code: overridden by each session, or reported. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { describe, expect, inject, it } from "vitest";
import { makeAuditMonths } from "../../src/audit/audit-partitions.sql.js";
import { asOperator, cloneDatabase, urlOf } from "../support/databases.js";
import { createParties } from "../support/fixtures.js";
import { expectFailure, json, regrant } from "../support/regrant.js";
import { type TestServer, testServer } from "../support/server.js";
import { askByPassword, expectTokens, refresh, signIn } from "../support/token-requests.js";

const SECRETS = inject("secrets");

/** A database in which every session starts with these settings. */
async function withSettings(settings: readonly string[]): Promise<string> {
  const databaseUrl = await cloneDatabase();
  const name = new URL(databaseUrl).pathname.slice(1);
  for (const setting of settings) await asOperator(`alter database ${name} set ${setting}`);
  return databaseUrl;
}

async function signInAndRefresh(server: TestServer) {
  const { client, user } = await createParties(server);
  let token = (await signIn(server, client, user)).refresh_token;
  for (let times = 0; times < 3; times += 1) token = (await refresh(server, client, token)).refresh_token;
}

async function doctor(DATABASE_URL: string) {
  const env = { DATABASE_URL, SECRETS };
  const { stdout } = await regrant(["doctor", "--json", "--issuer-url", "http://127.0.0.1:1"], env);
  return JSON.parse(stdout).findings as { check: string; severity: string; message: string }[];
}

describe("Settings of the database or its role", () => {
  it("change nothing where a session can have its own", async () => {
    const databaseUrl = await withSettings([
      "datestyle = 'German, DMY'",
      "timezone = 'Pacific/Chatham'",
      "standard_conforming_strings = off",
      "escape_string_warning = off",
      "default_transaction_isolation = 'serializable'",
      "statement_timeout = '900ms'",
      "lock_timeout = '1ms'",
      "idle_session_timeout = '50ms'",
    ]);
    const server = await testServer({ databaseUrl });
    const { rows } = await server.db.query<Record<string, string>>(
      `select current_setting('datestyle') as datestyle, current_setting('timezone') as timezone,
              current_setting('standard_conforming_strings') as strings,
              current_setting('default_transaction_isolation') as isolation,
              current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
              current_setting('idle_session_timeout') as idle, current_setting('application_name') as application`,
    );
    expect(rows).toEqual([
      {
        datestyle: "ISO, MDY",
        timezone: "UTC",
        strings: "on",
        isolation: "read committed",
        statement: "1400ms",
        lock: "1300ms",
        idle: "0",
        application: "regrant",
      },
    ]);
    await signInAndRefresh(server);
    expect(await makeAuditMonths(server.db)).toHaveLength(3);
    for (const args of ["migrate", "purge", "audit tail"])
      expect(await regrant(args.split(" "), { DATABASE_URL: databaseUrl, SECRETS })).toMatchObject({
        exitCode: 0,
      });
    const found = (await doctor(databaseUrl)).filter(
      ({ severity, check }) => severity === "error" && check === "database",
    );
    expect(found).toEqual([]);
  });

  it("cut no command short that is allowed to take longer: a migration waits for another one", async () => {
    const databaseUrl = await withSettings([
      "statement_timeout = '900ms'",
      "lock_timeout = '100ms'",
      "idle_in_transaction_session_timeout = '50ms'",
    ]);
    const forgotten = `delete from schema_migrations where name = '0001_clients_users_sessions'`;
    await asOperator(forgotten, databaseUrl);
    const other = new pg.Client({ connectionString: databaseUrl });
    await other.connect();
    await other.query("set idle_in_transaction_session_timeout = 0; begin");
    await other.query("select pg_advisory_xact_lock(7241865325823964)");
    const migrating = regrant(["migrate", "--json"], { DATABASE_URL: databaseUrl, SECRETS });
    await sleep(2_500);
    await other.query(
      "insert into schema_migrations (name, run_on) values ('0001_clients_users_sessions', now())",
    );
    await other.query("commit");
    await other.end();
    expect(await migrating).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('"applied":[]') });
  });

  it("an application_name in DATABASE_URL is what PostgreSQL sees", async () => {
    const databaseUrl = `${await cloneDatabase()}?application_name=auth-1`;
    const { db } = await testServer({ databaseUrl });
    const { rows } = await db.query("select current_setting('application_name') as name");
    expect(rows).toEqual([{ name: "auth-1" }]);
  });
});

describe("regrant doctor and migrate find in the database", () => {
  it("an encoding that cannot hold everybody's name", async () => {
    const name = `test_latin_${Date.now()}`;
    await asOperator(
      `create database ${name} encoding 'LATIN1' locale_provider libc lc_collate 'C' lc_ctype 'C' template template0`,
    );
    try {
      const DATABASE_URL = urlOf(name);
      expectFailure(
        await regrant(["migrate"], { DATABASE_URL, SECRETS }),
        1,
        /encoding is LATIN1.*encoding 'UTF8'/,
      );
      expect(await doctor(DATABASE_URL)).toContainEqual(
        expect.objectContaining({ check: "encoding", severity: "error" }),
      );
    } finally {
      await asOperator(`drop database ${name} with (force)`);
    }
  });

  it("no encoding at all, which keeps every name as it comes: it serves, and doctor says what is better", async () => {
    const name = `test_ascii_${Date.now()}`;
    await asOperator(
      `create database ${name} encoding 'SQL_ASCII' locale_provider libc lc_collate 'C' lc_ctype 'C' template template0`,
    );
    try {
      const databaseUrl = urlOf(name);
      const env = { DATABASE_URL: databaseUrl, SECRETS };
      json(await regrant(["migrate", "--json"], env));
      const server = await testServer({ databaseUrl });
      const { client } = await createParties(server);
      const password = "correct horse battery staple";
      const email = "jürg.🦋@bücher.example";
      json(await regrant(["user", "create", email, "--password-stdin", "--json"], env, `${password}\n`));
      const { rows } = await server.db.query("select email from users where email = $1", [email]);
      expect(rows).toEqual([{ email }]);
      const typed = "JU\u0308RG.🦋@xn--bcher-kva.example";
      expectTokens(await askByPassword(server, client, { email: typed, password }));
      await server.close();
      expect(await doctor(databaseUrl)).toContainEqual(
        expect.objectContaining({ check: "encoding", severity: "warning" }),
      );
    } finally {
      await asOperator(`drop database ${name} with (force)`);
    }
  });

  it("fewer connections for the role or the database than the pool takes", async () => {
    const databaseUrl = await cloneDatabase();
    await asOperator(`alter database ${new URL(databaseUrl).pathname.slice(1)} connection limit 7`);
    expect(await doctor(databaseUrl)).toContainEqual(
      expect.objectContaining({
        check: "connections",
        severity: "error",
        message: expect.stringContaining("PostgreSQL allows 7 connections"),
      }),
    );
  });
});
