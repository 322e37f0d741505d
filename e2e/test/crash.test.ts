/** kill -9 of an authorization server and of PostgreSQL during refreshes: nobody is signed out. */
import { setTimeout as delay } from "node:timers/promises";
import { type Postgres, type ServerProcess, startPostgres } from "@regrant/dev-stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectError } from "../support/errors.js";
import { type Fleet, type Ledger, startFleet } from "../support/fleet.js";
import { findSession, readRefreshToken } from "../support/refresh-tokens.js";
import {
  type Client,
  registerApp,
  registerResource,
  registerUser,
  type User,
} from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { refresh, signIn, tokensOf } from "../support/token-endpoint.js";

const clients = 16;
const serverKills = 4;
const postgresKills = 3;
/** Tokens per client between two kills, so that every kill meets all clients at work. */
const tokensBetweenKills = 3;

/** How long a frozen server's client waits. More than a second, which is when a stall counts as one. */
const clientPatienceMs = 1_500;

let stack: TestStack;
let servers: [ServerProcess, ServerProcess];
let postgres: Postgres;
let app: Client;
let user: User;

beforeAll(async () => {
  stack = await startTestStack({ durable: true, authServers: 2 });
  postgres = stack.postgres;
  servers = [stack.authServers[0], stack.authServers[1] as ServerProcess];
  await registerResource(stack);
  [app, user] = await Promise.all([registerApp(stack), registerUser(stack, "ada@example.com")]);
});
afterAll(async () => {
  await stack.stop();
  await postgres.stop();
});

describe(`kill -9 of an authorization server, ${serverKills} times`, () => {
  let fleet: Fleet;

  it("refuses no client that repeats its refresh at the other server [crash-1]", async () => {
    fleet = await startFleet(clients, [servers[0].url, servers[1].url], app, user);
    for (let kill = 0; kill < serverKills; kill += 1) {
      await fleet.untilEachReceived(tokensBetweenKills);
      const victim = servers[kill % 2] as ServerProcess;
      await victim.kill();
      await fleet.untilEachReceived(tokensBetweenKills);
      servers[kill % 2] = await stack.startAuthServer({
        PORT: new URL(victim.url).port,
        MANAGEMENT_PORT: new URL(victim.managementUrl).port,
      });
    }
    await fleet.untilEachReceived(tokensBetweenKills);
    await fleet.stop();
    expect(fleet.ledgers.flatMap(({ refused }) => refused)).toEqual([]);
    expect(sum(fleet.ledgers, ({ lost }) => lost)).toBeGreaterThanOrEqual(serverKills);
  });

  it("keeps each client's newest refresh token, and no older one [crash-2]", async () => {
    await checkLedgers(fleet.ledgers);
  });
});

describe(`kill -9 of PostgreSQL, ${postgresKills} times`, () => {
  let fleet: Fleet;

  it("refuses no client that repeats its refresh, and needs no restart of the servers [crash-3]", async () => {
    const ends: string[] = [];
    for (const { exited } of servers) void exited.then((how) => ends.push(how));
    fleet = await startFleet(clients, [servers[0].url, servers[1].url], app, user);
    for (let kill = 0; kill < postgresKills; kill += 1) {
      await fleet.untilEachReceived(tokensBetweenKills);
      await postgres.kill();
      const { dataDir, port } = postgres;
      postgres = await startPostgres({ dataDir, port, durable: true });
    }
    await fleet.untilEachReceived(tokensBetweenKills);
    await fleet.stop();
    expect(fleet.ledgers.flatMap(({ refused }) => refused)).toEqual([]);
    expect(sum(fleet.ledgers, ({ unavailable }) => unavailable)).toBeGreaterThanOrEqual(postgresKills);
    expect(sum(fleet.ledgers, ({ lost }) => lost)).toBe(0);
    expect(ends).toEqual([]);
  });

  it("keeps each client's newest refresh token, and no older one [crash-4]", async () => {
    await checkLedgers(fleet.ledgers);
  });
});

describe("an authorization server frozen with a refresh in its hands", () => {
  it("does not take the client's repetition elsewhere for theft when it goes on [crash-5]", async () => {
    const [frozen, other] = servers;
    const parent = (await signIn(other.url, app, user)).refreshToken;
    process.kill(frozen.pid, "SIGSTOP");
    const givenUp = refresh(frozen.url, app, parent, AbortSignal.timeout(clientPatienceMs));
    await expect(givenUp).rejects.toThrow("timeout");

    const successor = tokensOf(await refresh(other.url, app, parent)).refreshToken;
    const newest = tokensOf(await refresh(other.url, app, successor)).refreshToken;
    process.kill(frozen.pid, "SIGCONT");
    await signIn(frozen.url, app, user); // by then it has read what came before
    await delay(500);
    tokensOf(await refresh(frozen.url, app, newest));
  });
});

/** The newest first, because presenting an older one ends the session. */
async function checkLedgers(ledgers: readonly Ledger[]): Promise<void> {
  await Promise.all(ledgers.map(checkLedger));
}

async function checkLedger({ received }: Ledger, index: number): Promise<void> {
  const url = servers[index % 2]?.url ?? "";
  // One step at a time, never back, never forked: the tokens form one chain.
  expect(received.map((token) => readRefreshToken(token).generation)).toEqual(
    received.map((_, step) => step),
  );

  const newest = received.at(-1) ?? "";
  const { sessionId, generation } = readRefreshToken(newest);
  const next = tokensOf(await refresh(url, app, newest)).refreshToken;
  expect((await findSession(stack.db, sessionId)).generation).toBe(generation + 1);

  // Each client starts with a token of another age, beginning with the newest one's parent: the first ends the
  // session.
  const older = received.slice(0, -1);
  const [firstOld = ""] = older.splice(-1 - (index % older.length), 1);
  expectError(await refresh(url, app, firstOld), 400, "invalid_grant", "refresh_token_reused");
  for (const token of [next, newest, ...evenly(older, 10)]) {
    expectError(await refresh(url, app, token), 400, "invalid_grant", "refresh_token_revoked");
  }
}

/** About `count` of these, evenly spread. */
const evenly = (tokens: readonly string[], count: number): readonly string[] =>
  tokens.filter((_, index) => index % Math.ceil(tokens.length / count) === 0);

const sum = (ledgers: readonly Ledger[], of: (ledger: Ledger) => number): number =>
  ledgers.reduce((total, ledger) => total + of(ledger), 0);
