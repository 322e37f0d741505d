/** Whatever ends a session of OpenID Connect leaves a notice for its client, in the same transaction. */
import { describe, expect, it } from "vitest";
import { insertResource } from "../../src/resources/resources.sql.js";
import { endReasons } from "../../src/sessions/end-reasons.js";
import { type Admin, adminOf, createAdminResources } from "../support/admin.js";
import { getCode, issuer, redeem, signedIn } from "../support/authorization.js";
import { createOpenIdClient, noticesOf, openId } from "../support/back-channel.js";
import { createUser, notes, type TestClient, type TestUser } from "../support/fixtures.js";
import { json, regrant } from "../support/regrant.js";
import { sessionIdOf, sessionOf } from "../support/rows.js";
import { passTime, sharedDatabase, type TestServer, testServer } from "../support/server.js";
import { isIndexRevoked, statusIndexOf } from "../support/status-lists.js";
import {
  askByRefreshToken,
  expectRefreshToken,
  identify,
  refresh,
  signIn,
} from "../support/token-requests.js";

const env = {
  TRUST_PROXY: "127.0.0.1",
  ON_ADDRESS_CHANGE: "revoke",
  REFRESH_BURST: "2",
  ON_REFRESH_BURST: "revoke",
  MAX_SESSIONS: "2",
};
const server = await testServer();
const strict = await testServer({ env });
const databaseUrl = await sharedDatabase();
await createAdminResources(server);
const admin = await adminOf(server);

const uri = "https://app.example.com/backchannel-logout";

interface Party {
  readonly client: TestClient;
  readonly user: TestUser;
  readonly refreshToken: string;
  readonly id: string;
  readonly statusIndex: number;
}

const cli = async (...args: string[]) =>
  json(await regrant([...args, "--json"], { DATABASE_URL: databaseUrl }));
const ask = async (...asked: Parameters<Admin["ask"]>) =>
  expect((await admin.ask(...asked)).status).toBeLessThan(300);
const remove = (path: string) => ask("DELETE", path, undefined, { "if-match": "*" });

async function post(url: string, form: Readonly<Record<string, string>>): Promise<void> {
  const { statusCode } = await server.app.inject({
    method: "POST",
    url,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams(form).toString(),
  });
  expect(statusCode).toBe(200);
}

const browserOf = async ({ user }: Party) => signedIn(server, user);
const repeatForm = async (party: Party, path: string) => {
  const browser = await browserOf(party);
  await browser.submit(await browser.visit(path), path);
};
async function accountApi({ user }: Party, path: string): Promise<void> {
  const app = await createOpenIdClient(server, null, { scope: ["sessions:write"], resources: [account] });
  const { access_token } = await signIn(server, app, user);
  const headers = { authorization: `Bearer ${access_token}` };
  const { statusCode } = await server.app.inject({ method: "DELETE", url: path, headers });
  expect(statusCode).toBeLessThan(300);
}
const account = issuer;
await server.db.query("update resources set scope = scope || '{sessions:write}' where uri = $1", [issuer]);

const refreshAt = ({ client, refreshToken }: Party, at: TestServer, token = refreshToken) =>
  askByRefreshToken(at, client, token);

/** How a session can end, and the reason that its row gives. */
const ways: [how: string, reason: string, end: (party: Party) => Promise<unknown>][] = [
  [
    "revocation by the client (RFC 7009)",
    "client",
    ({ client, refreshToken }) => post("/oauth2/revoke", { ...identify(client), token: refreshToken }),
  ],
  [
    "the account page: one session",
    "user",
    async (party) => {
      const browser = await browserOf(party);
      await browser.submit(await browser.visit("/account"), "/account/sessions/end", {}, party.id);
    },
  ],
  ["the account page: all others", "user", (party) => repeatForm(party, "/account/sessions/end-others")],
  ["the account page: all", "user", (party) => repeatForm(party, "/account/sessions/end-all")],
  [
    "the account page: consent withdrawn",
    "consent_withdrawn",
    async (party) => {
      await server.db.query(
        "insert into consents (user_id, client_id, resource, scope) values ($1, $2, $3, '{openid}')",
        [party.user.id, party.client.clientId, notes.uri],
      );
      const browser = await browserOf(party);
      await browser.submit(await browser.visit("/account"), "/account/consents/withdraw");
    },
  ],
  [
    "the account page: password changed",
    "password_changed",
    async (party) => {
      const browser = await browserOf(party);
      const fields = { password: party.user.password, new_password: "an other passphrase" };
      await browser.submit(await browser.visit("/account/password"), "/account/password", fields);
    },
  ],
  ["the account API: one session", "user", (party) => accountApi(party, `/account/api/sessions/${party.id}`)],
  ["the account API: all", "user", (party) => accountApi(party, "/account/api/sessions")],
  ["the admin API: one session", "administrator", ({ id }) => ask("DELETE", `/sessions/${id}`)],
  [
    "the admin API: a user's",
    "administrator",
    ({ user }) => ask("POST", "/sessions/revoke", { user: user.id }),
  ],
  [
    "the admin API: a client's",
    "administrator",
    ({ client }) => ask("POST", "/sessions/revoke", { client: client.clientId }),
  ],
  ["the admin API: user disabled", "user_disabled", ({ user }) => ask("POST", `/users/${user.id}/disable`)],
  [
    "the admin API: client disabled",
    "client_disabled",
    ({ client }) => ask("POST", `/clients/${client.clientId}/disable`),
  ],
  ["the admin API: user deleted", "deleted", ({ user }) => remove(`/users/${user.id}`)],
  ["regrant session revoke", "administrator", ({ id }) => cli("session", "revoke", id, "--yes")],
  [
    "regrant user password",
    "password_changed",
    async ({ user }) =>
      json(
        await regrant(
          ["user", "password", user.email, "--password-stdin", "--json"],
          { DATABASE_URL: databaseUrl },
          "an other passphrase\n",
        ),
      ),
  ],
  ["regrant user delete", "deleted", ({ user }) => cli("user", "delete", user.email, "--yes")],
  [
    "a refresh token used again (RFC 9700 §4.14.2)",
    "refresh_token_reused",
    async (party) => {
      const next = await refresh(server, party.client, party.refreshToken);
      await refresh(server, party.client, next.refresh_token);
      await refreshAt(party, server);
    },
  ],
  [
    "a refresh token ahead of the row, after a restore",
    "refresh_token_ahead",
    async (party) => {
      const { generation, secret_hash } = await sessionOf(server, party.refreshToken);
      const second = await refresh(server, party.client, party.refreshToken);
      const third = await refresh(server, party.client, second.refresh_token);
      const values = [party.id, generation, secret_hash];
      await server.db.query("update sessions set generation = $2, secret_hash = $3 where id = $1", values);
      await refreshAt(party, server, third.refresh_token);
    },
  ],
  [
    "a refresh from another network, with ON_ADDRESS_CHANGE=revoke",
    "session_address_changed",
    async (party) => {
      const second = await refresh(server, party.client, party.refreshToken);
      await server.db.query("update sessions set last_address = '198.51.100.9' where id = $1", [party.id]);
      await refreshAt(party, strict, second.refresh_token);
    },
  ],
  [
    "a burst of refreshes, with ON_REFRESH_BURST=revoke",
    "session_refresh_burst",
    async (party) => {
      let token = party.refreshToken;
      for (let times = 0; times < 2; times += 1)
        token = (await refresh(strict, party.client, token)).refresh_token;
      await refreshAt(party, strict, token);
    },
  ],
  [
    "more than MAX_SESSIONS",
    "session_displaced",
    async ({ client, user }) => {
      for (let times = 0; times < 2; times += 1) await signIn(strict, client, user);
    },
  ],
];

async function open(): Promise<Party> {
  const [client, user] = [await createOpenIdClient(server, uri), await createUser(server)];
  const { refresh_token } = await signIn(server, client, user, openId);
  const id = sessionIdOf(server, refresh_token);
  return { client, user, refreshToken: refresh_token, id, statusIndex: await statusIndexOf(server, id) };
}

/** A session that was opened in a browser. */
async function openInBrowser() {
  const [client, user] = [await createOpenIdClient(server, uri), await createUser(server)];
  const browser = await signedIn(server, user);
  const { refresh_token, id_token: idToken = "" } = expectRefreshToken(
    await redeem(server, client, await getCode(browser, client, openId)),
  );
  return { browser, client, session_id: sessionIdOf(server, refresh_token), idToken };
}

describe("A session ended by (Back-Channel Logout 1.0 §2)", () => {
  it.each(ways)(
    "%s is told to its client: %s, and to every API [logout-notices-1]",
    async (_how, reason, end) => {
      const party = await open();
      expect(await isIndexRevoked(server, party.statusIndex)).toBe(false);
      await end(party);
      expect(await isIndexRevoked(server, party.statusIndex)).toBe(true);
      expect(await noticesOf(server, party.client)).toMatchObject([
        {
          client_id: party.client.clientId,
          user_id: party.user.id,
          session_id: party.id,
          reason,
          attempts: 0,
          last_problem: null,
        },
      ]);
    },
  );

  it("an authorization code used twice is told to its client", async () => {
    const [client, user] = [await createOpenIdClient(server, uri), await createUser(server)];
    const code = await getCode(await signedIn(server, user), client, openId);
    const { refresh_token } = expectRefreshToken(await redeem(server, client, code));
    await redeem(server, client, code);
    const session_id = sessionIdOf(server, refresh_token);
    expect(await noticesOf(server, client)).toMatchObject([{ session_id, reason: "code_reused" }]);
  });

  it("its user, who signs out and chooses to sign out of the apps, is told to its client", async () => {
    const { browser, client, session_id } = await openInBrowser();
    await browser.submit(await browser.visit("/logout"), "/logout", { apps: "end" });
    expect(await noticesOf(server, client)).toMatchObject([{ session_id, reason: "logout" }]);
  });

  it("a client that sends its user to sign out is told to it and to all others of that browser (suite: backchannel-rp-initiated-logout) [logout-notices-11]", async () => {
    const { browser, client, session_id, idToken } = await openInBrowser();
    const other = await createOpenIdClient(server, uri);
    const opened = expectRefreshToken(await redeem(server, other, await getCode(browser, other, openId)));
    await browser.get(`/oauth2/logout?${new URLSearchParams({ id_token_hint: idToken })}`);
    expect(await noticesOf(server, client)).toMatchObject([{ session_id, reason: "logout" }]);
    expect(await noticesOf(server, other)).toMatchObject([
      { session_id: sessionIdOf(server, opened.refresh_token), reason: "logout" },
    ]);
  });

  it("the deletion of its API is told to its client", async () => {
    const api = "https://deleted.example.com";
    await insertResource(server.db, { uri: api, name: null, scope: ["x"], scopeDescriptions: {} });
    const [client, user] = [
      await createOpenIdClient(server, uri, { scope: ["openid", "x"], resources: [api] }),
      await createUser(server),
    ];
    const session_id = sessionIdOf(
      server,
      (await signIn(server, client, user, { scope: "openid x" })).refresh_token,
    );
    await remove(`/resources/${encodeURIComponent(api)}`);
    expect(await noticesOf(server, client)).toMatchObject([{ session_id, reason: "deleted" }]);
  });

  it("the deletion of its client is told to nobody, and neither are its earlier ends", async () => {
    const party = await open();
    await ask("DELETE", `/sessions/${party.id}`);
    await signIn(server, party.client, party.user, openId);
    expect(await noticesOf(server, party.client)).toHaveLength(1);
    await remove(`/clients/${party.client.clientId}`);
    expect(await noticesOf(server, party.client)).toEqual([]);
  });

  it("any reason there is, other than having expired, leaves a notice", async () => {
    const party = await open();
    for (const reason of Object.keys(endReasons)) {
      await server.db.query("delete from logout_notices where client_id = $1", [party.client.clientId]);
      await server.db.query("update sessions set revoked_at = null, revoke_reason = null where id = $1", [
        party.id,
      ]);
      await server.db.query("update sessions set revoked_at = now(), revoke_reason = $2 where id = $1", [
        party.id,
        reason,
      ]);
      const reasons = (await noticesOf(server, party.client)).map((notice) => notice.reason);
      expect(reasons).toEqual(reason === "expired" ? [] : [reason]);
    }
  });
});

describe("No notice is made", () => {
  it("for a session with offline_access, which its user's signing out leaves open (§2.7) [logout-notices-13]", async () => {
    const scope = ["openid", "offline_access", "notes:read"];
    const client = await createOpenIdClient(server, uri, { scope });
    const browser = await signedIn(server, await createUser(server));
    const code = await getCode(browser, client, { scope: scope.join(" ") });
    const tokens = expectRefreshToken(await redeem(server, client, code));
    expect(tokens.scope?.split(" ")).toContain("offline_access");
    const { id_token = "" } = tokens;
    await browser.get(`/oauth2/logout?${new URLSearchParams({ id_token_hint: id_token })}`);
    expect((await browser.get("/account")).location).toBe("/login");
    expect(await noticesOf(server, client)).toEqual([]);
  });

  it("at a sign-in or a refresh, whose statement does not fire the trigger", async () => {
    const party = await open();
    await refresh(server, party.client, party.refreshToken);
    expect(await noticesOf(server, party.client)).toEqual([]);
    const tx = await server.db.connect();
    await tx.query("begin");
    const { rows } = await tx.query<{ "QUERY PLAN": string }>(
      "explain (analyze) update sessions set generation = generation + 1, rotated_at = now() where id = $1",
      [party.id],
    );
    await tx.query("rollback");
    tx.release();
    expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).not.toContain("sessions_ended_notice");
  });

  it("for a client that does not want to be told, nor without openid in the scope", async () => {
    const user = await createUser(server);
    for (const [client, more] of [
      [await createOpenIdClient(server, null), openId],
      [await createOpenIdClient(server, uri), {}],
    ] as const) {
      const { refresh_token } = await signIn(server, client, user, more);
      await ask("DELETE", `/sessions/${sessionIdOf(server, refresh_token)}`);
      expect(await noticesOf(server, client)).toEqual([]);
    }
  });

  it("twice: an ended session that is ended again, or purged, was told of", async () => {
    const party = await open();
    for (let times = 0; times < 2; times += 1)
      await post("/oauth2/revoke", { ...identify(party.client), token: party.refreshToken });
    await server.db.query("delete from sessions where id = $1", [party.id]);
    expect(await noticesOf(server, party.client)).toHaveLength(1);
  });

  it("for a session that has expired, when it makes room or is purged", async () => {
    const party = await open();
    await signIn(server, party.client, party.user, openId);
    await passTime(server, 400 * 86_400);
    await signIn(strict, party.client, party.user);
    expect(await sessionOf(server, party.refreshToken)).toMatchObject({ revoke_reason: "expired" });
    await server.db.query(
      "delete from sessions where client_id = $1 and revoked_at is null and idle_expires_at < now()",
      [party.client.clientId],
    );
    expect(await noticesOf(server, party.client)).toEqual([]);
  });

  it("if the end is rolled back", async () => {
    const party = await open();
    const tx = await server.db.connect();
    await tx.query("begin");
    await tx.query("update sessions set revoked_at = now(), revoke_reason = 'logout' where id = $1", [
      party.id,
    ]);
    await tx.query("rollback");
    tx.release();
    expect(await noticesOf(server, party.client)).toEqual([]);
  });
});
