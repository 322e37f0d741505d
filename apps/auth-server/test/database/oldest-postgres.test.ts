/** The oldest supported PostgreSQL, if Debian's is installed: each command, and a backup under another owner. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { startThrowAwayPostgres } from "@regrant/dev-stack";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { oldestVersion } from "../../src/database/connection.js";
import { cleanUp } from "../support/clean-up.js";
import { asOperator } from "../support/databases.js";
import { createParties, type TestClient } from "../support/fixtures.js";
import { json, regrant } from "../support/regrant.js";
import { type TestServer, testServer } from "../support/server.js";
import { refresh, signIn } from "../support/token-requests.js";

const programs = `/usr/lib/postgresql/${oldestVersion}/bin`;
const isThere = existsSync(`${programs}/pg_dump`);
if (!isThere)
  console.warn(
    `  No PostgreSQL ${oldestVersion} in ${programs} (Debian: apt-get install postgresql-${oldestVersion}): its tests are skipped.`,
  );

const SECRETS = inject("secrets");

describe.skipIf(!isThere)(`PostgreSQL ${oldestVersion}`, () => {
  let url: string;
  let env: Readonly<Record<string, string>>;
  let server: TestServer;
  let client: TestClient;
  let token: string;

  beforeAll(async () => {
    const postgres = await startThrowAwayPostgres({ programs });
    cleanUp(() => postgres.stop());
    url = postgres.url;
    await asOperator("create role reg login password 'x'; create role other login password 'x'", url);
    await asOperator("create database restored", url);
    await asOperator(
      `create schema regrant authorization reg; grant create on database restored to other;
       alter role reg in database regrant set search_path = regrant;
       alter role other in database restored set search_path = regrant`,
      url,
    );
    env = { DATABASE_URL: urlAs("reg", "regrant"), SECRETS };
    await run("migrate");
    server = await testServer({ databaseUrl: urlAs("reg", "regrant") });
    const parties = await createParties(server);
    client = parties.client;
    const first = await signIn(server, client, parties.user);
    token = (await refresh(server, client, first.refresh_token)).refresh_token;
  });

  const urlAs = (username: string, database: string) =>
    Object.assign(new URL(url), { username, password: "x", pathname: `/${database}` }).href;
  const run = async (args: string, at = env) => json(await regrant([...args.split(" "), "--json"], at));

  it("does what each command asks of it", async () => {
    expect(await run("migrate")).toMatchObject({ applied: [], audit_partitions_made: [] });
    const commands = [
      "migrate --status",
      "user list",
      "client list",
      "session list",
      "key list",
      "audit tail",
    ];
    for (const args of [...commands, "purge", "purge --dry-run"]) await run(args);
    const { stdout } = await regrant(["doctor", "--json", "--issuer-url", "http://127.0.0.1:1"], env);
    expect(JSON.parse(stdout).findings).toContainEqual(
      expect.objectContaining({
        check: "database_version",
        severity: "ok",
        message: expect.stringContaining(`PostgreSQL ${oldestVersion}.`),
      }),
    );
  });

  it("gives a dump of the schema that lives on in another database under another owner", async () => {
    const options = { encoding: "utf8" } as const;
    const dump = spawnSync(
      `${programs}/pg_dump`,
      ["--no-owner", "--no-privileges", "--schema=regrant", url],
      options,
    );
    expect(dump.stderr).toBe("");
    const there = { DATABASE_URL: urlAs("other", "restored"), SECRETS };
    const { status, stderr } = spawnSync(
      `${programs}/psql`,
      ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", there.DATABASE_URL],
      { ...options, input: dump.stdout },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(await run("migrate", there)).toMatchObject({ applied: [], audit_partitions_made: [] });
    const restored = await testServer({ databaseUrl: there.DATABASE_URL });
    await refresh(restored, client, token);
    await run("purge", there);
  });
});
