/** The primary killed under load and its standby promoted: acknowledged changes survive if commits waited for it. */
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Postgres } from "@regrant/dev-stack";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reasonOf } from "../support/errors.js";
import { eventually } from "../support/eventually.js";
import { type Fleet, type Ledger, startFleet } from "../support/fleet.js";
import { expectNothingLost } from "../support/ledgers.js";
import { findSession, readRefreshToken } from "../support/refresh-tokens.js";
import {
  type Client,
  registerApp,
  registerResource,
  registerUser,
  type User,
} from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { killAtOnce, promote, setSynchronous, startStandby, untilFollowing } from "../support/standby.js";
import { fair, startTcpProxy, type TcpProxy, throughPort } from "../support/tcp-proxy.js";
import { refresh, refreshPatiently, signIn } from "../support/token-endpoint.js";

const clients = 16;
const retrySeconds = 4;

let stack: TestStack;
/** Stands for an operator's movable address of the current primary. */
let toPrimary: TcpProxy;
let toReplicate: TcpProxy;
let standby: Postgres;
let standbyDb: pg.Pool;
let urls: [string, string];
let app: Client;
let user: User;

async function startAll(): Promise<void> {
  stack = await startTestStack({
    durable: true,
    authServerEnv: { REFRESH_RETRY_SECONDS: `${retrySeconds}` },
  });
  await registerResource(stack);
  [app, user] = await Promise.all([registerApp(stack), registerUser(stack, "ada@example.com")]);
  toPrimary = await startTcpProxy(stack.postgres.port);
  toReplicate = await startTcpProxy(stack.postgres.port);
  standby = await startStandby(stack.postgres, join(stack.folder, "standby"), toReplicate.port);
  standbyDb = new pg.Pool({ connectionString: standby.url, max: 2 });
  standbyDb.on("error", () => undefined);
  const DATABASE_URL = throughPort(stack.postgres.url, toPrimary.port);
  const servers = [
    await stack.startAuthServer({ DATABASE_URL }),
    await stack.startAuthServer({ DATABASE_URL }),
  ];
  urls = [servers[0]?.url ?? "", servers[1]?.url ?? ""];
  await untilFollowing(stack.db, "async");
}

async function stopAll(): Promise<void> {
  await standbyDb.end();
  await standby.stop();
  await stack.stop();
  await Promise.all([toPrimary.stop(), toReplicate.stop()]);
}

describe("a synchronous standby", () => {
  beforeAll(async () => {
    await startAll();
    await setSynchronous(stack.db);
  });
  afterAll(stopAll);

  it("away for longer than REFRESH_RETRY_SECONDS: 503 meanwhile, and nobody is taken for a thief afterwards", async () => {
    // Only the replica whose attempt rotated the row knows what excuses a late retry (ADR 0003).
    const fleet = await startFleet(clients, urls, app, user, { affinity: true });
    await fleet.untilEachReceived(3);
    for (const pid of standby.processIds()) process.kill(pid, "SIGSTOP");
    await delay((retrySeconds + 3) * 1_000);
    expect(fleet.ledgers.every(({ unavailable }) => unavailable > 0)).toBe(true);
    for (const pid of standby.processIds()) process.kill(pid, "SIGCONT");
    await fleet.untilEachReceived(3);
    await fleet.stop();
    await expectNothingLost(fleet.ledgers, { db: stack.db, url: urls[0], app });
  });

  it("has every acknowledged rotation when the primary is killed, and no client is refused", async () => {
    const fleet = await startFleet(clients, urls, app, user);
    await fleet.untilEachReceived(10);
    await failOver();
    await fleet.untilEachReceived(10);
    await fleet.stop();
    await expectNothingLost(fleet.ledgers, { db: standbyDb, url: urls[0], app });
    console.log(`failover: ${acknowledged(fleet)} acknowledged rotations, none lost`);
  });
});

describe("an asynchronous standby that is behind", () => {
  beforeAll(startAll);
  afterAll(stopAll);

  it("lacks what was acknowledged meanwhile: those sessions end, with refresh_token_ahead, and no others", async () => {
    const { refreshToken: untouched } = await signIn(urls[0], app, user);
    const fleet = await startFleet(clients, urls, app, user);
    await fleet.untilEachReceived(3);
    await caughtUp();
    toReplicate.setWeather({ ...fair, silent: true });
    const before = acknowledged(fleet);
    await fleet.untilEachReceived(5);
    await fleet.stop();
    await failOver();

    const lost = await Promise.all(fleet.ledgers.map(rotationsLost));
    expect(lost.every((count) => count >= 5)).toBe(true);
    const total = lost.reduce((sum, count) => sum + count, 0);
    console.log(`asynchronous: ${total} of ${acknowledged(fleet) - before} rotations of that time lost`);
    await eventually(
      "it serves what it has",
      async () => (await refresh(urls[0], app, untouched)).status === 200,
    );
    for (const { received } of fleet.ledgers) {
      const { status, body } = await refreshPatiently(urls[0], app, received.at(-1) ?? "");
      expect([status, reasonOf(body)]).toEqual([400, "refresh_token_ahead"]);
    }
  });
});

async function failOver(): Promise<void> {
  await killAtOnce(stack.postgres);
  await promote(standby);
  toPrimary.switchTo(standby.port);
}

/** The standby has everything the primary has written. */
async function caughtUp(): Promise<void> {
  const { rows } = await stack.db.query<{ lsn: string }>("select pg_current_wal_lsn() as lsn");
  await eventually("the standby has caught up", async () => {
    const found = await standbyDb.query<{ there: boolean }>(
      "select pg_last_wal_replay_lsn() >= $1::pg_lsn as there",
      [rows[0]?.lsn],
    );
    return found.rows[0]?.there === true;
  });
}

/** How far the row is behind what the client received. */
async function rotationsLost({ received }: Ledger): Promise<number> {
  const { sessionId, generation } = readRefreshToken(received.at(-1) ?? "");
  return generation - (await findSession(standbyDb, sessionId)).generation;
}

const acknowledged = ({ ledgers }: Fleet): number =>
  ledgers.reduce((sum, { received }) => sum + received.length - 1, 0);
