/**
 * Garbage in every parameter, header, method, path and encoding, and valid requests of every endpoint with one part
 * spoilt: refused by the standards, and never logged. `FUZZ_REQUESTS=100000 FUZZ_SEED=1 npx vitest run
 * test/garbage.test.ts` searches further. The same seed spoils in the same way; tokens and ids are new each time.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { ServerProcess } from "@regrant/dev-stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fuzzForms, fuzzWire, newFindings } from "../support/fuzz.js";
import { newWorld, registerAdministrator } from "../support/fuzz-world.js";
import { formCase, type Real } from "../support/garbage-forms.js";
import { type Material, wireCase } from "../support/garbage-http.js";
import { marker, mutate } from "../support/garbage-values.js";
import type { GoodRequest } from "../support/good-requests.js";
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
import { spoiltCase } from "../support/spoil-request.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { refresh, signIn, type Tokens, tokensOf } from "../support/token-endpoint.js";

const seed = Number(process.env.FUZZ_SEED ?? 333);
const requests = Number(process.env.FUZZ_REQUESTS ?? 7_000);
const forms = Math.ceil(requests * 0.2);
const wires = Math.ceil(requests * 0.15);
const batch = 500;
const batches = Math.ceil((requests * 0.5) / batch);
const timeout = 60_000 + requests * 20;
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
/** Outcomes that show that spoilt recorded requests reach every later check. */
const reachedByRecorded = [
  ...["200", "201", "204", "303", "400", "403", "400 body_invalid", "400 parameter_invalid"],
  ...["400 token_repeated", "401 token_missing", "401 token_session_ended", "404 not_found"],
  ...["405 method_not_allowed", "409 state_conflict", "412 precondition_failed", "415 json_expected"],
];
/** Since the last test's first batch, which exercises every part of the servers. */
const mayGrowBytes = 150 * 2 ** 20;

let stack: TestStack;
let authServer: ServerProcess;
let app: Client;
let service: Client;
let user: User;
let administrator: Client;
let sessions: Tokens[];
let memoryBefore: number;
const secrets = new Set<string>();
/** Exits of servers: there must be none. */
const ends: string[] = [];

beforeAll(async () => {
  // Every log level, and trusted forwarded addresses, so that garbage gets as far as possible.
  stack = await startTestStack({
    authServerEnv: { LOG_LEVEL: "trace", TRUST_PROXY: "127.0.0.1,::1" },
    resourceServerEnv: { LOG_LEVEL: "trace" },
  });
  [authServer] = stack.authServers;
  await registerResource(stack);
  [app, service, user, administrator] = await Promise.all([
    registerApp(stack),
    registerService(stack),
    registerUser(stack, "ada@example.com"),
    registerAdministrator(stack),
  ]);
  for (const server of [authServer, stack.resourceServer])
    void server.exited.then((how) => ends.push(`${server.url}: ${how}`));
  sessions = await Promise.all(Array.from({ length: 8 }, () => signIn(stack.issuer, app, user)));
});
afterAll(() => stack.stop());

describe("garbage at the authorization server", () => {
  it(
    `${forms} token requests are answered by RFC 6749 §5.2 [garbage-1]`,
    async () => {
      const random = createRandom(seed);
      const findings = newFindings();
      findings.secrets = new Set(ownSecrets());
      const cases = Array.from({ length: forms }, () => formCase(random, real()));
      await fuzzForms(findings, `${stack.issuer}/oauth2/token`, cases);
      expect(findings.faults).toEqual({});
      // The cases pass the first check, and the second.
      expect([...findings.outcomes.keys()]).toEqual(expect.arrayContaining(reachedByForms));
    },
    timeout,
  );

  it(
    `${wires} requests at every address, good HTTP and bad, are answered or the connection closed [garbage-2]`,
    async () => {
      const random = createRandom(seed + 1);
      const findings = newFindings();
      const cases = Array.from({ length: wires }, () => wireCase(random, authServerMaterial()));
      await fuzzWire(findings, stack.issuer, cases);
      expect(findings.faults).toEqual({});
    },
    timeout,
  );
});

describe("garbage at the resource server", () => {
  it(
    `${wires} requests at every address are answered by RFC 6750, or the connection closed`,
    async () => {
      const random = createRandom(seed + 2);
      const findings = newFindings();
      const cases = Array.from({ length: wires }, () => wireCase(random, resourceServerMaterial()));
      await fuzzWire(findings, stack.resource, cases);
      expect(findings.faults).toEqual({});
    },
    timeout,
  );
});

describe("good requests of both servers with something spoilt", () => {
  it(
    `${batches * batch} of them, seed ${seed}, are answered by the book of their endpoint, and good ones in between as ever`,
    async () => {
      const random = createRandom(seed + 3);
      const findings = newFindings();
      for (let turn = 0; turn < batches; turn += 1) {
        const world = await newWorld(random, stack, administrator);
        for (const secret of world.secrets) secrets.add(secret);
        findings.secrets = new Set([...world.secrets, ...ownSecrets()]);
        const spoilt = (from: readonly GoodRequest[], count: number) =>
          Array.from({ length: count }, () => spoiltCase(random, pickRequest(random, from), world.foreign));
        await fuzzWire(findings, stack.issuer, spoilt(world.authServer, batch * 0.85));
        await fuzzWire(findings, stack.resource, spoilt(world.resourceServer, batch * 0.15));
        memoryBefore ??= memory();
      }
      expect(findings.faults).toEqual({});
      expect([...findings.outcomes.keys()]).toEqual(expect.arrayContaining(reachedByRecorded));
    },
    timeout,
  );
});

describe("after the garbage", () => {
  it("the same processes serve, and have not grown beyond bounds", async () => {
    const grace = await registerUser(stack, "grace@example.com"); // ada has entered too many wrong passwords
    const { accessToken, refreshToken } = await signIn(stack.issuer, app, grace);
    tokensOf(await refresh(stack.issuer, app, refreshToken));
    const headers = { authorization: `Bearer ${accessToken}` };
    expect((await fetch(`${stack.resource}/whoami`, { headers })).status).toBe(200);
    expect(ends).toEqual([]);
    expect(memory() - memoryBefore).toBeLessThan(mayGrowBytes);
  });

  it("the logs hold nothing that was sent in confidence, and no failure that nobody foresaw [garbage-3]", async () => {
    await delay(1_500); // the servers write their logs at least once a second
    const lines = stack.log.filter(({ part }) => part !== "PostgreSQL").map(({ line }) => line);
    expect(lines.length).toBeGreaterThan(forms);
    expect(findLeaks(lines, [marker, ...ownSecrets()], secrets).map((line) => line.slice(0, 500))).toEqual(
      [],
    );
    expect(lines.filter((line) => /unforeseen|uncaught|unhandled/i.test(line))).toEqual([]);
  });
});

const memory = () => residentBytes(authServer) + residentBytes(stack.resourceServer);

/** All secrets of the run, including the servers' own. */
const ownSecrets = (): string[] =>
  [
    ...[
      user.password,
      app.client_secret ?? "",
      service.client_secret ?? "",
      administrator.client_secret ?? "",
    ],
    ...(stack.authServerEnv.SECRETS ?? "").split(",").map((secret) => secret.slice(secret.indexOf(":") + 1)),
    new URL(stack.postgres.url).password,
  ].filter((secret) => secret !== "");

/** Requests with JSON have the most to spoil; those that hash a password delay the others. */
function pickRequest(random: Random, from: readonly GoodRequest[]): GoodRequest {
  const all = random.oneIn(4) ? from.filter(({ body }) => body !== null && "json" in body) : from;
  const picked = all[random.int(all.length)] as GoodRequest;
  return picked.costly && !random.oneIn(5) ? pickRequest(random, from) : picked;
}

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

/** Usually a valid access token; sometimes with a changed part. */
function someToken(random: Random): string {
  const token = sessions[random.int(sessions.length)]?.accessToken ?? "";
  if (!random.oneIn(3)) return token;
  const parts = token.split(".");
  const at = random.int(3);
  const part = Buffer.from(parts[at] ?? "", "base64url").toString("latin1");
  return parts.with(at, Buffer.from(mutate(random, part), "latin1").toString("base64url")).join(".");
}
