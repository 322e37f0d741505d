/** OpenID Connect RP-Initiated Logout 1.0. */
import { SignJWT } from "jose";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { handleOf } from "../../src/http/continue-to.js";
import {
  answerOf,
  authorizationRequest,
  authorizeUrl,
  login,
  redeem,
  signedIn,
} from "../support/authorization.js";
import { Browser, hiddenFields, type Page, textOf } from "../support/browser.js";
import { createResources, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import {
  createRelyingParty,
  type OpenIdTokens,
  readIdToken,
  signedByServer,
  signInTo,
} from "../support/openid.js";
import { sessionOf } from "../support/rows.js";
import { testServer } from "../support/server.js";
import { askByRefreshToken, expectRefusal, refresh } from "../support/token-requests.js";

const server = await testServer();
const after = "https://app.example.com/signed-out";
const withQuery = "https://app.example.com/bye?from=regrant";
let client: TestClient;
let stranger: TestClient;
let user: TestUser;
let browser: Browser;
let tokens: OpenIdTokens;

beforeAll(async () => {
  await createResources(server);
  client = await createRelyingParty(server, { postLogoutRedirectUris: [after, withQuery] });
  stranger = await createRelyingParty(server, { postLogoutRedirectUris: ["https://stranger.example.com/"] });
});

beforeEach(async () => {
  user = await createUser(server);
  browser = await signedIn(server, user);
  tokens = await signInTo(server, browser, client);
});

type Sent = Readonly<Record<string, string | undefined>>;
const defined = (sent: Sent) =>
  Object.entries(sent).filter((pair): pair is [string, string] => pair[1] !== undefined);
const logoutUrl = (sent: Sent = {}) => `/oauth2/logout?${new URLSearchParams(defined(sent))}`;
const full = (more: Sent = {}): Sent => ({
  id_token_hint: tokens.id_token,
  post_logout_redirect_uri: after,
  state: "a state",
  ...more,
});
const revokedFor = async (refreshToken: string) => (await sessionOf(server, refreshToken)).revoke_reason;
const isSignedIn = async (who = browser) => (await who.get("/account")).status === 200;

async function expectSignedOut(): Promise<void> {
  expect(await isSignedIn()).toBe(false);
  expect(await revokedFor(tokens.refresh_token)).toBe("logout");
  const answer = answerOf(await browser.visit(authorizeUrl(client, { scope: "openid", prompt: "none" })));
  expect(answer).toMatchObject({ error: "login_required" });
}
async function expectNothingEnded(): Promise<void> {
  expect(await isSignedIn()).toBe(true);
  expect(await revokedFor(tokens.refresh_token)).toBeNull();
}
/** The page that asks; nothing has ended yet. */
async function expectQuestion(page: Page): Promise<void> {
  expect([page.status, page.location]).toEqual([200, null]);
  expect(textOf(page.body)).toContain(`Sign out? You’re signed in as ${user.email} .`);
  await expectNothingEnded();
}
const agree = (page: Page) => browser.post("/logout", hiddenFields(page, "/logout"));

/** Where a redirect goes, and its parameters. */
function expectReturn({ status, location }: Page, to: string, parameters: Record<string, string> = {}): void {
  expect(status).toBe(303);
  expect(location?.startsWith(to)).toBe(true);
  const { searchParams } = new URL(location ?? "");
  expect(Object.fromEntries(searchParams)).toEqual({
    ...Object.fromEntries(new URL(to).searchParams),
    ...parameters,
  });
}

describe("A client's request with an ID token of who is signed in", () => {
  it("oidcc-rp-initiated-logout: ends sign-in and session, and returns with the state alone [rp-logout-1]", async () => {
    const sent = await browser.get(logoutUrl(full()));
    expectReturn(sent, after, { state: "a state" });
    expect(sent.setCookies).toEqual([expect.stringMatching(/^regrant=; /)]);
    await expectSignedOut();
    const dead = await askByRefreshToken(server, client, tokens.refresh_token);
    expectRefusal(dead, 400, "invalid_grant", "refresh_token_revoked");
  });

  it("oidcc-rp-initiated-logout-no-state: returns without one [rp-logout-2]", async () => {
    expect((await browser.get(logoutUrl(full({ state: undefined })))).location).toBe(after);
    await expectSignedOut();
  });

  it("oidcc-rp-initiated-logout-no-post-logout-redirect-uri: says that it is done, here [rp-logout-3]", async () => {
    const page = await browser.visit(logoutUrl(full({ post_logout_redirect_uri: undefined })));
    expect([page.status, page.path, textOf(page.body)]).toEqual([
      200,
      "/logout",
      expect.stringContaining("You’re signed out"),
    ]);
    await expectSignedOut();
  });

  it("adds the state to a query that is registered [rp-logout-4]", async () => {
    expectReturn(await browser.get(logoutUrl(full({ post_logout_redirect_uri: withQuery }))), withQuery, {
      state: "a state",
    });
  });

  it.each([
    "abcXYZ0123456789!\"#$%&'()*,-./:<=>?@[\\]^_`{|}~",
    "a b+c;d&state=other#x",
    "é ⵥ 😀",
    "\r\nSet-Cookie: x=y",
    "</script><script>",
    "%00%0d%0a",
    "s".repeat(4_000),
  ])("returns the state as it came: %j [rp-logout-5]", async (state) => {
    const page = await browser.get(logoutUrl(full({ state })));
    expect(new URL(page.location ?? "").searchParams.getAll("state")).toEqual([state]);
    expect(page.location?.startsWith(`${after}?`)).toBe(true);
    expect(page.setCookies.join()).not.toContain("x=y");
    expect(page.location).not.toMatch(/[\s<>"]/);
  });

  it("takes an ID token that has expired, and that of a refresh [rp-logout-6]", async () => {
    const claims = await readIdToken(server, tokens, client);
    const expired = await signedByServer(server, { ...claims, iat: 1, exp: 2 });
    expectReturn(await browser.get(logoutUrl(full({ id_token_hint: expired }))), after, { state: "a state" });
    await expectSignedOut();
    browser = await signedIn(server, user);
    tokens = await signInTo(server, browser, client);
    const next = await refresh(server, client, tokens.refresh_token);
    await browser.get(logoutUrl(full({ id_token_hint: next.id_token })));
    await expectSignedOut();
  });

  it("ends every session begun in this browser, but not offline ones, nor other browsers' [rp-logout-7]", async () => {
    const mine = await signInTo(server, browser, stranger);
    const offline = await signInTo(server, browser, stranger, { scope: "openid offline_access" });
    const elsewhere = await signedIn(server, user);
    const theirs = await signInTo(server, elsewhere, client);
    const code = answerOf(await browser.get(authorizeUrl(client, { scope: "openid" }))).code ?? "";
    await browser.get(logoutUrl(full()));
    await expectSignedOut();
    expect(await revokedFor(mine.refresh_token)).toBe("logout");
    expect(code).not.toBe("");
    const { rowCount } = await server.db.query(
      "select from authorization_codes where session_id is null and user_id = $1",
      [user.id],
    );
    expect(rowCount).toBe(0);
    await refresh(server, stranger, offline.refresh_token);
    await refresh(server, client, theirs.refresh_token);
    expect(await isSignedIn(elsewhere)).toBe(true);
  });

  it("may name itself with client_id, too; another's name is an error, and nothing ends [rp-logout-8]", async () => {
    for (const client_id of [stranger.clientId, "nobody", "client id\n"]) {
      const page = await browser.get(logoutUrl(full({ client_id })));
      expect([page.status, page.location]).toEqual([400, null]);
    }
    await expectNothingEnded();
    expectReturn(await browser.get(logoutUrl(full({ client_id: client.clientId }))), after, {
      state: "a state",
    });
  });

  it("comes by POST as well, from any site (§2) [rp-logout-9]", async () => {
    const headers = { origin: "https://app.example.com", "sec-fetch-site": "cross-site" };
    const sent = await browser.post("/oauth2/logout", Object.fromEntries(defined(full())), headers);
    expect(sent.location).toMatch(/^\/oauth2\/logout\?continue=/);
    expectReturn(await browser.follow(sent), after, { state: "a state" });
    await expectSignedOut();
  });

  it("is audited, and no log shows the ID token [rp-logout-10]", async () => {
    await browser.get(logoutUrl(full()));
    const { rows } = await server.db.query<{ event: string; reason: string | null }>(
      "select event, reason from audit_events where user_id = $1 order by id",
      [user.id],
    );
    expect(rows.slice(-2)).toEqual([
      { event: "sign_in.ended", reason: "logout" },
      { event: "session.revoked", reason: "logout" },
    ]);
    expect(server.logLines.join("")).not.toContain(tokens.id_token.split(".")[2]);
  });
});

describe("An ID token without its user's browser", () => {
  it("ends its own session only: the user stays signed in here and elsewhere [rp-logout-11]", async () => {
    const second = await signInTo(server, browser, client);
    const nobody = new Browser(server);
    expectReturn(await nobody.get(logoutUrl(full())), after, { state: "a state" });
    expect(await revokedFor(tokens.refresh_token)).toBe("logout");
    expect(await revokedFor(second.refresh_token)).toBeNull();
    expect(await isSignedIn()).toBe(true);
  });

  it("leaves an offline session alone [rp-logout-12]", async () => {
    const offline = await signInTo(server, browser, client, { scope: "openid offline_access" });
    await new Browser(server).get(logoutUrl(full({ id_token_hint: offline.id_token })));
    await refresh(server, client, offline.refresh_token);
  });

  it("that is another user's asks, and ends only what is theirs who agree [rp-logout-13]", async () => {
    const victim = { user, tokens };
    user = await createUser(server);
    browser = await signedIn(server, user);
    tokens = await signInTo(server, browser, client);
    const page = await browser.get(logoutUrl(full({ id_token_hint: victim.tokens.id_token })));
    await expectQuestion(page);
    expect(page.body).not.toContain(victim.user.email);
    expectReturn(await agree(page), after, { state: "a state" });
    await expectSignedOut();
    expect(await revokedFor(victim.tokens.refresh_token)).toBeNull();
  });
});

describe("A request that shows nothing of who asks", () => {
  it.each<[string, Sent]>([
    ["oidcc-rp-initiated-logout-no-params", {}],
    ["oidcc-rp-initiated-logout-only-state", { state: "a state" }],
    ["oidcc-rp-initiated-logout-no-id-token-hint", { post_logout_redirect_uri: after, state: "a state" }],
    ["with wishes only", { ui_locales: "en", logout_hint: "somebody" }],
  ])("%s: asks, and stays here [rp-logout-14]", async (_module, sent) => {
    const page = await browser.get(logoutUrl(sent));
    await expectQuestion(page);
    const done = await browser.follow(await agree(page));
    expect([done.status, done.path, textOf(done.body)]).toEqual([
      200,
      "/logout",
      expect.stringContaining("You’re signed out"),
    ]);
    await expectSignedOut();
  });

  it("leads back to the client that client_id names, once the user has agreed [rp-logout-15]", async () => {
    const page = await browser.get(logoutUrl(full({ id_token_hint: undefined, client_id: client.clientId })));
    await expectQuestion(page);
    expect(textOf(page.body)).toContain("You’ll be signed out of them, too: The app");
    expectReturn(await agree(page), after, { state: "a state" });
    await expectSignedOut();
  });

  it("does not promise the end of an app that stays signed in offline [rp-logout-16]", async () => {
    const offline = await createRelyingParty(server, { name: "Offline app" });
    await signInTo(server, browser, offline, { scope: "openid offline_access" });
    const page = await browser.get(logoutUrl());
    expect(textOf(page.body)).toContain("You’ll be signed out of them, too: The app Sign out");
    expect(page.body).not.toContain("Offline app");
    expect(textOf((await browser.visit("/logout")).body)).toContain("Offline app");
  });

  it("where nobody is signed in, is done at once [rp-logout-17]", async () => {
    const nobody = new Browser(server);
    expect((await nobody.get(logoutUrl({ post_logout_redirect_uri: after }))).location).toBe("/logout");
    const named = await nobody.get(
      logoutUrl({ post_logout_redirect_uri: after, client_id: client.clientId }),
    );
    expect(named.location).toBe(after);
  });

  it("speaks the language that the client wishes [rp-logout-18]", async () => {
    expect((await browser.get(logoutUrl({ ui_locales: "de" }))).headers["content-language"]).toBe("de");
  });
});

describe("A hint that is no ID token of this server", () => {
  const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claimsOf = () => readIdToken(server, tokens, client);
  const { kid } = server.context.keyRing.keyFor("RS256");

  it.each<[string, () => string | Promise<string>]>([
    [
      "oidcc-rp-initiated-logout-modified-id-token-hint",
      async () => `${base64url({ alg: "none", kid })}.${base64url(await claimsOf())}.`,
    ],
    [
      "oidcc-rp-initiated-logout-bad-id-token-hint",
      async () =>
        new SignJWT({ ...(await claimsOf()), iss: client.clientId, aud: "http://localhost:4000" })
          .setProtectedHeader({ alg: "HS256", typ: "JWT" })
          .sign(Buffer.from(client.secret)),
    ],
    [
      "of another issuer",
      async () => signedByServer(server, { ...(await claimsOf()), iss: "https://evil.example" }),
    ],
    ["an access token", () => tokens.access_token],
    ["an ID token as at+jwt", async () => signedByServer(server, await claimsOf(), "at+jwt")],
    ["a logout token", async () => signedByServer(server, await claimsOf(), "logout+jwt")],
    ["a refresh token", () => tokens.refresh_token],
    ["garbage", () => "garbage"],
  ])("%s: asks, and leads nowhere but to this server's own page [rp-logout-19]", async (_what, make) => {
    const page = await browser.get(logoutUrl(full({ id_token_hint: await make() })));
    await expectQuestion(page);
    expect((await agree(page)).location).toBe("/logout");
    await expectSignedOut();
  });

  it("ends nothing from another browser [rp-logout-20]", async () => {
    const forged = `${base64url({ alg: "none" })}.${base64url(await claimsOf())}.`;
    for (const hint of [forged, tokens.access_token, tokens.id_token.slice(0, -4)])
      expect((await new Browser(server).get(logoutUrl(full({ id_token_hint: hint })))).location).toBe(
        "/logout",
      );
    await expectNothingEnded();
  });
});

describe("A post_logout_redirect_uri that is not registered", () => {
  it.each([
    ["oidcc-rp-initiated-logout-bad-post-logout-redirect-uri", "https://app.example.com/elsewhere"],
    ["oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri", `${after}?foo=bar`],
    ["another client's", "https://stranger.example.com/"],
    ["a redirect URI for codes", "https://app.example.com/callback"],
    ["in another case", "https://app.example.com/Signed-out"],
    ["with an upper-case host", "https://APP.example.com/signed-out"],
    ["with a slash at the end", `${after}/`],
    ["with its default port", "https://app.example.com:443/signed-out"],
    ["at another port", "https://app.example.com:8443/signed-out"],
    ["over http", "http://app.example.com/signed-out"],
    ["with dot segments", "https://app.example.com/x/../signed-out"],
    ["with encoded letters", "https://app.example.com/%73igned-out"],
    ["with a fragment", `${after}#x`],
    ["with an empty query", `${after}?`],
    ["with a user", "https://app.example.com@evil.example/signed-out"],
    ["with a space in front", ` ${after}`],
    ["with a line after it", `${after}\n`],
    ["relative", "/signed-out"],
    ["without a scheme", "//evil.example/signed-out"],
    ["with a backslash", "https:\\\\evil.example\\signed-out"],
    ["a script", "javascript:alert(1)"],
    ["a part of it", "https://app.example.com/signed-ou"],
    ["without its query", "https://app.example.com/bye"],
  ])("%s: a page, no redirect, and nothing ends [rp-logout-21]", async (_what, uri) => {
    for (const sent of [
      full({ post_logout_redirect_uri: uri }),
      full({ post_logout_redirect_uri: uri, id_token_hint: undefined, client_id: client.clientId }),
    ]) {
      const page = await browser.get(logoutUrl(sent));
      expect([page.status, page.location]).toEqual([400, null]);
      expect(page.body).not.toContain("http-equiv");
      expect(page.body).not.toMatch(/href="(https?:)?\/\/(evil|app)/);
    }
    await expectNothingEnded();
  });

  it("is every one of a client that has been disabled or deleted: the user is signed out all the same [rp-logout-22]", async () => {
    const closing = await createRelyingParty(server, { postLogoutRedirectUris: [after] });
    const { id_token } = await signInTo(server, browser, closing);
    await server.db.query("update clients set disabled_at = now() where client_id = $1", [closing.clientId]);
    const elsewhere = await testServer();
    const sent = await browser.at(elsewhere).get(logoutUrl(full({ id_token_hint: id_token })));
    expect(sent.location).toBe("/logout");
    expect(await isSignedIn()).toBe(false);
    const nobody = new Browser(server);
    const unknown = { post_logout_redirect_uri: after, client_id: "deleted" };
    expect((await nobody.get(logoutUrl(unknown))).location).toBe("/logout");
  });

  it("cannot be slipped in by a second parameter [rp-logout-23]", async () => {
    const twice = `${logoutUrl(full())}&post_logout_redirect_uri=https://evil.example/`;
    const page = await browser.get(twice);
    expect([page.status, page.location]).toEqual([400, null]);
    await expectNothingEnded();
  });
});

describe("Requests that nobody meant", () => {
  it("prefetching, prerendering and HEAD end nothing [rp-logout-24]", async () => {
    for (const headers of [
      { "sec-purpose": "prefetch" },
      { "sec-purpose": "prefetch;prerender" },
      { purpose: "prefetch" },
    ])
      expect((await browser.get(logoutUrl(full()), headers)).status).toBe(403);
    expect((await browser.head(logoutUrl(full()))).status).toBe(204);
    await expectNothingEnded();
    await browser.get(logoutUrl(full()));
    await expectSignedOut();
  });

  it("from another site, without a hint, ask: a link, a form, an image [rp-logout-25]", async () => {
    const headers = { "sec-fetch-site": "cross-site", referer: "https://evil.example/" };
    await expectQuestion(await browser.get(logoutUrl(), headers));
    const posted = await browser.post("/oauth2/logout", {}, { ...headers, origin: "https://evil.example" });
    await expectQuestion(await browser.follow(posted));
    const page = await browser.get(
      logoutUrl(full({ id_token_hint: undefined, client_id: client.clientId })),
      headers,
    );
    await expectQuestion(page);
    expect(page.headers["x-frame-options"]).toBe("DENY");
    expect(page.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  });

  it("cannot answer the question for the user [rp-logout-26]", async () => {
    const page = await browser.get(logoutUrl());
    const fields = hiddenFields(page, "/logout");
    for (const [sent, headers] of [
      [{ continue: fields.continue ?? "" }, {}],
      [{ ...fields, form_token: "forged" }, {}],
      [fields, { origin: "https://evil.example" }],
      [fields, { "sec-fetch-site": "cross-site" }],
    ] as const)
      expect((await browser.post("/logout", sent, headers)).status).toBe(403);
    await expectNothingEnded();
  });

  it("repeat nothing: the form sent again leads on, and ends nothing more [rp-logout-27]", async () => {
    const page = await browser.get(logoutUrl(full({ id_token_hint: undefined, client_id: client.clientId })));
    const fields = hiddenFields(page, "/logout");
    await browser.post("/logout", fields);
    await expectSignedOut();
    const again = await signInTo(server, await signedIn(server, user), client);
    expectReturn(await browser.post("/logout", fields), after, { state: "a state" });
    expect(await revokedFor(again.refresh_token)).toBeNull();
  });

  it("with a handle of something else do what that says, and no more [rp-logout-28]", async () => {
    const logout = handleOf(new Map(defined(full())));
    const authorize = handleOf(new Map(Object.entries(authorizationRequest(client, { scope: "openid" }))));
    for (const [url, status] of [
      [`/oauth2/logout?continue=${authorize}`, 200],
      [`/oauth2/authorize?continue=${logout}`, 400],
      [`/login?continue=${logout}`, 400],
      [`/consent?continue=${logout}`, 400],
      ["/oauth2/logout?continue=AAAA", 400],
      [`/oauth2/logout?continue=${logout.slice(0, 20)}`, 400],
    ] as const) {
      const page = await browser.get(url);
      expect([url, page.status, page.location]).toEqual([url, status, null]);
    }
    await expectNothingEnded();
    const sent = await browser.post("/logout", {
      ...hiddenFields(await browser.get("/logout"), "/logout"),
      continue: authorize,
    });
    expect(sent.location).toBe("/logout");
  });

  it("by any other method are none [rp-logout-29]", async () => {
    for (const method of ["PUT", "PATCH", "DELETE"] as const) {
      const { statusCode } = await server.app.inject({
        method,
        url: logoutUrl(full()),
        headers: { cookie: `regrant=${browser.cookie("regrant")}` },
      });
      expect([404, 405]).toContain(statusCode);
    }
    await expectNothingEnded();
  });
});

describe("Sign-outs at once", () => {
  it("all lead back, and end the session once, whatever refreshes meanwhile [rp-logout-31]", async () => {
    const requests = Array.from({ length: 10 }, () => browser.get(logoutUrl(full())));
    const refreshes = Array.from({ length: 5 }, () =>
      askByRefreshToken(server, client, tokens.refresh_token),
    );
    for (const sent of await Promise.all(requests)) expectReturn(sent, after, { state: "a state" });
    for (const { status } of await Promise.all(refreshes)) expect([200, 400]).toContain(status);
    await expectSignedOut();
    const { rowCount } = await server.db.query(
      "select from audit_events where user_id = $1 and event in ('session.revoked', 'sign_in.ended')",
      [user.id],
    );
    expect(rowCount).toBe(2);
  });

  it("leave no code to redeem, and no session open, of sign-ins in flight [rp-logout-32]", async () => {
    const sent = Array.from({ length: 8 }, (_, n) =>
      n === 4 ? browser.get(logoutUrl(full())) : browser.get(authorizeUrl(client, { scope: "openid" })),
    );
    const codes = (await Promise.all(sent)).flatMap(({ location }) => {
      const code = new URL(location ?? "", "http://localhost").searchParams.get("code");
      return code ? [code] : [];
    });
    for (const code of codes) expect((await redeem(server, client, code)).status).toBe(400);
    const { rowCount } = await server.db.query(
      "select from sessions where user_id = $1 and revoked_at is null",
      [user.id],
    );
    expect(rowCount).toBe(0);
  });
});

describe("After the sign-out", () => {
  it("the next sign-in is a new one, with a new sid [rp-logout-30]", async () => {
    const { sid } = await readIdToken(server, tokens, client);
    await browser.get(logoutUrl(full()));
    const page = await login(browser, await browser.visit(authorizeUrl(client, { scope: "openid" })), user);
    expect(answerOf(page)).toHaveProperty("code");
    const next = await signInTo(server, browser, client);
    expect((await readIdToken(server, next, client)).sid).not.toBe(sid);
  });
});
