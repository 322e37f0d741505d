/** Garbage in every parameter, header, method, path and encoding: refused by the book, and in no log. */
import { setTimeout as delay } from "node:timers/promises";
import type { ServerProcess } from "@regrant/dev-stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fuzzForms, fuzzWire, newFindings } from "../support/fuzz.js";
import { formCase, type Real } from "../support/garbage-forms.js";
import { type Material, wireCase } from "../support/garbage-http.js";
import { marker, mutate } from "../support/garbage-values.js";
import { findLeaks } from "../support/leaks.js";
import { residentBytes } from "../support/memory.js";
import { createRandom, type Random } from "../support/random.js";
import {
  type Client,
  registerApp,
  registerResource,
  registerService,
  registerUser,
  type User,
} from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { refresh, signIn, type Tokens, tokensOf } from "../support/token-endpoint.js";

/** Change it to look elsewhere; the same one sends the same cases. */
const seed = 333;
const forms = 1_500;
const wires = 1_200;
const reachedByForms = [
  "200",
  "400 encoding_invalid",
  "400 parameter_repeated",
  "400 scope_exceeds_grant",
  "400 resource_unknown",
  "400 refresh_token_malformed",
  "400 user_credentials_mismatch",
  "401 client_secret_mismatch",
];
const mayGrowBytes = 150 * 2 ** 20;

let stack: TestStack;
let authServer: ServerProcess;
let app: Client;
let service: Client;
let user: User;
let sessions: Tokens[];
let memoryBefore: number;

beforeAll(async () => {
  // Every log level, and forwarded addresses that count: the most that garbage can reach.
  stack = await startTestStack({
    authServerEnv: { LOG_LEVEL: "trace", TRUST_PROXY: "127.0.0.1,::1" },
    resourceServerEnv: { LOG_LEVEL: "trace" },
  });
  [authServer] = stack.authServers;
  await registerResource(stack);
  [app, service, user] = await Promise.all([
    registerApp(stack),
    registerService(stack),
    registerUser(stack, "ada@example.com"),
  ]);
  sessions = await Promise.all(Array.from({ length: 8 }, () => signIn(stack.issuer, app, user)));
  memoryBefore = residentBytes(authServer) + residentBytes(stack.resourceServer);
});
afterAll(() => stack.stop());

describe("garbage at the authorization server", () => {
  it(`${forms} token requests are answered by RFC 6749 §5.2`, async () => {
    const random = createRandom(seed);
    const findings = newFindings();
    const cases = Array.from({ length: forms }, () => formCase(random, real()));
    await fuzzForms(findings, `${stack.issuer}/oauth2/token`, cases);
    expect(findings.faults).toEqual({});
    // The cases are good enough to get past the first check, and the second.
    expect([...findings.outcomes.keys()]).toEqual(expect.arrayContaining(reachedByForms));
  });

  it(`${wires} requests at every address, good HTTP and bad, are answered or the connection closed`, async () => {
    const random = createRandom(seed + 1);
    const findings = newFindings();
    const cases = Array.from({ length: wires }, () => wireCase(random, authServerMaterial()));
    await fuzzWire(findings, stack.issuer, cases);
    expect(findings.faults).toEqual({});
  });
});

describe("garbage at the resource server", () => {
  it(`${wires} requests at every address are answered by RFC 6750, or the connection closed`, async () => {
    const random = createRandom(seed + 2);
    const findings = newFindings();
    const cases = Array.from({ length: wires }, () => wireCase(random, resourceServerMaterial()));
    await fuzzWire(findings, stack.resource, cases);
    expect(findings.faults).toEqual({});
  });
});

describe("after the garbage", () => {
  it("the same processes serve, and have not grown beyond bounds", async () => {
    const { accessToken, refreshToken } = await signIn(stack.issuer, app, user);
    tokensOf(await refresh(stack.issuer, app, refreshToken));
    const headers = { authorization: `Bearer ${accessToken}` };
    expect((await fetch(`${stack.resource}/whoami`, { headers })).status).toBe(200);
    const grown = residentBytes(authServer) + residentBytes(stack.resourceServer) - memoryBefore;
    expect(grown).toBeLessThan(mayGrowBytes);
  });

  it("the logs hold nothing that was sent in confidence, and no failure that nobody foresaw", async () => {
    await delay(1_500); // the servers write their logs at least once a second
    const lines = stack.log.filter(({ part }) => part !== "PostgreSQL").map(({ line }) => line);
    expect(lines.length).toBeGreaterThan(forms);
    const secrets = [marker, user.password, app.client_secret ?? "", service.client_secret ?? ""];
    expect(findLeaks(lines, secrets).map((line) => line.slice(0, 500))).toEqual([]);
    expect(lines.filter((line) => /unforeseen|uncaught|unhandled/i.test(line))).toEqual([]);
  });
});

const real = (): Real => {
  const [first = "", ...others] = sessions.map(({ refreshToken }) => refreshToken);
  return { app, service, user, refreshTokens: [first, ...others], resource: stack.resource };
};

const authServerMaterial = (): Material => ({
  paths: [
    "/oauth2/token",
    "/.well-known/jwks.json",
    "/.well-known/oauth-authorization-server",
    "/errors",
    "/errors/unforeseen",
    "/",
  ],
  headers: () => [
    "content-type: application/x-www-form-urlencoded",
    `authorization: Basic ${Buffer.from(`${service.client_id}:${service.client_secret}`).toString("base64")}`,
    `cookie: refresh_token=${marker}`,
  ],
  bodies: [
    "grant_type=client_credentials",
    `grant_type=refresh_token&refresh_token=${real().refreshTokens[0]}&client_id=${app.client_id}`,
    `grant_type=password&username=${marker}&password=${marker}`,
    "",
  ],
});

const resourceServerMaterial = (): Material => ({
  paths: [
    "/whoami",
    "/notes",
    "/notes/all",
    "/notes/00000000-0000-4000-8000-000000000000",
    "/.well-known/oauth-protected-resource",
    "/",
  ],
  headers: (random) => [`authorization: Bearer ${someToken(random)}`, "content-type: application/json"],
  bodies: [
    `{"text":"${marker}"}`,
    '{"text":"\\ud800"}',
    '{"text":1}',
    `{"__proto__":{"text":"${marker}"}}`,
    '{"text":"a","more":1}',
    "[",
    `${"[".repeat(5_000)}`,
    "null",
    "",
  ],
});

/** A good access token, mostly; or one with a part changed. */
function someToken(random: Random): string {
  const token = sessions[random.int(sessions.length)]?.accessToken ?? "";
  if (!random.oneIn(3)) return token;
  const parts = token.split(".");
  const at = random.int(3);
  const part = Buffer.from(parts[at] ?? "", "base64url").toString("latin1");
  return parts.with(at, Buffer.from(mutate(random, part), "latin1").toString("base64url")).join(".");
}
