/** A separate schema and role: nothing goes into public, and every missing right is reported. */
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, inject, it } from "vitest";
import { buildManagementApp } from "../../src/app.js";
import { listMade, refuseUnservable } from "../../src/database/check.sql.js";
import { keepPurging } from "../../src/jobs/purge.js";
import { cleanUp } from "../support/clean-up.js";
import { asOperator, cloneDatabase, emptyDatabase } from "../support/databases.js";
import { createParties } from "../support/fixtures.js";
import { expectFailure, json, regrant } from "../support/regrant.js";
import { type TestServer, testServer } from "../support/server.js";
import { askByPassword, refresh, signIn } from "../support/token-requests.js";

const SECRETS = inject("secrets");
const password = randomBytes(8).toString("hex");

/** A role that may only connect. @returns its name, and the URL with it */
async function newRole(databaseUrl: string) {
  const role = `reg_${randomBytes(4).toString("hex")}`;
  await asOperator(`create role ${role} login password '${password}'`, databaseUrl);
  cleanUp(async () => {
    await asOperator(`drop owned by ${role}; drop role ${role}`, databaseUrl);
  });
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = password;
  return { role, url: url.href };
}

const nameOf = (databaseUrl: string) => new URL(databaseUrl).pathname.slice(1);

/** The schemas that contain tables, other than PostgreSQL's own. */
async function schemasOf(databaseUrl: string): Promise<string[]> {
  const { rows } = await asOperator(
    "select distinct relnamespace::regnamespace::text as schema from pg_class where relkind in ('r', 'p', 'i', 'S') and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'",
    databaseUrl,
  );
  return rows.map(({ schema }) => schema);
}

async function health({ context }: TestServer) {
  const app = await buildManagementApp(context);
  cleanUp(() => app.close());
  return {
    ready: (await app.inject("/health/ready")).json(),
    metrics: (await app.inject("/metrics")).body,
  };
}

async function doctor(env: Readonly<Record<string, string>>) {
  const { stdout } = await regrant(["doctor", "--json", "--issuer-url", "http://127.0.0.1:1"], env);
  return JSON.parse(stdout).findings as {
    check: string;
    severity: string;
    message: string;
    remedy: string;
  }[];
}

/** Everything that an installation does, at this address. */
async function useAll(url: string): Promise<TestServer> {
  const env = { DATABASE_URL: url, SECRETS };
  const first = json(await regrant(["migrate", "--json"], env));
  expect(json(await regrant(["migrate", "--json"], env))).toMatchObject({ applied: [] });
  expect(json(await regrant(["migrate", "--status", "--json"], env))).toMatchObject({ pending: [] });
  json(
    await regrant(["user", "create", "ada@example.com", "--password-stdin", "--json"], env, "long enough\n"),
  );
  const server = await testServer({ databaseUrl: url });
  await refuseUnservable(server.db);
  const { client, user } = await createParties(server);
  const { refresh_token } = await signIn(server, client, user);
  await refresh(server, client, refresh_token);
  for (const args of ["purge", "purge --dry-run", "audit tail", "session list"])
    json(await regrant([...args.split(" "), "--json"], env));
  const { ready, metrics } = await health(server);
  expect(ready).toMatchObject({ status: "ready" });
  expect(metrics).toMatch(/^regrant_table_rows\{table="sessions"\} \d/m);
  expect(metrics).toMatch(/^regrant_audit_months_missing 0$/m);
  const wrong = (await doctor(env)).filter(
    ({ severity, check }) => severity === "error" && !/^(jwks|metadata|durab)/.test(check),
  );
  expect(wrong).toEqual([]);
  expect((first.applied as string[]).length).toBeGreaterThan(0);
  return server;
}

describe("A role with a schema of its own", () => {
  it.each(["none", "all"])("has everything there, with %s of the rights on public", async (rights) => {
    const databaseUrl = await emptyDatabase();
    const { role, url } = await newRole(databaseUrl);
    await asOperator(
      `revoke all on schema public from public; ${rights === "all" ? `grant all on schema public to ${role};` : ""}
       create schema regrant authorization ${role};
       alter role ${role} in database ${nameOf(databaseUrl)} set search_path = regrant`,
      databaseUrl,
    );
    await useAll(url);
    expect(await schemasOf(databaseUrl)).toEqual(["regrant"]);
  });

  it("says so in DATABASE_URL, with two schemas in the path of which another installation has the second", async () => {
    const databaseUrl = await emptyDatabase();
    const { role, url } = await newRole(databaseUrl);
    await asOperator(
      `create schema "Own one" authorization ${role}; grant all on schema public to ${role}`,
      databaseUrl,
    );
    await useAll(url);
    expect(await schemasOf(databaseUrl)).toEqual(["public"]);
    const second = `${url}?options=${encodeURIComponent('-c search_path="Own\\ one",public')}`;
    await asOperator("delete from public.schema_migrations", databaseUrl); // as if another program had a list of this name
    await useAll(second);
    expect((await schemasOf(databaseUrl)).sort()).toEqual(['"Own one"', "public"]);
    const counts = await asOperator(
      `select (select count(*)::int from public.clients) as there, (select count(*)::int from "Own one".clients) as here,
              (select count(*)::int from pg_inherits where inhparent = '"Own one".audit_events'::regclass) as months`,
      databaseUrl,
    );
    expect(counts.rows).toEqual([{ there: 1, here: 1, months: 4 }]);
  });

  it.each([
    ["in public, before which a schema has come to stand", "public", ["public"]],
    ["in its own schema but for the list, which was always in public", "regrant", ["public", "regrant"]],
  ])("upgrades an earlier version's installation %s", async (_where, schema, expected) => {
    const databaseUrl = await emptyDatabase();
    const files = readdirSync(new URL("../../migrations", import.meta.url)).sort();
    const [last = "", ...before] = files.reverse();
    await asOperator(
      `create schema regrant;
       create table public.schema_migrations (id serial primary key, name varchar(255) not null, run_on timestamp not null)`,
      databaseUrl,
    );
    for (const file of before.reverse()) {
      const sql = readFileSync(new URL(`../../migrations/${file}`, import.meta.url), "utf8");
      await asOperator(
        `set search_path = ${schema};\n${sql};\ninsert into public.schema_migrations (name, run_on) values ('${file.slice(0, -4)}', now())`,
        databaseUrl,
      );
    }
    const url = `${databaseUrl}?options=-csearch_path%3Dregrant,public`;
    const status = json(await regrant(["migrate", "--status", "--json"], { DATABASE_URL: url }));
    expect(status).toMatchObject({ pending: [last.slice(0, -4)] });
    await useAll(url);
    expect((await schemasOf(databaseUrl)).sort()).toEqual(expected);
    const { rows } = await asOperator(
      `select relname from pg_class where relnamespace = '${schema}'::regnamespace and relname ~ '^audit_events_\\d{4}_\\d\\d$'`,
      databaseUrl,
    );
    expect(rows).toHaveLength(3);
  });

  it("that may make tables nowhere is told which right is missing, and the grant that helps", async () => {
    const databaseUrl = await emptyDatabase();
    const { role, url } = await newRole(databaseUrl);
    await asOperator("revoke create on schema public from public", databaseUrl);
    const env = { DATABASE_URL: url, SECRETS };
    expectFailure(
      await regrant(["migrate"], env),
      1,
      new RegExp(
        `^regrant: The role ${role} cannot create tables in the schema public\\. .*grant create on schema public to ${role}\\..*create schema regrant authorization ${role}[^\\n]*\\n$`,
      ),
    );
    await asOperator(
      `alter role ${role} in database ${nameOf(databaseUrl)} set search_path = regrant`,
      databaseUrl,
    );
    const told = /No schema in the search path \(regrant\).*create schema regrant authorization/;
    expectFailure(await regrant(["migrate"], env), 1, told);
    expect(await doctor(env)).toContainEqual(
      expect.objectContaining({
        check: "schema",
        severity: "error",
        message: expect.stringMatching(/No schema/),
      }),
    );
  });
});

/** What docs/operations/database.md grants, in the schema public. */
function documentedGrants(role: string): string {
  const document = readFileSync(new URL("../../../../docs/operations/database.md", import.meta.url), "utf8");
  const [grants = ""] =
    /grant usage on schema regrant[\s\S]*?grant usage on sequences to regrant_server;/.exec(document) ?? [];
  return grants.replaceAll("regrant_server", role).replaceAll("schema regrant", "schema public");
}

describe("A role that may read and write rows, and nothing else", () => {
  /** The tables belong to another role. */
  async function rowsOnly() {
    const databaseUrl = await emptyDatabase();
    json(await regrant(["migrate", "--json"], { DATABASE_URL: databaseUrl, SECRETS }));
    const { role, url } = await newRole(databaseUrl);
    await asOperator(`revoke create on schema public from public; ${documentedGrants(role)}`, databaseUrl);
    return { databaseUrl, role, url };
  }

  it("serves and purges rows; that it can make no months is said before they are missing, and by whom they are made", async () => {
    const { databaseUrl, url } = await rowsOnly();
    const env = { DATABASE_URL: url, SECRETS };
    const server = await testServer({ databaseUrl: url, env: { PURGE_SECONDS: "1" } });
    await refuseUnservable(server.db);
    const { client, user } = await createParties(server);
    await refresh(server, client, (await signIn(server, client, user)).refresh_token);
    const about = async () => (await doctor(env)).filter(({ check }) => check === "audit_months");
    expect(await about()).toMatchObject([
      {
        severity: "warning",
        message: expect.stringMatching(/cannot create or drop monthly partitions/),
        remedy: expect.stringMatching(/regrant purge/),
      },
    ]);
    // The months created by the owner have passed.
    const { rows } = await asOperator(
      "select string_agg(inhrelid::regclass::text, ', ') as months from pg_inherits where inhparent = 'audit_events'::regclass and inhrelid::regclass::text <> 'audit_events_default'",
      databaseUrl,
    );
    await asOperator(`drop table ${rows[0]?.months}`, databaseUrl);
    await asOperator(
      "insert into sign_in_limits (key, points, expire) values ('old', 1, 0); create table audit_events_2020_01 partition of audit_events for values from ('2020-01-01Z') to ('2020-02-01Z')",
      databaseUrl,
    );
    expect(await about()).toMatchObject([{ message: expect.stringMatching(/; missing are \d{4}-\d\d, /) }]);
    expectFailure(await regrant(["migrate"], env), 1, /this role may not do that.*regrant migrate/);
    const stopping = new AbortController();
    const purging = keepPurging(server.context, stopping.signal);
    const warned = () =>
      server.logLines.find((line) => line.includes("as the tables' owner run: regrant purge"));
    await expect.poll(warned, { timeout: 5_000 }).toContain("audit_events_2020_01");
    stopping.abort();
    await purging;
    const { metrics } = await health(server);
    expect(metrics).toMatch(/^regrant_audit_months_missing 3$/m);
    expect(metrics).toMatch(/^regrant_purge_last_success_timestamp_seconds \d{10}/m);
    expect((await asOperator("select from sign_in_limits where key = 'old'", databaseUrl)).rowCount).toBe(0);
    await signIn(server, client, user);
    const purge = await regrant(["purge", "--json"], env);
    expect(purge).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/audit_events_2020_01: this role may not/),
    });
    const owners = json(await regrant(["purge", "--json"], { DATABASE_URL: databaseUrl, SECRETS }));
    expect(owners).toMatchObject({ audit_partitions_dropped: ["audit_events_2020_01"] });
    expect(owners.audit_partitions_made).toHaveLength(3);
    expect((await health(server)).metrics).toMatch(/^regrant_audit_months_missing 0$/m);
  });

  it("that lacks a right says which: at the start, by doctor, by the readiness check; and is answered 503, not 500", async () => {
    const { databaseUrl, role, url } = await rowsOnly();
    const server = await testServer({ databaseUrl: url });
    const { client, user } = await createParties(server);
    await asOperator(
      `revoke insert on sessions from ${role}; revoke usage on audit_events_id from ${role}`,
      databaseUrl,
    );
    const said = new RegExp(
      `The role ${role} lacks insert on sessions, usage on audit_events_id\\..*grant select, insert`,
    );
    await expect(refuseUnservable(server.db)).rejects.toThrow(said);
    const { ready } = await health(server);
    expect(ready).toMatchObject({ status: "not ready", checks: { database: false, migrations: true } });
    expect(ready.problems.join()).toMatch(said);
    expect(await doctor({ DATABASE_URL: url, SECRETS })).toContainEqual(
      expect.objectContaining({ check: "rights", severity: "error" }),
    );
    const answer = await askByPassword(server, client, user);
    expect(answer).toMatchObject({ status: 503, body: { error: "temporarily_unavailable" } });
  });

  it("that looks for the tables in another schema is told where they are", async () => {
    const databaseUrl = await emptyDatabase();
    const { role: owner, url: ownersUrl } = await newRole(databaseUrl);
    await asOperator(`create schema own authorization ${owner}`, databaseUrl);
    json(
      await regrant(["migrate", "--json"], {
        DATABASE_URL: `${ownersUrl}?options=-csearch_path%3Down`,
        SECRETS,
      }),
    );
    const { role, url } = await newRole(databaseUrl);
    const told = new RegExp(
      `in the schema own,.*alter role ${role} in database \\w+ set search_path = own; grant usage`,
    );
    expectFailure(await regrant(["user", "list"], { DATABASE_URL: url }), 1, told);
    const server = await testServer({ databaseUrl: url, withKeys: false });
    await expect(refuseUnservable(server.db)).rejects.toThrow(told);
  });

  it("looks after every table and sequence that the migrations make", async () => {
    const { rows } = await asOperator(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'S')
          and relname !~ '^(schema_migrations.*|audit_events_\\d.*)$'`,
      await cloneDatabase(),
    );
    const { tables, sequences } = listMade();
    const made = new Set([...tables, ...sequences]);
    expect(rows.filter(({ name }) => !made.has(name))).toEqual([]);
  });
});
