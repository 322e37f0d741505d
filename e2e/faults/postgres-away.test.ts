/**
 * Every kind of PostgreSQL outage that operators meet, with clients refreshing throughout: 503 within two seconds,
 * nobody refused, nothing acknowledged lost, no restart.
 */
import { setTimeout as delay } from "node:timers/promises";
import { type Postgres, startPostgres } from "@regrant/dev-stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorFault, reasonOf } from "../support/errors.js";
import { eventually } from "../support/eventually.js";
import { startFleet } from "../support/fleet.js";
import { expectNothingLost } from "../support/ledgers.js";
import {
  type Client,
  registerApp,
  registerResource,
  registerUser,
  type User,
} from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { fair, startTcpProxy, type TcpProxy, throughPort } from "../support/tcp-proxy.js";
import { type Answer, refresh, refreshPatiently, signIn, tokensOf } from "../support/token-endpoint.js";

const clients = 16;
const probesAtOnce = 12;
/** For nine of ten responses; the others as soon as a busy machine allows. */
const answerWithinMs = 2_000;
const slowestWithinMs = 6_000;

let stack: TestStack;
let postgres: Postgres;
let proxy: TcpProxy;
let ordinaryUrl: string;
let url: string;
let app: Client;
let user: User;
const ends: string[] = [];

beforeAll(async () => {
  stack = await startTestStack({ durable: true });
  postgres = stack.postgres;
  proxy = await startTcpProxy(postgres.port);
  await registerResource(stack);
  [app, user] = await Promise.all([registerApp(stack), registerUser(stack, "ada@example.com")]);
  ordinaryUrl = await createOrdinaryRole();
  const server = await stack.startAuthServer({
    DATABASE_URL: throughPort(ordinaryUrl, proxy.port),
  });
  void server.exited.then((how) => ends.push(how));
  url = server.url;
});
afterAll(async () => {
  await stack.stop();
  await postgres.stop();
  await proxy.stop();
});

/** An ordinary role, unlike the dev stack's superuser, for which PostgreSQL reserves connections. */
async function createOrdinaryRole(): Promise<string> {
  const url = new URL(postgres.url);
  url.username = url.password = "app";
  await stack.db.query("create role app login password 'app'");
  await stack.db.query("grant all on all tables in schema public to app");
  await stack.db.query("grant all on all sequences in schema public to app");
  return url.href;
}

interface Outage {
  readonly name: string;
  readonly seconds: number;
  /** Resolves once it has begun, with a function that ends it. */
  begin(): Promise<() => Promise<void>>;
}

const start = async () => {
  const { dataDir, port } = postgres;
  postgres = await startPostgres({ dataDir, port, durable: true });
};
const outages: readonly Outage[] = [
  {
    name: "stopped",
    seconds: 5,
    begin: async () => {
      await postgres.stop();
      return start;
    },
  },
  {
    name: "frozen (SIGSTOP) for 30 s",
    seconds: 30,
    begin: async () => {
      signalAll("SIGSTOP");
      signalAll("SIGSTOP"); // including the backend that was just being forked
      return async () => signalAll("SIGCONT");
    },
  },
  {
    name: "killed (kill -9)",
    seconds: 3,
    begin: async () => {
      await postgres.kill();
      return start;
    },
  },
  {
    name: "refusing connections",
    seconds: 3,
    begin: async () => {
      proxy.switchTo(1); // nobody listens there
      return async () => proxy.switchTo(postgres.port);
    },
  },
  {
    name: "silent: connections stay open and nothing comes back",
    seconds: 5,
    begin: async () => {
      proxy.setWeather({ ...fair, silent: true });
      // Open connections stay open, out of sync: the server has to drop them by itself.
      return async () => proxy.setWeather(fair);
    },
  },
  {
    name: "without a connection left (53300, too many connections)",
    seconds: 4,
    begin: refuseConnections,
  },
  {
    name: "with its sessions locked, so that the pool is used up",
    seconds: 4,
    begin: lockSessions,
  },
  {
    name: "read-only, as after a failover to the wrong side (25006)",
    seconds: 4,
    begin: async () => {
      await setReadOnly("on");
      return () => setReadOnly("off");
    },
  },
];

describe.each(outages)("PostgreSQL $name", ({ seconds, begin }) => {
  it("is a 503 within two seconds, refuses nobody, and loses nothing", async () => {
    const probes = await Promise.all(Array.from({ length: probesAtOnce }, () => signIn(url, app, user)));
    const canary = [(await signIn(url, app, user)).refreshToken];
    const fleet = await startFleet(clients, [url, url], app, user);
    await fleet.untilEachReceived(3);

    const end = await begin();
    await eventually("it takes effect", async () => (await refreshNewest(canary)).status === 503);
    const answers: Answer[] = [];
    const until = Date.now() + seconds * 1_000;
    do {
      const asked = probes.map(({ refreshToken }) => refresh(url, app, refreshToken));
      answers.push(...(await Promise.all(asked)));
      await delay(500);
    } while (Date.now() < until);
    await end();

    await fleet.untilEachReceived(5);
    await fleet.stop();
    expectUnavailable(answers);
    await expectNothingLost(fleet.ledgers, { db: stack.db, url, app });
    for (const { refreshToken } of probes) tokensOf(await refreshPatiently(url, app, refreshToken));
    expect(ends).toEqual([]);
  });
});

/** Refreshes with the last of these, and appends the result. */
async function refreshNewest(received: string[]): Promise<Answer> {
  const answer = await refresh(url, app, received.at(-1) ?? "");
  if (answer.status === 200) received.push(tokensOf(answer).refreshToken);
  return answer;
}

function expectUnavailable(answers: readonly Answer[]): void {
  for (const answer of answers) {
    expect({ status: answer.status, fault: errorFault(answer) }).toEqual({ status: 503, fault: null });
    expect(reasonOf(answer.body)).toMatch(/^(database_unavailable|deadline_exceeded)$/);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  }
  const times = answers.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other);
  expect(times[Math.floor(0.9 * times.length)]).toBeLessThan(answerWithinMs);
  expect(times.at(-1)).toBeLessThan(slowestWithinMs);
}

function signalAll(signal: NodeJS.Signals): void {
  for (const pid of postgres.processIds()) process.kill(pid, signal);
}

/** Limits the role to no connections: its existing ones are closed, and it gets no new ones. */
async function refuseConnections(): Promise<() => Promise<void>> {
  await stack.db.query("alter role app connection limit 0");
  await eventually("the server has no connection", async () => {
    const { rowCount } = await stack.db.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app'",
    );
    return rowCount === 0;
  });
  return async () => void (await stack.db.query("alter role app connection limit -1"));
}

/** Locks the table, not its rows: two transactions that lock many rows may deadlock. */
async function lockSessions(): Promise<() => Promise<void>> {
  const connection = await stack.db.connect();
  await connection.query("begin");
  await connection.query("lock table sessions in exclusive mode");
  return async () => {
    await connection.query("rollback");
    connection.release();
  };
}

async function setReadOnly(value: "on" | "off"): Promise<void> {
  await stack.db.query(`alter system set default_transaction_read_only = ${value}`);
  await stack.db.query("select pg_reload_conf()");
}
