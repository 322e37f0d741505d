/** PostgreSQL away or frozen: 503 within two seconds, no session lost, no restart needed. */
import { type Postgres, startPostgres } from "@regrant/dev-stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorFault, reasonOf } from "../support/errors.js";
import { eventually } from "../support/eventually.js";
import {
  type Client,
  registerApp,
  registerResource,
  registerService,
  registerUser,
  type User,
} from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import {
  type Answer,
  refresh,
  requestToken,
  signIn,
  type Tokens,
  tokensOf,
} from "../support/token-endpoint.js";

/** The response to an outage or overload (docs/errors.md). */
const answerWithinMs = 2_000;

let stack: TestStack;
let postgres: Postgres;
let issuer: string;
let app: Client;
let service: Client;
let user: User;
let ended: string | null = null;

beforeAll(async () => {
  stack = await startTestStack({ durable: true });
  postgres = stack.postgres;
  issuer = stack.issuer;
  void stack.authServers[0].exited.then((how) => {
    ended = how;
  });
  await registerResource(stack);
  [app, service, user] = await Promise.all([
    registerApp(stack),
    registerService(stack),
    registerUser(stack, "ada@example.com"),
  ]);
});
afterAll(async () => {
  await stack.stop();
  await postgres.stop();
});

interface Outage {
  begin(): Promise<void>;
  end(): Promise<void>;
}

const outages: [string, Outage][] = [
  [
    "stopped",
    {
      begin: () => postgres.stop(),
      end: async () => {
        const { dataDir, port } = postgres;
        postgres = await startPostgres({ dataDir, port, durable: true });
      },
    },
  ],
  [
    "frozen (SIGSTOP)",
    {
      begin: async () => signalPostgres("SIGSTOP"),
      end: async () => signalPostgres("SIGCONT"),
    },
  ],
];

function signalPostgres(name: "SIGSTOP" | "SIGCONT"): void {
  for (const pid of postgres.processIds()) process.kill(pid, name);
}

describe.each(outages)("PostgreSQL %s", (_name, { begin, end }) => {
  /** Sessions to refresh during the outage, a different one for each request. */
  let sessions: Tokens[];
  let untouched: Tokens;

  beforeAll(async () => {
    sessions = await Promise.all(Array.from({ length: 16 }, () => signIn(issuer, app, user)));
    untouched = await signIn(issuer, app, user);
    await begin();
  });

  it("answers every token request with 503 and Retry-After, within two seconds [outage-1]", async () => {
    const answers: Answer[] = [];
    const during = async (request: Promise<Answer>) => answers.push(await request);
    // More than the pool has connections, twice: the pool's remaining connections must be given up too.
    for (let turn = 0; turn < 2; turn += 1) {
      await Promise.all([
        ...sessions.map(({ refreshToken }) => during(refresh(issuer, app, refreshToken))),
        during(
          requestToken(issuer, app, {
            grant_type: "password",
            username: user.email,
            password: user.password,
          }),
        ),
        during(requestToken(issuer, { client_id: "another" }, { grant_type: "client_credentials" })),
      ]);
    }
    for (const answer of answers) {
      expect({ status: answer.status, fault: errorFault(answer) }).toEqual({ status: 503, fault: null });
      expect(reasonOf(answer.body)).toMatch(/^(database_unavailable|deadline_exceeded)$/);
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(answer.milliseconds).toBeLessThan(answerWithinMs);
    }
  });

  it("never refuses a client that it cannot look up", async () => {
    const answer = await requestToken(issuer, service, { grant_type: "client_credentials" });
    expect([200, 503]).toContain(answer.status);
    expect(answer.milliseconds).toBeLessThan(answerWithinMs);
  });

  it("goes on publishing keys and metadata", async () => {
    for (const path of ["/.well-known/jwks.json", "/.well-known/oauth-authorization-server"]) {
      const answer = await fetch(`${issuer}${path}`, { signal: AbortSignal.timeout(answerWithinMs) });
      expect(answer.status).toBe(200);
      await answer.body?.cancel();
    }
  });

  it("is alive and not ready", async () => {
    expect(await health("live")).toBe(200);
    expect(await health("ready")).toBe(503);
  });

  it("recovers by itself, and each token that met the outage still works [outage-2]", async () => {
    await end();
    await eventually("ready again", async () => (await health("ready")) === 200);
    for (const { refreshToken } of sessions) {
      const successor = tokensOf(await refresh(issuer, app, refreshToken)).refreshToken;
      tokensOf(await refresh(issuer, app, successor));
    }
    tokensOf(await refresh(issuer, app, untouched.refreshToken));
    expect(ended).toBeNull();
  });
});

describe("the authorization server killed", () => {
  it("leaves the resource server verifying, also a token that it has not seen before [outage-3]", async () => {
    const seen = (await signIn(issuer, app, user)).accessToken;
    const unseen = (await signIn(issuer, app, user)).accessToken;
    expect(await whoami(seen)).toBe(200);
    await stack.authServers[0].kill();
    expect(await whoami(seen)).toBe(200);
    expect(await whoami(unseen)).toBe(200);
  });
});

async function whoami(accessToken: string): Promise<number> {
  const headers = { authorization: `Bearer ${accessToken}` };
  const answer = await fetch(`${stack.resource}/whoami`, { headers });
  await answer.body?.cancel();
  return answer.status;
}

async function health(what: "live" | "ready"): Promise<number> {
  const answer = await fetch(`${stack.authServers[0].managementUrl}/health/${what}`);
  await answer.body?.cancel();
  return answer.status;
}
