/** Abusive clients: they disconnect as soon as a request is sent, or never finish sending it. */
import { spawn } from "node:child_process";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../support/eventually.js";
import {
  type Client,
  registerApp,
  registerResource,
  registerUser,
  type User,
} from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { refresh, signIn, tokenForm, tokensOf } from "../support/token-endpoint.js";

const honestClients = 12;
const pauseMs = 50;
/** From the first attempt to the tokens, including retries after 503. */
const refreshedWithinMs = 2_000;

const storm = { requests: 5_000, seconds: 2, sessions: 20 };
const slow = { sockets: 400, everyMs: 10_000, seconds: 8 };

let stack: TestStack;
let app: Client;
let user: User;

beforeAll(async () => {
  stack = await startTestStack();
  await registerResource(stack);
  [app, user] = await Promise.all([registerApp(stack), registerUser(stack, "ada@example.com")]);
});
afterAll(() => stack.stop());

describe(`${storm.requests} refreshes in ${storm.seconds} s, each hung up as soon as it was sent`, () => {
  it("keep nobody else waiting for two seconds, and leave nothing behind", async () => {
    const tokens = await signInTimes(storm.sessions);
    const others = await startOthers();
    await delay(1_000);
    const before = others.take();
    const sent = await hangUp(tokens);
    const meanwhile = others.take();
    await delay(2_000);
    const after = others.take();
    await others.stop();
    console.log(JSON.stringify({ sent, before, meanwhile, after }));
    expect(sent.failed).toBeLessThan(sent.sent / 10);
    expect(meanwhile.refreshes).toBeGreaterThan(honestClients);
    expect(Math.max(meanwhile.slowestMs, after.slowestMs)).toBeLessThan(refreshedWithinMs);
    await eventually("all places are free", async () => (await metric("regrant_requests_in_flight")) === 0);
    expect(await metric('regrant_database_connections{state="waiting"}')).toBe(0);
  });
});

describe(`${slow.sockets} connections with one byte of a body each every ten seconds`, () => {
  it("turn nobody away: every refresh is answered, and so is /login", async () => {
    const attack = keepDripping();
    await eventually("they are there", async () => (await metric("regrant_requests_incomplete")) > 100);
    const others = await startOthers();
    const end = Date.now() + slow.seconds * 1000;
    const statuses: number[] = [];
    while (Date.now() < end) statuses.push(...(await signInAtLogin()));
    const meanwhile = others.take();
    await others.stop();
    attack.stop();
    console.log(JSON.stringify({ meanwhile, logins: statuses.length / 2, connections: attack.opened() }));
    expect(new Set(statuses)).toEqual(new Set([200, 303]));
    expect(meanwhile.refreshes).toBeGreaterThan(honestClients);
    expect(meanwhile.unavailable).toBe(0);
    expect(attack.opened()).toBeGreaterThan(slow.sockets); // they were cut off and reconnected
  });
});

/** Clients that refresh with short pauses and retry a 503. */
async function startOthers() {
  let taken: { ms: number; unavailable: number }[] = [];
  const stopping = new AbortController();
  const keepRefreshing = async (refreshToken: string) => {
    while (!stopping.signal.aborted) {
      const since = performance.now();
      let [answer, unavailable] = [await refresh(stack.issuer, app, refreshToken), 0];
      for (; answer.status === 503; unavailable += 1) {
        await delay(pauseMs);
        answer = await refresh(stack.issuer, app, refreshToken);
      }
      refreshToken = tokensOf(answer).refreshToken;
      taken.push({ ms: Math.round(performance.now() - since), unavailable });
      await delay(pauseMs);
    }
  };
  const running = Promise.all((await signInTimes(honestClients)).map(keepRefreshing));
  return {
    /** What happened since the last call. */
    take() {
      const sorted = taken.map(({ ms }) => ms).sort((a, b) => a - b);
      const unavailable = taken.reduce((sum, each) => sum + each.unavailable, 0);
      const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
      taken = [];
      return { refreshes: sorted.length, unavailable, medianMs: at(0.5), p99Ms: at(0.99), slowestMs: at(1) };
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** One by one, because hashing takes time. @returns refresh tokens */
async function signInTimes(count: number): Promise<string[]> {
  const tokens: string[] = [];
  while (tokens.length < count) tokens.push((await signIn(stack.issuer, app, user)).refreshToken);
  return tokens;
}

async function hangUp(tokens: readonly string[]): Promise<{ sent: number; failed: number; ms: number }> {
  const { hostname, port } = new URL(stack.issuer);
  const script = fileURLToPath(new URL("../support/hang-up.mjs", import.meta.url));
  const args = [hostname, port, String(storm.requests), String(storm.seconds)];
  const child = spawn(process.execPath, [script, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const forms = tokens.map((refresh_token) =>
    new URLSearchParams(tokenForm(app, { grant_type: "refresh_token", refresh_token })).toString(),
  );
  child.stdin.end(forms.join("\n"));
  return JSON.parse(await text(child.stdout));
}

/** Each sends the headers and one byte of the body, then a byte now and then, and reconnects if cut off. */
function keepDripping() {
  const { hostname, port } = new URL(stack.issuer);
  const head =
    "POST /oauth2/token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 999\r\n\r\n";
  const sockets = new Set<Socket>();
  let opened = 0;
  let stopped = false;
  const open = () => {
    opened += 1;
    const socket = connect({ host: hostname, port: Number(port) });
    sockets.add(socket);
    socket.write(`${head}g`);
    const dripping = setInterval(() => socket.writable && socket.write("g"), slow.everyMs);
    socket
      .resume()
      .on("error", () => socket.destroy())
      .on("end", () => socket.destroy());
    socket.once("close", () => {
      clearInterval(dripping);
      sockets.delete(socket);
      if (!stopped) setTimeout(open, pauseMs);
    });
  };
  for (let count = 0; count < slow.sockets; count += 1) open();
  return {
    opened: () => opened,
    stop: () => {
      stopped = true;
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** As a browser does. @returns the statuses of the page and of the form's response */
async function signInAtLogin(): Promise<number[]> {
  const page = await fetch(`${stack.issuer}/login`);
  const cookie = page.headers
    .getSetCookie()
    .map((value) => value.split(";")[0])
    .join("; ");
  const token = /name="form_token" value="([^"]+)"/.exec(await page.text())?.[1] ?? "";
  const answer = await fetch(`${stack.issuer}/login`, {
    method: "POST",
    headers: { cookie },
    body: new URLSearchParams({ form_token: token, username: user.email, password: user.password }),
    redirect: "manual",
  });
  await delay(pauseMs);
  return [page.status, answer.status];
}

async function metric(name: string): Promise<number> {
  const [server] = stack.authServers;
  const metrics = await (await fetch(`${server.managementUrl}/metrics`)).text();
  const line = metrics.split("\n").find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length));
}
