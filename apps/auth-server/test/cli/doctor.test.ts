import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startThrowAwayPostgres } from "@regrant/dev-stack";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { makeAuditMonths } from "../../src/audit/audit-partitions.sql.js";
import { type DatabaseState, databaseChecks } from "../../src/cli/doctor/database.js";
import { examine } from "../../src/cli/doctor/examine.js";
import type { Finding } from "../../src/cli/doctor/finding.js";
import { issuerChecks } from "../../src/cli/doctor/issuer.js";
import { migrate } from "../../src/database/migrations.sql.js";
import { stageFirstKey } from "../../src/keys/rotation.js";
import { queueMail } from "../../src/mail/queue-mail.js";
import { newSecret } from "../../src/secrets.js";
import { cleanUp } from "../support/clean-up.js";
import { asOperator, cloneDatabase, emptyDatabase } from "../support/databases.js";
import { type ClientOptions, createClient, createResources, createUser } from "../support/fixtures.js";
import { startMailbox } from "../support/mailbox.js";
import { expectFailure, regrant, regrantProcess } from "../support/regrant.js";
import { type TestServer, testServer } from "../support/server.js";
import { signIn } from "../support/token-requests.js";
import { withTotp } from "../support/totp.js";

const secrets = inject("secrets");
const issuer = "http://localhost:4000";

/** A database, a listening server on it, and a client. */
interface Installation {
  readonly env: Readonly<Record<string, string>>;
  readonly server: TestServer;
  /** Where the server really listens. */
  readonly url: string;
}

async function install(databaseUrl?: string): Promise<Installation> {
  const url = databaseUrl ?? (await cloneDatabase());
  const server = await testServer({ databaseUrl: url });
  await makeAuditMonths(server.db);
  await createResources(server);
  await createClient(server, { clientId: "a-client" });
  return {
    env: { DATABASE_URL: url, SECRETS: secrets },
    server,
    url: await server.app.listen({ host: "127.0.0.1", port: 0 }),
  };
}

/** All findings except those in order, and except that the test's PostgreSQL runs without fsync for speed. */
async function findings(
  { env, url }: Pick<Installation, "env" | "url">,
  more: Readonly<Record<string, string>> = {},
  now?: () => number,
): Promise<Finding[]> {
  const areas = await examine({ ...env, ...more }, url, now);
  const found = areas.flatMap((area) => area.findings);
  for (const { message, remedy, severity } of found) {
    expect(remedy === null).toBe(severity === "ok");
    expect(`${message} ${remedy}`).not.toContain(secrets.split(":")[1]);
  }
  return found.filter(
    ({ check, severity, message }) =>
      severity !== "ok" && !(check === "durability" && message.startsWith("fsync, full_page_writes are off")),
  );
}

const brief = (found: readonly Finding[]) => found.map(({ check, severity }) => `${severity}: ${check}`);

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "regrant-doctor-"));
  cleanUp(() => rm(folder, { recursive: true }));
  return folder;
}

let healthy: Installation;

/** The same on a properly configured PostgreSQL. */
let durable: Installation;

beforeAll(async () => {
  healthy = await install();
  const postgres = await startThrowAwayPostgres({ durable: true });
  cleanUp(() => postgres.stop());
  await migrate(postgres.url, () => {});
  const { context } = await testServer({ databaseUrl: postgres.url, withKeys: false });
  await stageFirstKey(context.db, context.secrets, new Date(), "operator:test");
  durable = await install(postgres.url);
});

/** A loopback address where nobody listens. */
async function nowhere(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** A temporary server on loopback. @returns its URL */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUp(async () => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A proxy that changes a server's responses. */
const proxy = (target: string, change: (body: string) => string, cacheControl: string | null) =>
  serve(async (request, response) => {
    const answer = await fetch(`${target}${request.url}`);
    response.writeHead(answer.status, {
      "content-type": "application/json",
      ...(cacheControl !== null && { "cache-control": cacheControl }),
    });
    response.end(change(await answer.text()));
  });

describe("regrant doctor on an installation that is in order", () => {
  it("finds nothing, on a PostgreSQL that keeps what it confirms", async () => {
    const { env, url } = durable;
    const areas = await examine(env, url);
    expect(areas.map(({ area }) => area)).toEqual([
      "Settings",
      "Database",
      "Issuer",
      "Mail",
      "Keys",
      "Users",
      "Proxy",
      "Clients",
    ]);
    const found = areas.flatMap((area) => area.findings);
    expect(found.filter(({ severity }) => severity !== "ok")).toEqual([]);
    expect(found.length).toBeGreaterThan(15);
  });
});

describe("regrant doctor finds in the settings", () => {
  it("every fault at once, and still looks at the database", async () => {
    const found = await findings(healthy, { PORT: "x", ISSUER: "https://a.example/", SECRETS: "short" });
    expect(found.map(({ message }) => message.split(":")[0])).toEqual([
      "ISSUER",
      "PORT",
      "SECRETS",
      "Nothing else can be checked until the settings are valid.",
    ]);
    const unready = await emptyDatabase();
    const both = await findings({ ...healthy, env: { DATABASE_URL: unready } });
    expect(brief(both)).toContain("error: migrations");
  });

  it.each([
    ["retry_window", { REFRESH_RETRY_SECONDS: "0" }],
    ["management_host", { MANAGEMENT_HOST: "0.0.0.0" }],
    ["management_host", { MANAGEMENT_HOST: "203.0.113.7" }],
    ["loopback_names", { HOST: "127.0.0.1" }],
  ])("%s: %o", async (check, env) => {
    expect(brief(await findings(healthy, env))).toEqual([`warning: ${check}`]);
  });
});

describe("regrant doctor in a container", () => {
  /** As docker-compose.yml has them: HAProxy checks the server from outside, and ISSUER names a published port. */
  const contained = { container: "oci", HOST: "0.0.0.0", MANAGEMENT_HOST: "0.0.0.0" };

  it("asks a server whose issuer is on localhost where that listens in here, and calls for no change", async () => {
    const { port } = new URL(healthy.url);
    const env = { ...healthy.env, ...contained, ISSUER: issuer, PORT: port };
    const areas = await examine(env, null);
    const found = areas.flatMap((area) => area.findings);
    expect(found.flatMap(({ severity, check }) => (severity === "ok" ? [] : [check]))).toEqual([
      "durability",
    ]);
    expect(found.find(({ check }) => check === "metadata")?.message).toContain(`http://127.0.0.1:${port}/`);
    expect(found.find(({ check }) => check === "management_host")?.message).toContain("publish no port");
  });

  it("still warns of a public address for health and metrics", async () => {
    const found = await findings(healthy, { ...contained, MANAGEMENT_HOST: "203.0.113.7" });
    expect(brief(found)).toEqual(["warning: management_host"]);
  });
});

describe("regrant doctor finds of mails", () => {
  const about = async (found: Promise<Finding[]>) => (await found).map(({ message }) => message);

  it("that the mail server is away, or does not take the password", async () => {
    const mailbox = await startMailbox({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(new Error("no")),
    });
    const SMTP_URL = `smtp://ada:hunter2@127.0.0.1:${mailbox.port}`;
    const [refused] = await findings(healthy, { ...mailbox.env, SMTP_URL });
    expect(refused).toMatchObject({ check: "mail_server", severity: "error" });
    expect(refused?.message).toMatch(/refused the user name or password in SMTP_URL \(535/);
    expect(JSON.stringify(refused)).not.toContain("hunter2");
    await mailbox.close();
    expect(await about(findings(healthy, mailbox.env))).toEqual([
      expect.stringContaining("could not be reached (ECONNREFUSED)"),
    ]);
  });

  it("nothing, if the mail server answers and no mail waits for long", async () => {
    const mailbox = await startMailbox();
    expect(await findings(healthy, mailbox.env)).toEqual([]);
    expect(mailbox.received).toEqual([]);
  });

  it("that they go to a directory, where users wait for them", async () => {
    const env = { SMTP_URL: pathToFileURL(await temporaryFolder()).href, MAIL_FROM: "auth@example.com" };
    expect(await findings(healthy, env)).toEqual([]);
    const found = await findings(healthy, { ...env, ISSUER: "https://auth.example.com" });
    expect(found.find(({ check }) => check === "mail_server")?.message).toContain("nobody gets any mail");
    const away = { ...env, SMTP_URL: "file:///dev/null/mail" };
    expect(await about(findings(healthy, away))).toEqual([
      expect.stringContaining("cannot write the file ("),
    ]);
  });

  it("that some wait for long, or were given up", async () => {
    const mailbox = await startMailbox();
    const installation = await install();
    const { db, context } = installation.server;
    await queueMail(db, context.secrets, {
      kind: "deletion_cancelled",
      to: "ada@example.com",
      language: "en",
      userId: null,
    });
    await db.query("update mails set created_at = now() - interval '3 hours'");
    expect(await about(findings(installation, mailbox.env))).toEqual(["A mail has waited for 3 hours."]);
    await db.query("update mails set next_attempt_at = null");
    expect(await about(findings(installation, mailbox.env))).toEqual(["Mails that were given up: 1."]);
  });
});

describe("regrant doctor finds in the database", () => {
  it("that it does not answer, and the issuer all the same", async () => {
    const away = { DATABASE_URL: "postgres://nobody:hidden@127.0.0.1:1/none" };
    const found = await findings(healthy, away);
    expect(brief(found)).toEqual(["error: database", "warning: not_examined"]);
    expect(JSON.stringify(found)).not.toContain("hidden");
  });

  it("a schema that lacks migrations", async () => {
    const found = await findings({
      ...healthy,
      env: { ...healthy.env, DATABASE_URL: await emptyDatabase() },
    });
    expect(brief(found)).toEqual(["error: migrations", "warning: not_examined"]);
    expect(found[0]?.remedy).toBe("Run: regrant migrate");
  });

  it.each([
    ["synchronous_commit = off", "error: durability", /synchronous_commit, fsync, full_page_writes are off/],
    ["default_transaction_read_only = on", "error: database_writable", /nobody can sign in or refresh/],
  ])("%s", async (setting, expected, message) => {
    const installation = await install();
    const name = new URL(installation.env.DATABASE_URL ?? "").pathname.slice(1);
    await asOperator(`alter database ${name} set ${setting}`);
    const found = await findings(installation);
    expect(brief(found)).toEqual([expected]);
    expect(found[0]?.message).toMatch(message);
  });

  it("too few connections for the pool, or for a second replica", async () => {
    const { rows } = await asOperator("show max_connections");
    const allowed = Number(rows[0]?.max_connections);
    const over = await findings(healthy, { DATABASE_POOL_SIZE: String(allowed) });
    expect(brief(over)).toEqual(["error: connections"]);
    const half = await findings(healthy, { DATABASE_POOL_SIZE: String(Math.ceil(allowed * 0.6)) });
    expect(brief(half)).toEqual(["warning: connections"]);
  });

  it("a clock that is not this machine's", async () => {
    const off = (ms: number) => findings(healthy, {}, () => Date.now() + ms);
    expect(brief(await off(60_000))).toEqual(["error: clock"]);
    expect(brief(await off(-3_000))).toEqual(["warning: clock"]);
  });

  it("an old version and a standby", () => {
    const facts = {
      versionNumber: 130_011,
      version: "13.11",
      clockMs: 0,
      isStandby: true,
      isReadOnly: false,
      synchronousCommit: "on",
      fsync: "on",
      fullPageWrites: "on",
      connections: 97,
      encoding: "UTF8",
      isolation: "read committed",
      lockTimeout: 1300,
      statementTimeout: 1400,
      role: "regrant",
      database: "regrant",
      schema: "public",
      searchPath: "public",
      mayCreate: true,
    };
    const state: DatabaseState = {
      facts,
      pendingMigrations: [],
      nowMs: 0,
      poolSize: 10,
      pooler: "session",
      isPooled: false,
      tls: null,
      missingRights: null,
      months: null,
    };
    const found = databaseChecks.flatMap((check) => check(state)).filter(({ severity }) => severity !== "ok");
    expect(brief(found)).toEqual(["error: database_version", "error: database_writable"]);
  });
});

describe("regrant doctor finds in the keys", () => {
  it("that SECRETS is not the one they were sealed under", async () => {
    const other = await findings(healthy, { SECRETS: `other:${newSecret()}` });
    expect(brief(other)).toEqual(["error: keys_open"]);
    expect(other[0]?.message).toContain('the SECRETS entry "main", which is not set');
    const changed = await findings(healthy, { SECRETS: `main:${newSecret()}` });
    expect(changed[0]?.message).toContain("its value was changed");
  });

  it("that there is none, or none that signs", async () => {
    const installation = await install();
    await installation.server.db.query("update signing_keys set state = 'staged', activated_at = null");
    expect(brief(await findings(installation))).toEqual(["warning: active_key"]);
    await installation.server.db.query("delete from signing_keys");
    expect(brief(await findings(installation))).toEqual(["error: jwks", "error: active_key"]);
  });

  it("that nobody moves them", async () => {
    const installation = await install();
    await installation.server.db.query(
      "update signing_keys set activated_at = activated_at - interval '91 days'",
    );
    const found = await findings(installation);
    expect(brief(found)).toEqual(["warning: keys_move"]);
    expect(found[0]?.message).toContain("Staging a new key");
  });

  it("that an algorithm waits for its key, and which APIs have to accept one", async () => {
    const installation = await install();
    await installation.server.db.query(
      "insert into resources (uri, signing_alg) values ('https://es.example', 'ES256')",
    );
    expect(brief(await findings(installation))).toEqual(["warning: algorithm_waits"]);
    const areas = await examine(installation.env, installation.url);
    expect(areas.flatMap((area) => area.findings)).toContainEqual({
      check: "resource_algorithm",
      severity: "ok",
      message:
        "Tokens for https://es.example are signed with ES256: its verifier has to accept that, by its option algorithms or by ALGORITHMS.",
      remedy: null,
    });
  });

  it("what each entry of SECRETS is still for", async () => {
    const areas = await examine(
      { ...healthy.env, SECRETS: `next:${newSecret()},${secrets},before:${newSecret()}` },
      healthy.url,
    );
    expect(areas.flatMap((area) => area.findings)).toContainEqual({
      check: "secrets_entries",
      severity: "ok",
      message:
        "SECRETS: next is used for writing; main for reading, including signing keys; before for reading, refresh tokens only.",
      remedy: null,
    });
  });
});

describe("regrant doctor finds at second factors", () => {
  it("which administrators have none", async () => {
    const installation = await install();
    const { server } = installation;
    const guarded = await createUser(server, ["admin"]);
    await withTotp(server, guarded);
    await createUser(server, ["author"]);
    expect(await findings(installation)).toEqual([]);
    const { email } = await createUser(server, ["admin", "author"]);
    const disabled = await createUser(server, ["admin"]);
    await server.db.query("update users set disabled_at = now() where id = $1", [disabled.id]);
    const found = await findings(installation);
    expect(brief(found)).toEqual(["warning: administrators"]);
    expect(found[0]?.message).toContain(`without a second factor: ${email}. `);
  });

  it("which entries of SECRETS authenticator apps need, and that one is missing", async () => {
    const installation = await install();
    await withTotp(installation.server, await createUser(installation.server));
    const areas = await examine(
      { ...installation.env, SECRETS: `next:${newSecret()},${secrets}` },
      installation.url,
    );
    expect(areas.flatMap((area) => area.findings).map(({ message }) => message)).toContain(
      "SECRETS: next is used for writing; main for reading, including signing keys and authenticator apps.",
    );
    await installation.server.db.query("update totp_authenticators set secret_name = 'gone'");
    const found = await findings(installation);
    expect(brief(found)).toEqual(["error: authenticators_open"]);
    expect(found[0]?.message).toContain(
      "SECRETS lacks gone, which encrypts the secrets of authenticator apps: 1.",
    );
  });
});

describe("regrant doctor finds at the issuer", () => {
  it("that nobody listens", async () => {
    const found = await findings({ ...healthy, url: await nowhere() });
    expect(brief(found)).toEqual(["error: metadata", "error: jwks"]);
    expect(found[0]?.message).toContain("ECONNREFUSED");
  });

  it("that it accepts and never answers, within seconds", async () => {
    const silent = createTcpServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    cleanUp(async () => void silent.close());
    const { port } = silent.address() as AddressInfo;
    const startedAt = performance.now();
    const found = await findings({ ...healthy, url: `http://127.0.0.1:${port}` });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(found[0]?.message).toContain("no answer within 3 seconds");
  });

  it("another issuer, be it by one letter", async () => {
    const ISSUER = "http://localhost:4999";
    const [found] = await findings(healthy, { ISSUER });
    expect(found?.message).toContain(`names the issuer "${issuer}", but ISSUER is "${ISSUER}"`);
  });

  it("something else than an authorization server", async () => {
    const url = await serve((_request, response) => void response.writeHead(502).end("<h1>Bad gateway</h1>"));
    expect(brief(await findings({ ...healthy, url }))).toEqual(["error: metadata", "error: jwks"]);
    const redirect = await serve((_request, response) => {
      response.writeHead(301, { location: healthy.url }).end();
    });
    const found = await findings({ ...healthy, url: redirect });
    expect(found[0]?.message).toContain("answers 301");
  });

  it("the keys of another database", async () => {
    const elsewhere = await install(await cloneDatabase());
    await elsewhere.server.db.query("delete from signing_keys");
    const { context } = elsewhere.server;
    await stageFirstKey(context.db, context.secrets, new Date(), "operator:test");
    const found = await findings({ ...healthy, env: elsewhere.env }, {}, () => Date.now() + 900);
    expect(brief(found)).toContain("error: jwks");
    expect(found.find(({ check }) => check === "jwks")?.message).toMatch(
      /has [\w-]{43}, which is not in the database/,
    );
  });

  it("a proxy that takes Cache-Control away, and a private member in the keys", async () => {
    const plain = await proxy(healthy.url, (body) => body, null);
    expect(brief(await findings({ ...healthy, url: plain }))).toEqual(["warning: jwks_cache"]);
    const leaking = await proxy(
      healthy.url,
      (body) => body.replace('"kty":"RSA"', '"kty":"RSA","d":"AQAB"'),
      "max-age=300",
    );
    const found = await findings({ ...healthy, url: leaking });
    expect(brief(found)).toEqual(["error: jwks_members"]);
    expect(JSON.stringify(found)).not.toContain("AQAB");
  });

  it("a name of which one address answers and another does not", () => {
    const answer = { url: "http://localhost:4000", status: 0, cacheControl: null, body: null, failure: "x" };
    const state = {
      issuer,
      keys: null,
      nowMs: 0,
      metadata: answer,
      jwks: answer,
      addresses: [
        { host: "localhost", address: "::1", failure: "nobody listens there" },
        { host: "localhost", address: "127.0.0.1", failure: null },
      ],
    };
    const found = issuerChecks.flatMap((check) => check(state));
    expect(found).toContainEqual(
      expect.objectContaining({
        check: "issuer_addresses",
        message: expect.stringContaining(
          "resolves to ::1 and 127.0.0.1, but the server answers only at 127.0.0.1",
        ),
      }),
    );
  });
});

describe("regrant doctor finds about the proxy", () => {
  it("that forwarded headers do not count behind one, with proof where there is some", async () => {
    const installation = await install();
    const https = { ISSUER: "https://auth.example.com" };
    const about = async (env: Record<string, string>) =>
      (await findings(installation, env)).filter(({ check }) => check === "proxy");
    expect(await about(https)).toMatchObject([{ severity: "warning" }]);
    expect(await about({ ...https, TRUST_PROXY: "10.0.0.1" })).toEqual([]);
    const { server } = installation;
    const user = await createUser(server);
    const client = await createClient(server);
    for (let time = 0; time < 5; time += 1) await signIn(server, client, user);
    expect(await about(https)).toMatchObject([
      { severity: "error", message: expect.stringContaining("All 5 recent sign-ins came from 127.0.0.1") },
    ]);
    expect(await about({ ...https, TRUST_PROXY: "10.0.0.1" })).toMatchObject([{ severity: "warning" }]);
    expect(await about({})).toEqual([]);
  });
});

describe("regrant doctor finds among the clients", () => {
  const app: ClientOptions = { clientId: "app", secret: null, refreshTokenDelivery: "cookie" };

  it.each([
    ["a different site", "https://auth.example.com", "https://app.example.net", true],
    ["another customer of a shared domain", "https://auth.github.io", "https://app.github.io", true],
    ["http under https", "https://auth.example.com", "http://app.example.com", true],
    ["127.0.0.1 under localhost", "http://localhost:4000", "http://127.0.0.1:4002", true],
    ["the same site", "https://auth.example.com", "https://app.example.com", false],
    ["another port", "http://localhost:4000", "http://localhost:4002", false],
  ])("a browser app whose cookie does not travel: %s", async (_what, ISSUER, origin, isFound) => {
    const { env, url, server } = healthy;
    const { clientId } = await createClient(server, { ...app, allowedOrigins: [origin] });
    const found = await findings({ env, url }, { ISSUER });
    await server.db.query("delete from clients where client_id = $1", [clientId]);
    expect(brief(found).includes("error: cookie_same_site")).toBe(isFound);
  });

  it("a redirect URI by http, no resource, and scope that is nowhere", async () => {
    const installation = await install();
    const { server } = installation;
    await createClient(server, { clientId: "open", redirectUris: ["http://app.example.com/callback"] });
    await createClient(server, { clientId: "lost", resources: [] });
    await createClient(server, { clientId: "odd", scope: ["notes:read", "notes:shred"] });
    const disabled = await createClient(server, { resources: [] });
    await server.db.query("update clients set disabled_at = now() where client_id = $1", [disabled.clientId]);
    const found = await findings(installation);
    expect(brief(found)).toEqual(["error: client_resource", "warning: client_scope", "error: redirect_uri"]);
    expect(found.map(({ message }) => /client (\w+)/.exec(message)?.[1])).toEqual(["lost", "odd", "open"]);
    expect(found[1]?.message).toContain("the scope notes:shred,");
  });

  it("that there is none", async () => {
    const installation = await install();
    await installation.server.db.query("delete from clients");
    expect(brief(await findings(installation))).toEqual(["warning: clients"]);
  });
});

describe("The command regrant doctor", () => {
  it("prints area by area what is in order and what is not, and exits 1 where something is wrong", async () => {
    const { exitCode, stdout, stderr } = await regrant(["doctor", "--issuer-url", healthy.url], {
      ...healthy.env,
      REFRESH_RETRY_SECONDS: "0",
    });
    expect(stdout).toMatch(/^Settings\n {2}✓ All settings are valid\.\n {2}! REFRESH_RETRY_SECONDS is 0/);
    expect(stdout).toMatch(/\n {2}✗ fsync, full_page_writes are off: .*\n {6}→ Turn it on/);
    expect(stdout).toMatch(/\nErrors: 1\. Warnings: 1\. Passed: \d+\.\n$/);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: "regrant: the checks found errors\n",
    });
  });

  it("exits 0 where nothing is wrong, and prints one JSON object with --json", async () => {
    const { env, url } = durable;
    const { exitCode, stdout, stderr } = await regrant(["doctor", "--json", "--issuer-url", url], env);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const { findings: found, ...rest } = JSON.parse(stdout) as { findings: Finding[] };
    expect(rest).toEqual({});
    expect(stdout).toMatch(/^\{.*\}\n$/);
    expect(found[0]).toEqual({
      area: "settings",
      check: "settings_read",
      severity: "ok",
      message: "All settings are valid.",
      remedy: null,
    });
  });

  it("says that it waits where an answer takes long", async () => {
    const silent = createTcpServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    cleanUp(async () => void silent.close());
    const { port } = silent.address() as AddressInfo;
    const { stderr } = await regrant(["doctor", "--issuer-url", `http://127.0.0.1:${port}`], healthy.env);
    expect(stderr).toMatch(/^Waiting a few seconds for the database and the issuer/);
  });

  it("does not take an issuer with a path", async () => {
    const result = await regrantProcess(["doctor", "--issuer-url", "localhost:4000/x"], healthy.env);
    expectFailure(result, 2, /^regrant: --issuer-url must be an address like [^\n]+\n$/);
  });
});
