/** Restarts one replica after the other behind a load balancer, under load: no request is lost. */
import { setTimeout as delay } from "node:timers/promises";
import type { ServerProcess } from "@regrant/dev-stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Balancer, startBalancer } from "../support/balancer.js";
import { eventually } from "../support/eventually.js";
import { type Fleet, startFleet } from "../support/fleet.js";
import { registerApp, registerResource, registerService, registerUser } from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { type StrictLoad, startStrictLoad } from "../support/strict-load.js";
import { signIn, tokenForm } from "../support/token-endpoint.js";

const sessions = 16;
const clients = 4;
const rounds = 1;
const drainSeconds = "2";
/** docs/operations/maintenance.md, "Restart without losing a request". */
const endsWithinMs = 10_000;

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({
    durable: true,
    authServers: 2,
    authServerEnv: { DRAIN_SECONDS: drainSeconds },
    resourceServerEnv: { DRAIN_SECONDS: drainSeconds },
  });
  await registerResource(stack);
});
afterAll(() => stack.stop());

describe("two authorization servers, restarted in turn under load", () => {
  let balancer: Balancer;
  let fleet: Fleet;
  let load: StrictLoad;
  const exits: string[] = [];

  beforeAll(async () => {
    const [app, service, user] = await Promise.all([
      registerApp(stack),
      registerService(stack),
      registerUser(stack, "ada@example.com"),
    ]);
    balancer = await startBalancer(stack.authServers);
    fleet = await startFleet(sessions, [balancer.url, balancer.url], app, user);
    const form = new URLSearchParams(tokenForm(service, { grant_type: "client_credentials" }));
    load = startStrictLoad(clients, `${balancer.url}/oauth2/token`, () => ({ method: "POST", body: form }));
    const replicas = [...stack.authServers];
    for (let turn = 0; turn < rounds * replicas.length; turn += 1) {
      const index = turn % replicas.length;
      const old = replicas[index] as ServerProcess;
      exits.push(await endInTime(old));
      replicas[index] = await stack.startAuthServer(portsOf(old));
      balancer.replace(old, replicas[index]);
      await isBackInTurn(balancer, old.url);
      await fleet.untilEachReceived(3);
    }
    await Promise.all([fleet.stop(), load.stop()]);
  });
  afterAll(() => balancer.stop());

  it("exit with 0 within 10 s", () => {
    expect(exits).toEqual(Array.from({ length: rounds * 2 }, () => "exit code 0"));
  });

  it("lose no refresh: no refusal, no 503, no broken connection", () => {
    expect(fleet.ledgers.flatMap(({ refused }) => refused)).toEqual([]);
    expect(fleet.ledgers.map(({ lost, unavailable }) => lost + unavailable)).toEqual(
      fleet.ledgers.map(() => 0),
    );
  });

  it("lose no client_credentials request", () => {
    expect(load.lost).toEqual([]);
    expect(load.answered()).toBeGreaterThan(100);
  });
});

describe("two resource servers, restarted in turn under load", () => {
  it("lose no request, and exit with 0 within 10 s", async () => {
    const [app, user] = await Promise.all([registerApp(stack), registerUser(stack, "bob@example.com")]);
    const { accessToken } = await signIn(stack.issuer, app, user);
    const AUDIENCE = stack.resource;
    const replicas = [stack.resourceServer, await stack.startResourceServer({ AUDIENCE })];
    const balancer = await startBalancer(replicas);
    const headers = { authorization: `Bearer ${accessToken}` };
    const load = startStrictLoad(clients, `${balancer.url}/whoami`, () => ({ headers }));
    for (const [index, old] of replicas.entries()) {
      expect(await endInTime(old)).toBe("exit code 0");
      const replica = await stack.startResourceServer({ AUDIENCE, ...portsOf(old) });
      replicas[index] = replica;
      balancer.replace(old, replica);
      await isBackInTurn(balancer, old.url);
    }
    await load.stop();
    await balancer.stop();
    expect(load.lost).toEqual([]);
    expect(load.answered()).toBeGreaterThan(100);
  });
});

/** Sends SIGTERM and returns how the process ended; fails if it takes too long. */
async function endInTime({ pid, exited }: ServerProcess): Promise<string> {
  process.kill(pid, "SIGTERM");
  return Promise.race([exited, delay(endsWithinMs, `still running after ${endsWithinMs} ms`)]);
}

const portsOf = ({ url, managementUrl }: ServerProcess) => ({
  PORT: new URL(url).port,
  MANAGEMENT_PORT: new URL(managementUrl).port,
});

async function isBackInTurn({ passed }: Balancer, url: string): Promise<void> {
  const before = passed.get(url) ?? 0;
  await eventually(`${url} is given requests again`, () => (passed.get(url) ?? 0) > before + 10);
}
