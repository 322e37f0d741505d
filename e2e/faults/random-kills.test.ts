/**
 * Random kill -9 of servers and database, over lines that are slow, silent, or break in the middle of a response:
 * whatever was acknowledged holds. The seed is printed; FAULTS_SEED repeats the same faults in the same order.
 */
import { setTimeout as delay } from "node:timers/promises";
import { type Postgres, type ServerProcess, startPostgres } from "@regrant/dev-stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reasonOf } from "../support/errors.js";
import { eventually } from "../support/eventually.js";
import { type KnownSession, type MixedLedger, startMixedLoad } from "../support/mixed-load.js";
import { createRandom } from "../support/random.js";
import {
  type Client,
  registerApp,
  registerResource,
  registerService,
  registerUser,
  type User,
} from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { fair, startTcpProxy, type TcpProxy, throughPort, type Weather } from "../support/tcp-proxy.js";
import { refreshPatiently, tokensOf } from "../support/token-endpoint.js";

const seed = Number(process.env.FAULTS_SEED ?? Date.now() % 1_000_000);
const seconds = 40;
const clients = 12;

let stack: TestStack;
let postgres: Postgres;
let toDatabase: TcpProxy;
let replicas: { server: ServerProcess; line: TcpProxy }[];
let app: Client;
let service: Client;
let user: User;
/** Exits of servers that nobody killed, with their last words. */
const ends: string[] = [];
const killed = new Set<number>();

beforeAll(async () => {
  stack = await startTestStack({ durable: true, authServerEnv: { HOST: "127.0.0.1", MAX_SESSIONS: "1000" } });
  postgres = stack.postgres;
  await registerResource(stack);
  [app, service, user] = await Promise.all([
    registerApp(stack),
    registerService(stack),
    registerUser(stack, "ada@example.com"),
  ]);
  toDatabase = await startTcpProxy(postgres.port);
  replicas = [await startReplica(), await startReplica()];
});
afterAll(async () => {
  await Promise.all(replicas.map(({ line }) => line.stop()));
  await stack.stop();
  await postgres.stop();
  await toDatabase.stop();
});

const throughProxy = () => ({ DATABASE_URL: throughPort(stack.postgres.url, toDatabase.port) });

async function startServer(env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
  const server = await stack.startAuthServer({ ...throughProxy(), ...env });
  void server.exited.then(
    (how) => killed.has(server.pid) || ends.push([how, ...server.lastLines().slice(-3)].join("\n")),
  );
  return server;
}

async function startReplica() {
  const server = await startServer();
  return { server, line: await startTcpProxy(Number(new URL(server.url).port)) };
}

describe(`kills and bad lines at random, seed ${seed}`, () => {
  it("lose no acknowledged sign-in, refresh or revocation, and cause no wrong refusal", async () => {
    const random = createRandom(seed);
    const [first, second] = replicas.map(({ line }) => `http://127.0.0.1:${line.port}`);
    const world = {
      urls: [first ?? "", second ?? ""] as const,
      app,
      service,
      user,
      random: createRandom(seed + 1),
    };
    const load = startMixedLoad(clients, world);
    const faults: string[] = [];
    const weathers: readonly [Weather, ...Weather[]] = [
      { ...fair, latency: 80 },
      { ...fair, pieceBytes: 1 },
      { ...fair, breaks: () => random.oneIn(10) },
      { ...fair, silent: true },
    ];
    const weatherNames = ["latency", "byte by byte", "breaks", "silent"];
    const setWeather = async (line: TcpProxy, name: string) => {
      const kind = random.int(weathers.length);
      faults.push(`${name}: ${weatherNames[kind]}`);
      line.setWeather(weathers[kind] ?? weathers[0]);
      await delay(random.int(2_500));
      line.setWeather(fair);
    };

    const until = Date.now() + seconds * 1_000;
    while (Date.now() < until) {
      await delay(random.int(1_500));
      const victim = random.pick([replicas[0], replicas[1]] as [(typeof replicas)[0], (typeof replicas)[0]]);
      await random.run([
        () => killServer(victim, faults, random.int(1_000)),
        () => killPostgres(faults, random.int(1_000)),
        () => setWeather(victim.line, "to a server"),
        () => setWeather(toDatabase, "to the database"),
      ]);
    }
    expect(ends).toEqual([]);
    await eventually("ready again", areReady);
    await load.stop();
    report(load.ledgers, faults);

    expect(load.ledgers.flatMap((ledger) => ledger.faults)).toEqual([]);
    const sessions = load.ledgers.flatMap((ledger) => ledger.sessions);
    expect(sessions.some(({ revoked }) => revoked)).toBe(true);
    for (const session of sessions) await expectAsAcknowledged(session);
    for (const { ownToken } of load.ledgers) if (ownToken !== null) expect(await notes(ownToken)).toBe(200);
  });

  it("leave no failure in the logs that nobody foresaw", () => {
    const lines = stack.log.filter(({ part }) => part === "auth-server").map(({ line }) => line);
    expect(lines.filter((line) => /unforeseen|nothing caught|unhandled/i.test(line))).toEqual([]);
  });
});

async function killServer(
  replica: { server: ServerProcess; readonly line: TcpProxy },
  faults: string[],
  downMs: number,
): Promise<void> {
  faults.push("kill -9 of a server");
  const { url, managementUrl } = replica.server;
  killed.add(replica.server.pid);
  await replica.server.kill();
  await delay(downMs);
  replica.server = await startServer({
    PORT: new URL(url).port,
    MANAGEMENT_PORT: new URL(managementUrl).port,
  });
}

async function killPostgres(faults: string[], downMs: number): Promise<void> {
  faults.push("kill -9 of PostgreSQL");
  await postgres.kill();
  await delay(downMs);
  const { dataDir, port } = postgres;
  postgres = await startPostgres({ dataDir, port, durable: true });
}

async function areReady(): Promise<boolean> {
  const answers = await Promise.all(
    replicas.map(({ server }) => fetch(`${server.managementUrl}/health/ready`)),
  );
  await Promise.all(answers.map((answer) => answer.body?.cancel()));
  return answers.every(({ status }) => status === 200);
}

async function expectAsAcknowledged({ refreshToken, revoked }: KnownSession): Promise<void> {
  const answer = await refreshPatiently(replicas[0]?.server.url ?? "", app, refreshToken);
  if (revoked) expect([answer.status, reasonOf(answer.body)]).toEqual([400, "refresh_token_revoked"]);
  else tokensOf(answer);
}

async function notes(accessToken: string): Promise<number> {
  const headers = { authorization: `Bearer ${accessToken}` };
  const answer = await fetch(`${stack.resource}/notes`, { headers });
  await answer.body?.cancel();
  return answer.status;
}

function report(ledgers: readonly MixedLedger[], faults: readonly string[]): void {
  const totals = { signIn: 0, refresh: 0, revoke: 0, clientCredentials: 0, repeated: 0 };
  for (const { acknowledged, repeated } of ledgers) {
    for (const [name, count] of Object.entries(acknowledged))
      totals[name as keyof typeof acknowledged] += count;
    totals.repeated += repeated;
  }
  console.log(`seed ${seed}: ${JSON.stringify(totals)} under ${faults.length} faults: ${faults.join("; ")}`);
}
