/** The servers as processes: how they start, refuse to start, and end. */
import { freePort } from "@regrant/dev-stack";
import * as oauth from "oauth4webapi";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../support/eventually.js";
import { discover, insecure } from "../support/foreign-clients.js";
import { sendTokenRequests } from "../support/in-flight.js";
import { readRefreshToken } from "../support/refresh-tokens.js";
import {
  type Client,
  registerApp,
  registerResource,
  registerService,
  registerUser,
  type User,
} from "../support/registrations.js";
import { lockSessionRow, untilWaiting } from "../support/row-lock.js";
import { runToEnd } from "../support/run-to-end.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { refresh, requestToken, signIn, tokensOf } from "../support/token-endpoint.js";

const endsWithinMs = 10_000;
/** Less than the 10 s between two looks at the keys: the second server does not wait for the next one. */
const bothReadyWithinMs = 8_000;

let stack: TestStack;
let app: Client;
let user: User;

beforeAll(async () => {
  stack = await startTestStack();
  await registerResource(stack);
  [app, user] = await Promise.all([registerApp(stack), registerUser(stack, "ada@example.com")]);
});
afterAll(() => stack.stop());

describe("SIGTERM", () => {
  it("lets the authorization server finish what it has under way, take nothing new, and exit 0", async () => {
    const server = await stack.startAuthServer();
    const { refreshToken } = await signIn(server.url, app, user);
    const lock = await lockSessionRow(stack.db, readRefreshToken(refreshToken).sessionId);
    const underWay = sendTokenRequests([server.url], app, {
      grant_type: "refresh_token",
      refresh_token: refreshToken,
    });
    await untilWaiting(stack.db, ["regrant"]);

    const since = performance.now();
    process.kill(server.pid, "SIGTERM");
    await eventually("new connections are refused", () => isRefused(server.url));
    expect(underWay.answered()).toBe(0);
    await lock.release();
    const [answer] = await underWay.answers;
    const successor = tokensOf(answer ?? { status: 0, body: {} }).refreshToken;
    expect(await server.exited).toBe("exit code 0");
    expect(performance.now() - since).toBeLessThan(endsWithinMs);

    tokensOf(await refresh(stack.issuer, app, successor));
  });

  it("ends the resource server with exit code 0, idle connections notwithstanding", async () => {
    const answer = await fetch(`${stack.resource}/whoami`);
    await answer.body?.cancel();
    const since = performance.now();
    process.kill(stack.resourceServer.pid, "SIGTERM");
    expect(await stack.resourceServer.exited).toBe("exit code 0");
    expect(performance.now() - since).toBeLessThan(endsWithinMs);
  });
});

describe("settings that are wrong", () => {
  it("keep the authorization server from starting: exit 1, every fault named, no secret shown", async () => {
    const { code, output } = await runToEnd("authServer", {
      ISSUER: "http://auth.example.com/",
      PORT: "70000",
      DATABASE_URL: "mysql://regrant:hunter2-database@localhost/regrant",
      DATABASE_POOL_SIZE: "many",
      SECRETS: "main:aHVudGVyMi1zZWNyZXQ",
      ACCESS_TOKEN_SECONDS: "10m",
      REFRESH_RETRY_SECONDS: "-1",
      REUSE_REVOKES: "everything",
      LOG_LEVEL: "loud",
    });
    expect(code).toBe(1);
    for (const fault of [
      'ISSUER: is "http://auth.example.com/"; it must be an https origin',
      'PORT: is "70000"; it must be a whole number from 0 to 65535',
      "DATABASE_URL: is not a URL like postgres://",
      'DATABASE_POOL_SIZE: is "many"',
      "SECRETS: the entry main has 14 bytes; at least 32 are required",
      'ACCESS_TOKEN_SECONDS: is "10m"',
      'REFRESH_RETRY_SECONDS: is "-1"',
      'REUSE_REVOKES: is "everything"; it must be one of session, user',
      'LOG_LEVEL: is "loud"',
    ]) {
      expect(output).toContain(fault);
    }
    expect(output).not.toMatch(/hunter2|aHVudGVyMi|\bat .*:\d+:\d+/);
  });

  it("that are missing are named together with the way to get them", async () => {
    const { code, output } = await runToEnd("authServer", {});
    expect(code).toBe(1);
    expect(output).toMatch(/DATABASE_URL: missing; .*npm start/);
    expect(output).toMatch(/SECRETS: missing; .*regrant secret init/);
  });

  it("keep the resource server from starting: exit 1, every fault named", async () => {
    const { code, output } = await runToEnd("resourceServer", {
      ISSUER: "auth.example.com",
      AUDIENCE: "notes",
      PORT: "web",
      CLOCK_TOLERANCE_SECONDS: "1h",
    });
    expect(code).toBe(1);
    for (const name of ["ISSUER", "AUDIENCE", "PORT", "CLOCK_TOLERANCE_SECONDS"]) {
      expect(output).toMatch(new RegExp(`${name} is ".*"; it must be `));
    }
  });
});

describe("a database that cannot be used", () => {
  it("without the schema keeps the server from starting, and names the command", async () => {
    const DATABASE_URL = await createDatabase("not_migrated");
    const { code, output } = await runToEnd("authServer", { ...stack.authServerEnv, DATABASE_URL });
    expect(code).toBe(1);
    expect(output).toContain("Run: regrant migrate");
  });

  it("that does not answer keeps the server from starting, and its password stays unsaid", async () => {
    const url = new URL(stack.postgres.url);
    url.port = String(await freePort());
    const { code, output } = await runToEnd("authServer", { ...stack.authServerEnv, DATABASE_URL: url.href });
    expect(code).toBe(1);
    expect(output).toContain("ECONNREFUSED");
    expect(output).not.toContain(url.password);
  });
});

describe("two authorization servers that start at once on a new database", () => {
  it.each([
    ["with the key that the migration staged", "staged_key", false],
    ["without a key", "no_key", true],
  ])(
    "%s: have one active key, and verify each other's tokens [process-1]",
    async (_name, database, keysRemoved) => {
      const DATABASE_URL = await createDatabase(database);
      const env = { ...stack.authServerEnv, DATABASE_URL };
      expect((await runToEnd("regrant", env, ["migrate"])).code).toBe(0);
      if (keysRemoved) await query(DATABASE_URL, "delete from signing_keys");
      const regrant = async <T>(args: readonly string[]): Promise<T> =>
        JSON.parse((await runToEnd("regrant", env, [...args, "--json"])).output) as T;
      const world = { regrant, resource: stack.resource };
      await registerResource(world);
      const service = await registerService(world);

      const since = performance.now();
      const servers = await Promise.all([
        stack.startAuthServer({ DATABASE_URL }),
        stack.startAuthServer({ DATABASE_URL }),
      ]);
      expect(performance.now() - since).toBeLessThan(bothReadyWithinMs);
      expect(await query(DATABASE_URL, "select state from signing_keys")).toEqual([{ state: "active" }]);
      for (const [signer, other] of [servers, servers.toReversed()] as const) {
        const { body } = await requestToken(signer?.url ?? "", service, { grant_type: "client_credentials" });
        expect(await verifiedSubject(String(body.access_token), other?.url ?? "")).toBe(service.client_id);
      }
      await Promise.all(servers.map((server) => server.stop()));
    },
  );
});

/** The token's subject, verified with this server's published keys. */
async function verifiedSubject(accessToken: string, serverUrl: string): Promise<string> {
  const metadata = { ...(await discover(stack.issuer)), jwks_uri: `${serverUrl}/.well-known/jwks.json` };
  const request = new Request(stack.resource, { headers: { authorization: `Bearer ${accessToken}` } });
  return (await oauth.validateJwtAccessToken(metadata, request, stack.resource, insecure)).sub;
}

async function createDatabase(name: string): Promise<string> {
  await stack.db.query(`create database ${name}`);
  const url = new URL(stack.postgres.url);
  url.pathname = `/${name}`;
  return url.href;
}

async function query(databaseUrl: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function isRefused(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/.well-known/jwks.json`, { headers: { connection: "close" } });
    await answer.body?.cancel();
    return false;
  } catch (error) {
    if (error instanceof TypeError) return true;
    throw error;
  }
}
