import { describe, expect, it } from "vitest";
import { insertResource, type Resource } from "../../src/resources/resources.sql.js";
import { lifetimesOf } from "../../src/sessions/lifetimes.js";
import { authorizeUrl, createApp, getCode, redeem, signedIn } from "../support/authorization.js";
import {
  createClient,
  createResources,
  createUser,
  files,
  notes,
  type TestClient,
} from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { type SessionRow, sessionOf } from "../support/rows.js";
import { passTime, type TestServer, testServer } from "../support/server.js";
import {
  askByClientCredentials,
  askByPassword,
  askByRefreshToken,
  expectRefreshToken,
  expectRefusal,
  expectTokens,
  identify,
  postForm,
  refresh,
  signIn,
} from "../support/token-requests.js";

const server = await testServer({
  env: { ACCESS_TOKEN_SECONDS: "600", SESSION_IDLE_SECONDS: "6000", SESSION_ABSOLUTE_SECONDS: "60000" },
});
/** An API that limits everything; only its idle limit is stricter than the client's below. */
const bank: Resource = {
  uri: "https://bank.example.com",
  scope: ["accounts:read"],
  name: "Bank",
  scopeDescriptions: {},
  open: false,
  openScope: [],
  accessTokenSeconds: 100,
  sessionIdleSeconds: 2000,
  sessionAbsoluteSeconds: 3000,
  signingAlg: "RS256",
  requireDpop: false,
};
const scope = [...notes.scope, ...files.scope, ...bank.scope];
const resources = [notes.uri, bank.uri];
/** A client with its own lifetimes. */
const own = { accessTokenSeconds: 200, sessionIdleSeconds: 1000, sessionAbsoluteSeconds: 5000 };

await createResources(server);
await insertResource(server.db, bank);
const plain = await createClient(server, { scope, resources });
const limited = await createClient(server, { scope, resources, ...own });
const user = await createUser(server);

const seconds = (from: Date, to: Date) => (to.getTime() - from.getTime()) / 1000;

/** The row's idle and absolute lifetimes, since its last refresh and since sign-in. */
const lifetimesIn = (row: SessionRow) => [
  seconds(row.rotated_at, row.idle_expires_at),
  seconds(row.created_at, row.absolute_expires_at),
];

/** The value of `expires_in`, which the token must match. */
async function accessTokenSeconds({
  access_token,
  expires_in,
}: {
  access_token: string;
  expires_in: number;
}) {
  const { exp, iat } = await claimsOf(server, access_token);
  expect(exp - iat).toBe(expires_in);
  return expires_in;
}

describe("Lifetimes", () => {
  const settings = { accessTokenSeconds: 600, sessionIdleSeconds: 6000, sessionAbsoluteSeconds: 60_000 };
  const none = { accessTokenSeconds: null, sessionIdleSeconds: null, sessionAbsoluteSeconds: null };
  const bounded: Resource = bank;
  const long = { ...bank, uri: "https://long", accessTokenSeconds: 9e4, sessionIdleSeconds: null };

  it.each([
    ["the settings", none, undefined, [600, 6000, 60_000]],
    ["the client's own", own, undefined, [200, 1000, 5000]],
    ["a longer one of the client's", { ...none, accessTokenSeconds: 9000 }, undefined, [9000, 6000, 60_000]],
    ["the resource's where they are shorter", none, bank.uri, [100, 2000, 3000]],
    ["the shorter of client's and resource's, each by itself", own, bank.uri, [100, 1000, 3000]],
    ["never a resource's that are longer", own, long.uri, [200, 1000, 3000]],
    ["the client's for a resource that it lacks", own, "https://other", [200, 1000, 5000]],
  ])("are %s", (_, client, resource, expected) => {
    const lifetimes = lifetimesOf(settings, { ...client, resources: [bounded, long] }, resource);
    expect(Object.values(lifetimes)).toEqual(expected);
  });
});

describe("Lifetimes per client and per resource", () => {
  const grants = [
    ["password", (client: TestClient, resource: string) => askByPassword(server, client, user, { resource })],
    [
      "client_credentials",
      (client: TestClient, resource: string) => askByClientCredentials(server, client, { resource }),
    ],
    [
      "refresh_token",
      async (client: TestClient, resource: string) => {
        const { refresh_token } = await signIn(server, client, user, { resource });
        return askByRefreshToken(server, client, refresh_token);
      },
    ],
  ] as const;

  it.each(grants)("are those of the access token of %s, as expires_in says", async (_, ask) => {
    const lives = [];
    for (const [client, resource] of [
      [plain, notes.uri],
      [limited, notes.uri],
      [plain, bank.uri],
      [limited, bank.uri],
    ] as const)
      lives.push(await accessTokenSeconds(expectTokens(await ask(client, resource))));
    expect(lives).toEqual([600, 200, 100, 100]);
  });

  it("are those of a session opened by a password", async () => {
    const opened = async (client: TestClient, resource: string) =>
      lifetimesIn(await sessionOf(server, (await signIn(server, client, user, { resource })).refresh_token));
    expect(await opened(plain, notes.uri)).toEqual([6000, 60_000]);
    expect(await opened(limited, notes.uri)).toEqual([1000, 5000]);
    expect(await opened(plain, bank.uri)).toEqual([2000, 3000]);
    expect(await opened(limited, bank.uri)).toEqual([1000, 3000]);
  });

  /** @returns the access token's lifetime, and the session's idle and absolute lifetimes */
  async function openedByCode(client: TestClient, resource: string) {
    const code = await getCode(await signedIn(server, user), client, { resource });
    const tokens = expectTokens(await redeem(server, client, code));
    const { sid } = await claimsOf(server, tokens.access_token);
    const { rows } = await server.db.query<SessionRow>("select * from sessions where id = $1", [sid]);
    if (rows[0] === undefined) throw new Error("no session");
    return [await accessTokenSeconds(tokens), ...lifetimesIn(rows[0])];
  }

  it("are those of a session opened by a code, whose resource only the code knows", async () => {
    const app = await createApp(server, { scope, resources });
    expect(await openedByCode(app, notes.uri)).toEqual([600, 6000, 60_000]);
    expect(await openedByCode(app, bank.uri)).toEqual([100, 2000, 3000]);
    const limitedApp = await createApp(server, { scope, resources, ...own });
    expect(await openedByCode(limitedApp, notes.uri)).toEqual([200, 1000, 5000]);
    expect(await openedByCode(limitedApp, bank.uri)).toEqual([100, 1000, 3000]);
  });

  it("end a session that cannot be refreshed with its one access token", async () => {
    const app = await createApp(server, { scope, resources, grantTypes: ["authorization_code"] });
    expect(await openedByCode(app, notes.uri)).toEqual([600, 600, 600]);
    expect(await openedByCode(app, bank.uri)).toEqual([100, 100, 100]);
    const restless = "https://restless.example.com";
    await insertResource(server.db, { ...notes, uri: restless, sessionIdleSeconds: 60 });
    const other = { scope: notes.scope, resources: [restless], grantTypes: ["authorization_code"] };
    expect(await openedByCode(await createApp(server, other), restless)).toEqual([600, 600, 600]);
  });

  // A narrowed scope goes to the database singly, everything else in batches.
  it.each([
    ["in the common statement", {}],
    ["in a statement of its own", { scope: "accounts:read" }],
  ])("are those of a session at each refresh, %s", async (_, more) => {
    const { refresh_token } = await signIn(server, plain, user, { resource: bank.uri });
    await passTime(server, 900);
    await refresh(server, plain, refresh_token, more);
    const row = await sessionOf(server, refresh_token);
    expect(lifetimesIn(row)).toEqual([2000, 3000]);
  });

  it("are the cookie's, as far as the client goes", async () => {
    const origin = "https://app.example.com";
    const delivery = { refreshTokenDelivery: "cookie", allowedOrigins: [origin] } as const;
    const app = await createClient(server, { ...delivery, sessionIdleSeconds: 9000 });
    const form = { grant_type: "password", username: user.email, password: user.password, ...identify(app) };
    const answer = await postForm(server, form, { origin });
    expect(String(answer.headers["set-cookie"])).toContain("Max-Age=9000;");
  });

  it("are what the consent page says", async () => {
    const app = await createApp(server, { scope, resources, firstParty: false });
    const browser = await signedIn(server, user);
    const page = async (resource: string) => (await browser.visit(authorizeUrl(app, { resource }))).body;
    expect(await page(bank.uri)).toContain("Each sign-in gives the app access for up to 50 minutes.");
    expect(await page(notes.uri)).toContain("Each sign-in gives the app access for up to 17 hours.");
  });
});

/** Another server starts with the changed database; this one would notice within seconds. */
async function afterwards(sql: string, values: unknown[]): Promise<TestServer> {
  await server.db.query(sql, values);
  return testServer({ env: { SESSION_IDLE_SECONDS: "6000", SESSION_ABSOLUTE_SECONDS: "60000" } });
}

describe("A lifetime that is shortened", () => {
  it("of a resource acts on the sessions that are there, at their next refresh; the absolute one does not", async () => {
    const resource = "https://shortened.example.com";
    await insertResource(server.db, { ...notes, uri: resource });
    const client = await createClient(server, { resources: [resource], scope: notes.scope });
    const first = await signIn(server, client, user);
    const set = "access_token_seconds = 50, session_idle_seconds = 500, session_absolute_seconds = 700";
    const later = await afterwards(`update resources set ${set} where uri = $1`, [resource]);
    const second = await refresh(later, client, first.refresh_token);
    expect(second.expires_in).toBe(50);
    expect(lifetimesIn(await sessionOf(server, first.refresh_token))).toEqual([500, 60_000]);
    await passTime(server, 501);
    const idle = await askByRefreshToken(later, client, second.refresh_token);
    expectRefusal(idle, 400, "invalid_grant", "refresh_token_expired");
  });

  it("of a client does so, too", async () => {
    const client = await createClient(server);
    const first = await signIn(server, client, user);
    const set = "access_token_seconds = 50, session_idle_seconds = 500, session_absolute_seconds = 700";
    const later = await afterwards(`update clients set ${set} where client_id = $1`, [client.clientId]);
    const second = await refresh(later, client, first.refresh_token);
    expect(second.expires_in).toBe(50);
    expect(lifetimesIn(await sessionOf(server, first.refresh_token))).toEqual([500, 60_000]);
  });

  it("and then lengthened again gives the session its idling back, never beyond its absolute end", async () => {
    const client = await createClient(server, { sessionIdleSeconds: 100, sessionAbsoluteSeconds: 1000 });
    const first = await signIn(server, client, user);
    const later = await afterwards("update clients set session_idle_seconds = 9000 where client_id = $1", [
      client.clientId,
    ]);
    expectRefreshToken(await askByRefreshToken(later, client, first.refresh_token));
    const row = await sessionOf(server, first.refresh_token);
    expect(row.idle_expires_at).toEqual(row.absolute_expires_at);
  });
});
