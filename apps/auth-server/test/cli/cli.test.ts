import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import { text } from "node:stream/consumers";
import pg from "pg";
import { describe, expect, inject, it } from "vitest";
import { describeValues, initialValues } from "../../src/administration/settings.js";
import { clientSettings } from "../../src/clients/settings.js";
import { newSecret } from "../../src/secrets.js";
import { asOperator, cloneDatabase, emptyDatabase, urlOf } from "../support/databases.js";
import { expectFailure, json, program, ran, regrant, regrantProcess } from "../support/regrant.js";
import { testServer } from "../support/server.js";
import {
  askByClientCredentials,
  askByPassword,
  expectRefreshToken,
  expectTokens,
} from "../support/token-requests.js";

const databaseUrl = await cloneDatabase();
const env = { DATABASE_URL: databaseUrl, SECRETS: inject("secrets") };
const run = (args: string, stdin?: string) => regrant(args.split(" "), env, stdin);

describe("regrant migrate", async () => {
  const files = await readdir(new URL("../../migrations", import.meta.url));
  const migrations = files.map((file) => basename(file, ".sql")).sort();
  const now = new Date();
  const month = (ahead: number) =>
    `audit_events_${new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead)).toISOString().slice(0, 7).replace("-", "_")}`;

  it("makes schema, first key and the months of the audit, and changes nothing the second time", async () => {
    const empty = { DATABASE_URL: await emptyDatabase(), SECRETS: inject("secrets") };
    const first = json(await regrant(["migrate", "--json"], empty));
    expect(first).toEqual({
      applied: migrations,
      signing_key_staged: true,
      audit_partitions_made: [month(0), month(1), month(2)],
    });
    const second = json(await regrant(["migrate", "--json"], empty));
    expect(second).toEqual({ applied: [], signing_key_staged: false, audit_partitions_made: [] });
    expect((await regrant(["migrate"], empty)).stdout).toBe("The schema is up to date.\n");
  });

  it("run twice at once ends with one schema and one key", async () => {
    const empty = { DATABASE_URL: await emptyDatabase(), SECRETS: inject("secrets") };
    const results = await Promise.all([
      regrant(["migrate", "--json"], empty),
      regrant(["migrate", "--json"], empty),
    ]);
    const [one, other] = results.map(json);
    expect([one?.signing_key_staged, other?.signing_key_staged].sort()).toEqual([false, true]);
    const client = new pg.Client({ connectionString: empty.DATABASE_URL });
    await client.connect();
    const { rows } = await client.query(
      "select (select count(*)::int from signing_keys) as keys, (select count(*)::int from schema_migrations) as migrations",
    );
    await client.end();
    expect(rows).toEqual([{ keys: 1, migrations: migrations.length }]);
  });

  it("--status lists what is applied and what is pending; --dry-run the files; neither changes anything", async () => {
    const empty = { DATABASE_URL: await emptyDatabase() };
    const names = migrations;
    const last = names.at(-1) ?? "";
    const files = names.map((name) => `${name}.sql`);
    const ask = (args: string, on = empty) => regrant(["migrate", ...args.split(" ")], on);
    expect(json(await ask("--status --json"))).toEqual({ applied: [], pending: names });
    expect(json(await ask("--dry-run --json"))).toEqual({ would_apply: files });
    const status = await ask("--status");
    expect(status).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(new RegExp(`^${last} +pending$`, "m")),
    });
    expect((await ask("--dry-run")).stdout).toMatch(
      new RegExp(`Nothing was changed.*${files.join("\\s+")}`, "s"),
    );
    const { rows } = await asOperator(
      "select 1 from pg_tables where schemaname = 'public'",
      empty.DATABASE_URL,
    );
    expect(rows).toEqual([]);

    const migrated = { DATABASE_URL: await cloneDatabase() };
    expect(json(await ask("--status --json", migrated))).toEqual({ applied: names, pending: [] });
    expect((await ask("--status", migrated)).stdout).toMatch(/^0001_clients_users_sessions +applied$/m);
    expect((await ask("--dry-run", migrated)).stdout).toMatch(/nothing to apply/);
    await asOperator(`delete from schema_migrations where name = '${last}'`, migrated.DATABASE_URL);
    expect(json(await ask("--status --json", migrated))).toEqual({
      applied: names.slice(0, -1),
      pending: [last],
    });
    expectFailure(await ask("--status --dry-run"), 2, /cannot be used with/);
  });

  it("names the settings that it lacks, before it touches anything", async () => {
    expectFailure(await regrant(["migrate"]), 1, /SECRETS: missing.*regrant secret init/s);
    expectFailure(await regrant(["migrate"], { SECRETS: env.SECRETS }), 1, /DATABASE_URL: missing/);
  });
});

describe("regrant resource, client and user", () => {
  it("set up, in the order of the help, what a server then serves", async () => {
    const uri = "http://localhost:4001";
    const resource = json(await run(`resource create ${uri} --scope notes:read --scope notes:write --json`));
    expect(resource).toEqual({
      resource: uri,
      name: null,
      scope: "notes:read notes:write",
      scope_descriptions: {},
      open: false,
      open_scope: [],
      signing_alg: "RS256",
      require_dpop: false,
      access_token_seconds: null,
      session_idle_seconds: null,
      session_absolute_seconds: null,
      secrets: 0,
      created_at: expect.stringMatching(/Z$/),
    });

    const client = json(
      await regrant(
        [
          ...["client", "create", "--name", "Notes CLI", "--grant", "client_credentials"],
          ...["--grant", "refresh_token", "--grant", "password", "--first-party"],
          ...["--scope", "notes:read", "--resource", uri, "--json"],
        ],
        env,
      ),
    );
    expect(client).toEqual({
      ...describeValues(clientSettings, initialValues(clientSettings)),
      client_id: expect.stringMatching(/^notes-cli-[0-9a-f]{12}$/),
      client_secret: expect.stringMatching(/^[\w-]{43}$/),
      client_name: "Notes CLI",
      token_endpoint_auth_method: "client_secret_basic",
      confidential: true,
      grant_types: ["client_credentials", "refresh_token", "password"],
      scope: "notes:read",
      resources: [uri],
      first_party: true,
      origin: "operator",
      secrets: 1,
      disabled: false,
      created_at: expect.stringMatching(/Z$/),
    });

    const password = "correct horse battery staple";
    const user = json(
      await run("user create Ada@example.com --role admin --password-stdin --json", `${password}\n`),
    );
    expect(user).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      email: "Ada@example.com",
      roles: ["admin"],
      claims: {},
      disabled: false,
      delete_at: null,
      created_at: expect.stringMatching(/Z$/),
    });

    const server = await testServer({ databaseUrl });
    const made = { clientId: String(client.client_id), secret: String(client.client_secret) };
    expectTokens(await askByClientCredentials(server, made));
    expectRefreshToken(await askByPassword(server, made, { email: "ada@example.com", password }));
  });

  it("list what there is, without secrets and password hashes", async () => {
    const secret = String(
      json(
        await run(
          "client create --name Listed --id listed --grant client_credentials --resource http://localhost:4001 --access-token-seconds 60 --json",
        ),
      ).client_secret,
    );
    const nouns = ["client", "user", "resource"];
    const [clients, users, resources, ...tables] = await Promise.all([
      ...nouns.map((noun) => run(`${noun} list --json`)),
      ...nouns.map((noun) => run(`${noun} list`)),
    ]);
    for (const { exitCode, stdout } of [clients, users, resources, ...tables].map(ran)) {
      expect(exitCode).toBe(0);
      expect(stdout).not.toMatch(/argon2|client_secret\b|hash/i);
      expect(stdout).not.toContain(secret);
    }
    expect(json(ran(clients))).toMatchObject({
      clients: expect.arrayContaining([
        expect.objectContaining({ client_id: "listed", access_token_seconds: 60 }),
      ]),
    });
    expect(json(ran(users))).toMatchObject({ users: [{ email: "Ada@example.com" }] });
    expect(json(ran(resources))).toMatchObject({
      resources: [{ resource: "http://localhost:4001", scope: "notes:read notes:write" }],
    });
  });

  it("show a secret once, and say so, to people [cli-1]", async () => {
    const { stdout, exitCode } = await run(
      "client create --name People --grant client_credentials --resource http://localhost:4001",
    );
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/client_secret +[\w-]{43} +\(shown only once; the server keeps a hash\)/);
  });

  it("give a public client no secret [cli-2]", async () => {
    const made = json(
      await run(
        "client create --name App --public --grant refresh_token --resource http://localhost:4001 --json",
      ),
    );
    expect(made).toMatchObject({ confidential: false });
    expect(made).not.toHaveProperty("client_secret");
  });

  it("say what exists already, and change nothing [cli-3]", async () => {
    const create =
      "client create --name Again --id again --grant refresh_token --resource http://localhost:4001";
    json(await run(`${create} --json`));
    expectFailure(await run(`${create} --json`), 1, /the client again already exists; choose another id/);
    expectFailure(await run("resource create http://localhost:4001"), 1, /already registered.*resource list/);
    const again = await run("user create ADA@example.com --password-stdin", "long enough\n");
    expectFailure(again, 1, /the user ADA@example\.com already exists.*user list/);
  });
});

describe("regrant, when a command cannot be carried out", () => {
  it("says in words what is wrong with the options, and exits 2 [cli-4]", async () => {
    const client = "client create --name X --resource http://localhost:4001";
    const cases: readonly (readonly [string, RegExp, string?])[] = [
      [`${client} --grant implicit`, /--grant: must be one of authorization_code, client_credentials/],
      [client, /--grant: must not be empty/],
      [`${client} --grant password`, /--grant: password requires --first-party/],
      [`${client} --grant client_credentials --public`, /conflicts with --public/],
      ["client create --name X --grant refresh_token", /--resource: name an API/],
      [`${client} --grant refresh_token --scope a"b`, /--scope: must be scope names/],
      [`${client} --grant refresh_token --id a:b`, /--id: must be at most 128 letters/],
      [`${client} --grant refresh_token --id 0f8fad5b-d9cb-469f-a165-70867728950e`, /UUID/],
      [`${client} --grant refresh_token --access-token-seconds 0`, /1 to 86400/],
      ["client create --grant refresh_token", /--name/],
      ["resource create not-a-uri", /not an absolute URI/],
      ["resource create https://notes.example.com/#x", /not an absolute URI/],
      ["user create nobody --password-stdin", /email: must be an email address/],
      ["user create a@example.com", /--password-stdin/],
      ["user create a@example.com --password-stdin", /password: must be 8 to 1024 characters/, "short\n"],
      [
        "user create a@example.com --role two\u00a0words --password-stdin",
        /--role: must be a role/,
        "long enough",
      ],
      ["nonsense", /unknown command/],
      ["client list --nonsense", /unknown option/],
    ];
    const results = await Promise.all(cases.map(([args, , stdin]) => run(args, stdin)));
    for (const [index, [, message]] of cases.entries()) {
      expectFailure(ran(results[index]), 2, message);
    }
  }, 60_000);

  it("names the fix where something is missing, and exits 1", async () => {
    const grant = "--grant refresh_token";
    expectFailure(
      await run(`client create --name X ${grant} --resource https://nope.example`),
      1,
      /regrant resource create https:\/\/nope\.example/,
    );
    expectFailure(
      await run(`client create --name X ${grant} --resource http://localhost:4001 --scope nope`),
      1,
      /none of its resources has the scope nope; they have: notes:read notes:write/,
    );
  });

  it("says that the schema is not there, and how to make it", async () => {
    const empty = { DATABASE_URL: await emptyDatabase() };
    const results = await Promise.all([
      regrant(["client", "list"], empty),
      regrant(["user", "create", "a@example.com", "--password-stdin"], empty, "long enough"),
    ]);
    for (const result of results) expectFailure(result, 1, /Run: regrant migrate/);
  });

  it("says that the database does not answer, or that its address is none, without showing it", async () => {
    const urls = [
      "postgres://regrant:hunter2@127.0.0.1:1/regrant",
      "mysql://regrant:hunter2@127.0.0.1/regrant",
    ];
    const [closed, wrong] = await Promise.all(
      urls.map((url) => regrant(["client", "list"], { DATABASE_URL: url })),
    );
    expectFailure(ran(closed), 1, /check DATABASE_URL/);
    expectFailure(ran(wrong), 1, /not a URL like postgres/);
    expect(`${closed?.stderr}${wrong?.stderr}`).not.toContain("hunter2");
  });

  it("says in one line that the database does not exist, or refuses the password", async () => {
    const missing = { DATABASE_URL: urlOf("no_such_database"), SECRETS: env.SECRETS };
    const refused = new URL(databaseUrl);
    refused.password = newSecret();
    const results = await Promise.all([
      regrant(["client", "list"], missing),
      regrant(["migrate"], missing),
      regrant(["client", "list"], { DATABASE_URL: refused.href }),
    ]);
    for (const result of results) expectFailure(result, 1, /check DATABASE_URL/);
    expect(results.map(({ stderr }) => stderr).join("")).not.toContain(refused.password);
  });

  it("says that --help shows how, and does", async () => {
    const [wrong, ...asked] = await Promise.all(
      ["client create --nonsense", "--help", "client create --help", "migrate -h"].map((args) => run(args)),
    );
    expect(ran(wrong).stderr).toContain("(see --help)");
    for (const { exitCode, stdout, stderr } of asked) {
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      expect(stdout).toMatch(/^Usage: regrant/);
    }
    expect(ran(asked[0]).stdout).toContain("First setup:");
  });
});

describe("regrant, as the process that an operator starts", () => {
  it.each([
    ["migrate --json", 0],
    ["resource list --json", 0],
    ["client list --json", 0],
    ["user create process@example.com --password-stdin --json", 0],
    ["session list --json", 0],
    ["key list --json", 0],
    ["secret rewrap --json", 0],
    ["audit tail --json", 0],
    ["purge --json", 0],
    ["explain --json", 0],
    ["doctor --issuer-url http://127.0.0.1:1 --json", 1],
  ])("ends by itself, with one JSON object on stdout and an exit code: %s", async (args, exitCode) => {
    const result = await regrantProcess(args.split(" "), env, "0f8fad5b-d9cb-469f-a165-70867728950e");
    expect(result).toMatchObject({ exitCode, stdout: expect.stringMatching(/^\{.*\}\n$/) });
  });

  it("ends in silence where nobody reads on, as with | head", async () => {
    const child = spawn(process.execPath, [program, "--help"], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    const [[exitCode], stderr] = await Promise.all([once(child, "close"), text(child.stderr)]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  it("reads, prints and refuses as in the other tests of it, which have it in a thread", async () => {
    const commands = [
      ["--help"],
      ["client", "list"],
      ["user", "list"],
      ["nonsense"],
      ["session", "show", "x"],
      ["user", "create", "x@example.com", "--password-stdin"],
    ];
    for (const args of commands)
      expect(await regrantProcess(args, env, "short\n")).toEqual(await regrant(args, env, "short\n"));
  });
});
