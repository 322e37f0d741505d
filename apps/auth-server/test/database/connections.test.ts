/** The forms of DATABASE_URL that hosters provide, and the explanations of those that do not work. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { cleanUp } from "../support/clean-up.js";
import { asOperator } from "../support/databases.js";
import { createParties } from "../support/fixtures.js";
import { type CommandResult, expectFailure, json, regrant, regrantProcess } from "../support/regrant.js";
import { testServer } from "../support/server.js";
import { describeWithOpenssl, type TlsPostgres, tlsPostgres } from "../support/tls-postgres.js";
import { askByPassword, expectRefusal, expectTokens } from "../support/token-requests.js";

const SECRETS = inject("secrets");
const serverScript = fileURLToPath(new URL("../../dist/server.js", import.meta.url));

/** The server's own process, which must exit by itself here. */
async function start(env: Readonly<Record<string, string>>): Promise<CommandResult> {
  const child = spawn(process.execPath, [serverScript], {
    env: { SECRETS, PORT: "0", MANAGEMENT_PORT: "0", DRAIN_SECONDS: "0", ...env },
    timeout: 10_000,
  });
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { exitCode, stdout, stderr };
}

function expectRefused(result: CommandResult, message: RegExp): void {
  expectFailure(result, 1, message);
  expect(result.stderr.trim().split("\n").length).toBeLessThanOrEqual(2);
  expect(result.stderr).not.toMatch(/hunter2|Warning|node_modules/);
}

const migrate = (DATABASE_URL: string) => regrant(["migrate"], { DATABASE_URL, SECRETS });

describe("A database that cannot be reached or used [database-connections-1]", () => {
  const usual = new URL(inject("templateUrl"));
  const { port, password } = usual;

  it.each([
    [
      "a port where nobody listens",
      "postgres://u:hunter2@127.0.0.1:1/x",
      /nothing is listening.*host and port.*127\.0\.0\.1:1/,
    ],
    [
      "a host that is not known",
      "postgres://u:hunter2@nowhere.invalid/x",
      /host name does not resolve; check DATABASE_URL: the host/,
    ],
    [
      "a wrong password",
      `postgres://regrant:hunter2@127.0.0.1:${port}/postgres`,
      /rejects the user or password/,
    ],
    [
      "no password",
      `postgres://regrant@127.0.0.1:${port}/postgres`,
      /asks for a password, but DATABASE_URL has none/,
    ],
    ["no such user", `postgres://nobody:hunter2@127.0.0.1:${port}/postgres`, /rejects the user or password/],
    [
      "database does not exist",
      `postgres://regrant:${password}@127.0.0.1:${port}/nothing`,
      /database does not exist.*"nothing"/,
    ],
    [
      "socket does not exist",
      "postgres:///x?host=/nowhere&user=u",
      /socket does not exist.*\/nowhere\/\.s\.PGSQL\.5432/,
    ],
    [
      "TLS where there is none",
      `postgres://regrant:${password}@127.0.0.1:${port}/postgres?sslmode=require`,
      /does not support TLS.*sslmode=disable/,
    ],
    ["a password in the way", "postgres://u:12/hunter2@127.0.0.1:1/x", /DATABASE_URL: .*\/ as %2F/],
    ["two hosts", "postgres://u:hunter2@127.0.0.1:1,127.0.0.2:1/x", /name one, which leads to the primary/],
    [
      "an unknown parameter",
      `postgres://regrant:${password}@127.0.0.1:${port}/postgres?options=-cno_such=1`,
      /does not know a parameter.*options/,
    ],
  ])("%s: one sentence that names the fix", async (_what, url, message) => {
    expectRefused(await migrate(url), message);
  });

  it("is refused in the same sentence by a server and by a command, which end at once", async () => {
    const silent = await listener(() => {});
    const startedAt = performance.now();
    await Promise.all(
      (
        [
          [`postgres://regrant@127.0.0.1:${port}/postgres`, /asks for a password, but DATABASE_URL has none/],
          [`postgres://u:hunter2@127.0.0.1:${silent}/x`, /does not answer.*host and port/],
          ["postgres://u:12/hunter2@127.0.0.1:1/x", /DATABASE_URL: .*\/ as %2F/],
        ] as const
      ).flatMap(([url, message]) => [
        regrantProcess(["migrate"], { DATABASE_URL: url, SECRETS }).then((told) =>
          expectRefused(told, message),
        ),
        start({ DATABASE_URL: url }).then((told) => expectRefused(told, message)),
      ]),
    );
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  /** A listener on loopback that does this with each connection. @returns its port */
  async function listener(answer: (socket: Socket) => void): Promise<number> {
    const server = createServer((socket) => answer(socket.on("error", () => {})));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cleanUp(async () => void server.close());
    return (server.address() as AddressInfo).port;
  }

  it("something else than PostgreSQL", async () => {
    const web = await listener((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    expectRefused(
      await migrate(`postgres://u:hunter2@127.0.0.1:${web}/x`),
      /PostgreSQL listens there|does not answer/,
    );
  });

  it("a version before 15", async () => {
    const message = (type: string, body: string) => {
      const length = Buffer.alloc(4);
      length.writeInt32BE(body.length + 4);
      return Buffer.concat([Buffer.from(type), length, Buffer.from(body, "latin1")]);
    };
    const old = await listener((socket) =>
      socket.once("data", () => {
        socket.write(message("R", "\0\0\0\0"));
        socket.write(message("S", "server_version\x0014.9\0"));
        socket.write(message("Z", "I"));
      }),
    );
    expectRefused(
      await migrate(`postgres://u:hunter2@127.0.0.1:${old}/x`),
      /PostgreSQL is 14\.9, but Regrant needs 15 or later/,
    );
  });
});

describeWithOpenssl("A PostgreSQL with TLS and a certificate that it signed itself [database-tls-1]", () => {
  let postgres: TlsPostgres;
  beforeAll(async () => {
    postgres = await tlsPostgres();
    json(await regrant(["migrate", "--json"], { DATABASE_URL: postgres.url, SECRETS }));
  });
  const at = (query: string, { host = "127.0.0.1", user = "tls_only" } = {}) =>
    `postgres://${user}:${postgres.password}@${host}:${postgres.port}/regrant${query}`;
  const status = (DATABASE_URL: string) => regrant(["migrate", "--status", "--json"], { DATABASE_URL });

  it.each([
    "?sslmode=require",
    "?sslmode=no-verify",
    "?sslmode=prefer",
    "?sslmode=require&channel_binding=require",
  ])("is reached by %s", async (query) => {
    json(await status(at(query)));
  });

  it("is verified by its own certificate, by name or as an authority, over IPv6 too", async () => {
    const root = `&sslrootcert=${encodeURIComponent(postgres.certificate)}`;
    json(await status(at(`?sslmode=verify-full${root}`)));
    json(await status(at(`?sslmode=verify-full${root}`, { host: "localhost" })));
    json(await status(at(`?sslmode=verify-ca${root}`, { host: "[::1]" })));
    json(await status(at(`?sslmode=verify-full${root}&hostaddr=::1`, { host: "localhost" })));
    const name = await status(at(`?sslmode=verify-full${root}`, { host: "[::1]" }));
    expectFailure(name, 1, /certificate.*is for another name; check DATABASE_URL: host/);
    expectFailure(await status(at("?sslmode=verify-full")), 1, /is not trusted.*sslrootcert=<file>/);
    expectFailure(
      await status(at("?sslmode=disable")),
      1,
      /does not accept this user from here.*insists on TLS/,
    );
  });

  it("is said not to be verified in the server's log, at each start", async () => {
    const child = spawn(process.execPath, [serverScript], {
      env: {
        SECRETS,
        PORT: "0",
        MANAGEMENT_PORT: "0",
        DRAIN_SECONDS: "0",
        DATABASE_URL: at("?sslmode=require"),
      },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
      });
    await expect
      .poll(() => output, { timeout: 15_000 })
      .toMatch(/certificate is not verified.*"msg":"serving"/s);
    child.kill();
    await once(child, "close");
  });

  it("is told by doctor from one that is verified", async () => {
    const root = `&sslrootcert=${encodeURIComponent(postgres.certificate)}`;
    const findings = async (DATABASE_URL: string) => {
      const env = { DATABASE_URL, SECRETS };
      const { stdout } = await regrant(["doctor", "--json", "--issuer-url", "http://127.0.0.1:1"], env);
      return JSON.parse(stdout).findings;
    };
    const finding = (severity: string, message: RegExp) =>
      expect.objectContaining({ check: "tls", severity, message: expect.stringMatching(message) });
    expect(await findings(at("?sslmode=require"))).toContainEqual(
      finding("warning", /certificate is not verified/),
    );
    expect(await findings(at(`?sslmode=verify-full${root}`))).toContainEqual(
      finding("ok", /certificate and name are verified/),
    );
  });

  it("by its socket: in the address, as host=, and in a list of keywords", async () => {
    const { socketFolder: folder, port, password } = postgres;
    for (const url of [
      `postgresql:///regrant?host=${folder}&port=${port}&user=regrant&password=${password}`,
      `postgresql://regrant:${password}@/regrant?host=${folder}&port=${port}`,
      `postgresql://regrant:${password}@${encodeURIComponent(folder)}:${port}/regrant?sslmode=require`,
      `host=${folder} port=${port} user=regrant password='${password}' dbname=regrant`,
    ])
      json(await status(url));
  });

  it("with a password of # / ? @ % and +: encoded it works, and as it is where nothing else can be meant", async () => {
    await asOperator(
      "create role odd login superuser password '#/?@%+'; create role percent login superuser password '100%'",
      postgres.url,
    );
    const { port } = postgres;
    json(await status(`postgres://odd:%23%2F%3F%40%25%2B@127.0.0.1:${port}/regrant?sslmode=require`));
    json(await status(`postgres://percent:100%@127.0.0.1:${port}/regrant?sslmode=require`));
  });

  it("whose certificate changes while a server runs: 503 until it fits, and never 500", async () => {
    const { certificate } = postgres;
    const server = await testServer({
      databaseUrl: at(`?sslmode=verify-full&sslrootcert=${encodeURIComponent(certificate)}`),
      withKeys: true,
    });
    const { client, user } = await createParties(server);
    const held = readFileSync(certificate);
    const other = await postgres.replaceCertificate("localhost");
    await endConnections(postgres.url);
    await expect
      .poll(async () => (await askByPassword(server, client, user)).body.error, { timeout: 5_000 })
      .toBe("temporarily_unavailable");
    expectRefusal(
      await askByPassword(server, client, user),
      503,
      "temporarily_unavailable",
      "database_unavailable",
    );
    // sslrootcert's file is re-read for each connection.
    writeFileSync(certificate, readFileSync(other));
    expectTokens(await askByPassword(server, client, user));
    writeFileSync(certificate, held);
  });
});

const endConnections = (url: string) =>
  asOperator("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'tls_only'", url);
