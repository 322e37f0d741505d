/** The oldest PostgreSQL that is supported, where Debian's is installed: each command, and a backup under another owner. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { startThrowAwayPostgres } from "@regrant/dev-stack";
import { describe, expect, inject, it } from "vitest";
import { oldestVersion } from "../src/store/connection.js";
import { cleanUp } from "./support/clean-up.js";
import { asOperator } from "./support/databases.js";
import { createParties } from "./support/fixtures.js";
import { json, regrant } from "./support/regrant.js";
import { testServer } from "./support/server.js";
import { refresh, signIn } from "./support/token-requests.js";

const programs = `/usr/lib/postgresql/${oldestVersion}/bin`;
const isThere = existsSync(`${programs}/pg_dump`);
if (!isThere)
  console.warn(
    `  No PostgreSQL ${oldestVersion} in ${programs} (Debian: apt-get install postgresql-${oldestVersion}): its tests are skipped.`,
  );

const SECRETS = inject("secrets");

describe.skipIf(!isThere)(`PostgreSQL ${oldestVersion}`, () => {
  it("does all that a newer one does; and a dump of its schema lives on under another owner", async () => {
    const postgres = await startThrowAwayPostgres({ programs });
    cleanUp(() => postgres.stop());
    const { url } = postgres;
    const roleUrl = (role: string, database: string) => {
      const at = new URL(url);
      Object.assign(at, { username: role, password: "x", pathname: `/${database}` });
      return at.href;
    };
    await asOperator("create role reg login password 'x'; create role other login password 'x'", url);
    await asOperator("create database restored", url);
    await asOperator(
      "create schema regrant authorization reg; alter role reg in database regrant set search_path = regrant; alter role other in database restored set search_path = regrant",
      url,
    );
    const env = { DATABASE_URL: roleUrl("reg", "regrant"), SECRETS };
    const run = async (args: string, at = env, input = "") =>
      json(await regrant([...args.split(" "), "--json"], at, input));
    await run("migrate");
    expect(await run("migrate")).toMatchObject({ applied: [], audit_partitions_made: [] });
    const server = await testServer({ databaseUrl: env.DATABASE_URL });
    const { client, user } = await createParties(server);
    const { refresh_token } = await signIn(server, client, user);
    const next = await refresh(server, client, refresh_token);
    for (const args of [
      "migrate --status",
      "user list",
      "client list",
      "session list",
      "purge",
      "purge --dry-run",
      "audit tail",
      "key list",
    ])
      await run(args);
    const { findings } = JSON.parse(
      (await regrant(["doctor", "--json", "--issuer-url", "http://127.0.0.1:1"], env)).stdout,
    );
    expect(findings).toContainEqual(
      expect.objectContaining({
        check: "database_version",
        severity: "ok",
        message: expect.stringContaining(`PostgreSQL ${oldestVersion}.`),
      }),
    );

    const dump = spawnSync(
      `${programs}/pg_dump`,
      ["--no-owner", "--no-privileges", "--schema=regrant", url],
      { encoding: "utf8" },
    );
    expect(dump.stderr).toBe("");
    await asOperator("grant create on database restored to other", url);
    const restored = spawnSync(
      `${programs}/psql`,
      ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", roleUrl("other", "restored")],
      { encoding: "utf8", input: dump.stdout },
    );
    expect({ status: restored.status, stderr: restored.stderr }).toEqual({ status: 0, stderr: "" });
    const there = { DATABASE_URL: roleUrl("other", "restored"), SECRETS };
    expect(await run("migrate", there)).toMatchObject({ applied: [], audit_partitions_made: [] });
    const second = await testServer({ databaseUrl: there.DATABASE_URL });
    await refresh(second, client, next.refresh_token);
    await run("purge", there);
  });
});
