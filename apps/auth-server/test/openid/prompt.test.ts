/** Authentication requests: whether the user is asked, and what is mere decoration (OpenID Connect Core 1.0 §3.1.2.1). */
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Asked,
  answerOf,
  authorizationRequest,
  authorizeUrl,
  issuer,
  login,
  redeem,
  signedIn,
} from "../support/authorization.js";
import { Browser, hiddenFields, type Page, textOf } from "../support/browser.js";
import { createResources, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { createRelyingParty, readIdToken, signInTo } from "../support/openid.js";
import { passTime, testServer } from "../support/server.js";
import { expectTokens } from "../support/token-requests.js";

const server = await testServer();
let client: TestClient;
let third: TestClient;
let user: TestUser;
let other: TestUser;

beforeAll(async () => {
  await createResources(server);
  client = await createRelyingParty(server);
  third = await createRelyingParty(server, { firstParty: false });
  [user, other] = [await createUser(server), await createUser(server)];
});

const visit = (browser: Browser, more: Asked = {}, by = client) =>
  browser.visit(authorizeUrl(by, { scope: "openid", ...more }));
const allow = (browser: Browser, page: Page) => browser.submit(page, "/consent", { decision: "allow" });

function expectPage(page: Page, path: "/login" | "/consent"): void {
  expect([page.status, page.path.split("?")[0]]).toEqual([200, path]);
}

/** The ID token that an answer leads to. */
async function readAnswer(page: Page, by = client) {
  return readIdToken(server, expectTokens(await redeem(server, by, answerOf(page).code ?? "")), by);
}

describe("prompt and max_age, with what the ID token says of it", () => {
  it("oidcc-prompt-login: a later auth_time, in the same session of the browser [openid-prompt-1]", async () => {
    const browser = await signedIn(server, user);
    await passTime(server, 100);
    const { auth_time: first = 0 } = await readAnswer(await visit(browser));
    const page = await visit(browser, { prompt: "login" });
    expectPage(page, "/login");
    const { auth_time: second = 0, sub } = await readAnswer(await login(browser, page, user));
    expect(second - first).toBeGreaterThanOrEqual(100);
    expect(sub).toBe(user.id);
  });

  it("oidcc-prompt-none-not-logged-in: an error, with a state of 128 characters [openid-prompt-2]", async () => {
    const state = "s".repeat(128);
    expect(answerOf(await visit(new Browser(server), { prompt: "none", state }))).toEqual({
      error: "login_required",
      error_description: expect.any(String),
      error_uri: `${issuer}/errors/login_required`,
      state,
      iss: issuer,
    });
  });

  it("oidcc-prompt-none-logged-in: the same sub and auth_time, consent being remembered [openid-prompt-3]", async () => {
    const browser = await signedIn(server, user);
    const first = await readAnswer(await allow(browser, await visit(browser, {}, third)), third);
    const second = await readAnswer(await visit(browser, { prompt: "none" }, third), third);
    expect(second).toMatchObject({ sub: user.id, auth_time: first.auth_time });
    expect(second.sid).not.toBe(first.sid);
  });

  it("oidcc-max-age-1: asks again, and auth_time shows it [openid-prompt-4]", async () => {
    const browser = await signedIn(server, user);
    await passTime(server, 2);
    const { auth_time: first = 0 } = await readAnswer(await visit(browser));
    const page = await visit(browser, { max_age: "1" });
    expectPage(page, "/login");
    const { auth_time: second = 0 } = await readAnswer(await login(browser, page, user));
    expect(second).toBeGreaterThan(first);
  });

  it("oidcc-max-age-10000: does not ask, and auth_time stays [openid-prompt-5]", async () => {
    const browser = new Browser(server);
    const first = await readAnswer(await login(browser, await visit(browser, { max_age: "15000" }), user));
    const second = await readAnswer(await visit(browser, { max_age: "10000" }));
    expect(second.auth_time).toBe(first.auth_time);
  });

  it("max_age=0 is as good as prompt=login, and with prompt=none an error [openid-prompt-6]", async () => {
    const browser = await signedIn(server, user);
    expect(answerOf(await visit(browser, { max_age: "0", prompt: "none" })).error).toBe("login_required");
    const page = await visit(browser, { max_age: "0" });
    expectPage(page, "/login");
    expect(await readAnswer(await login(browser, page, user))).toHaveProperty("auth_time");
  });

  it.each([
    "none login",
    "login none",
    "none consent",
    "none select_account",
    "none none login",
    "create",
    "None",
  ])("prompt=%s is refused [openid-prompt-7]", async (prompt) => {
    for (const browser of [new Browser(server), await signedIn(server, user)])
      expect(answerOf(await visit(browser, { prompt }))).toMatchObject({
        error: "invalid_request",
        error_uri: `${issuer}/errors/prompt_unsupported`,
      });
  });

  it("prompt=none never shows a page and gives no code where one would be needed [openid-prompt-8]", async () => {
    const browser = await signedIn(server, user);
    const stranger = await createRelyingParty(server, { firstParty: false });
    for (const [more, by, error] of [
      [{}, stranger, "consent_required"],
      [{ max_age: "0" }, stranger, "login_required"],
      [{ response_mode: "form_post" }, stranger, "consent_required"],
    ] as const) {
      const page = await browser.get(authorizeUrl(by, { scope: "openid", prompt: "none", ...more }));
      if ("response_mode" in more) {
        expect(page.body).toContain(`name="error" value="${error}"`);
        expect(page.body).not.toContain('name="code"');
      } else {
        expect(answerOf(page)).toMatchObject({ error });
      }
    }
  });
});

describe("prompt=select_account", () => {
  const select = { prompt: "select_account" };

  it("asks nobody twice who is not signed in [openid-prompt-9]", async () => {
    const browser = new Browser(server);
    const page = await visit(browser, select);
    expectPage(page, "/login");
    expect(page.body).not.toContain("already signed in");
    expect(await readAnswer(await login(browser, page, user))).toMatchObject({ sub: user.id });
  });

  it("lets the user go on with the account that is signed in, without a password [openid-prompt-10]", async () => {
    const browser = await signedIn(server, user);
    await passTime(server, 100);
    const page = await visit(browser, select);
    expectPage(page, "/login");
    expect(textOf(page.body)).toContain(`already signed in as ${user.email}`);
    const [, href = ""] = /href="(\/oauth2\/authorize\?[^"]*)"/.exec(page.body) ?? [];
    const { sub, auth_time = 0 } = await readAnswer(await browser.visit(href.replaceAll("&amp;", "&")));
    expect(sub).toBe(user.id);
    expect(server.context.now() / 1000 - auth_time).toBeGreaterThanOrEqual(100);
  });

  it("lets the user go on as another, who then is the one signed in [openid-prompt-11]", async () => {
    const browser = await signedIn(server, user);
    const page = await visit(browser, select);
    expect(await readAnswer(await login(browser, page, other))).toMatchObject({ sub: other.id });
    expect(await readAnswer(await visit(browser, { prompt: "none" }))).toMatchObject({ sub: other.id });
  });

  it("shows no way on without a password where login or max_age asks for one, too [openid-prompt-12]", async () => {
    const browser = await signedIn(server, user);
    await passTime(server, 10);
    for (const more of [{ prompt: "select_account login" }, { ...select, max_age: "1" }]) {
      const page = await visit(browser, more);
      expectPage(page, "/login");
      expect(page.body).not.toMatch(/href="\/oauth2\/authorize/);
    }
  });

  it("asks a third party's user for consent as well, once each [openid-prompt-13]", async () => {
    const browser = await signedIn(server, other);
    const page = await visit(browser, { prompt: "select_account consent" }, third);
    expectPage(page, "/login");
    const consent = await login(browser, page, other);
    expectPage(consent, "/consent");
    expect(await readAnswer(await allow(browser, consent), third)).toMatchObject({ sub: other.id });
  });
});

describe("Parameters that are wishes, or unknown, are no error", () => {
  it.each<[string, Asked]>([
    ["oidcc-display-page", { display: "page" }],
    ["oidcc-display-popup", { display: "popup" }],
    ["an unknown display", { display: "wap?" }],
    ["oidcc-ui-locales", { ui_locales: "se" }],
    ["oidcc-claims-locales", { claims_locales: "se" }],
    ["oidcc-login-hint", { login_hint: "buffy@localhost" }],
    ["oidcc-ensure-request-with-acr-values-succeeds", { acr_values: "1 2" }],
    ["oidcc-ensure-request-with-unknown-parameter-succeeds", { extra: "foobar" }],
    ["oidcc-ensure-request-with-valid-pkce-succeeds", {}],
  ])("%s [openid-prompt-14]", async (_module, more) => {
    const browser = new Browser(server);
    const page = await visit(browser, more);
    expectPage(page, "/login");
    const claims = await readAnswer(await login(browser, page, user));
    expect(claims).toMatchObject({ sub: user.id, acr: "1" });
  });
});

describe("Where and how a request comes, and its answer goes", () => {
  it("oidcc-ensure-post-request-succeeds [openid-prompt-15]", async () => {
    const browser = new Browser(server);
    const fields = authorizationRequest(client, { scope: "openid", nonce: "a nonce" });
    const sent = await browser.post("/oauth2/authorize", fields, { "sec-fetch-site": "cross-site" });
    const page = await login(browser, await browser.follow(sent), user);
    expect(await readAnswer(page)).toMatchObject({ sub: user.id, nonce: "a nonce" });
  });

  it("oidcc-response-type-missing, and types that are none here [openid-prompt-16]", async () => {
    const browser = await signedIn(server, user);
    for (const response_type of [undefined, "id_token", "code id_token", "none", "token"]) {
      const error = response_type === undefined ? "invalid_request" : "unsupported_response_type";
      const answer = answerOf(await visit(browser, { response_type }));
      expect(answer).toMatchObject({ error, state: "a state", iss: issuer });
      expect(answer).not.toHaveProperty("code");
    }
  });

  it("oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported [openid-prompt-17]", async () => {
    const browser = await signedIn(server, user);
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    const request = `${none}.${Buffer.from('{"state":"inside"}').toString("base64url")}.`;
    expect(answerOf(await visit(browser, { request }))).toMatchObject({ error: "request_not_supported" });
    expect(answerOf(await visit(browser, { request_uri: "https://evil.example/r" }))).toMatchObject({
      error: "request_uri_not_supported",
    });
  });

  it.each([
    ["oidcc-ensure-registered-redirect-uri", { redirect_uri: "https://app.example.com/callback/x" }],
    [
      "oidcc-ensure-request-object-with-redirect-uri",
      { redirect_uri: "https://app.example.com/callback_invalid", request: "a.b." },
    ],
  ])("%s: an error page, and no redirect [openid-prompt-18]", async (_module, more) => {
    const page = await (await signedIn(server, user)).get(authorizeUrl(client, { scope: "openid", ...more }));
    expect([page.status, page.location]).toEqual([400, null]);
  });

  it("form_post carries code, state and iss, and nothing in the address: the Form Post OP's plan [openid-prompt-19]", async () => {
    const browser = await signedIn(server, user);
    const page = await visit(browser, { response_mode: "form_post", nonce: "a nonce" });
    expect([page.status, page.location]).toEqual([200, null]);
    const { code = "", ...rest } = hiddenFields(page, "https://app.example.com/callback");
    expect(rest).toEqual({ state: "a state", iss: issuer });
    const tokens = expectTokens(await redeem(server, client, code));
    expect(await readIdToken(server, tokens, client)).toMatchObject({ nonce: "a nonce" });
  });

  it("a scope without openid is plain OAuth: no nonce, no claims, no error [openid-prompt-20]", async () => {
    const browser = await signedIn(server, user);
    const { code = "" } = answerOf(
      await visit(browser, { scope: "notes:read", nonce: "n", claims: "not JSON" }),
    );
    expect(expectTokens(await redeem(server, client, code))).not.toHaveProperty("id_token");
  });

  it("oidcc-codereuse: the second use is refused and ends the first's session, userinfo included [openid-prompt-21]", async () => {
    const browser = await signedIn(server, user);
    const { code = "" } = answerOf(await visit(browser));
    const { access_token } = expectTokens(await redeem(server, client, code));
    const ask = () =>
      server.app.inject({ url: "/oauth2/userinfo", headers: { authorization: `Bearer ${access_token}` } });
    expect((await ask()).statusCode).toBe(200);
    await passTime(server, 30);
    const again = await redeem(server, client, code);
    expect([again.status, again.body.error]).toEqual([400, "invalid_grant"]);
    expect((await ask()).statusCode).toBe(401);
  });

  it("oidcc-server-client-secret-post, and oidcc-server by Basic [openid-prompt-22]", async () => {
    const browser = await signedIn(server, user);
    const byBasic = `Basic ${Buffer.from(`${client.clientId}:${client.secret}`).toString("base64")}`;
    const { code = "" } = answerOf(await visit(browser));
    const without = { client_id: "", client_secret: "" };
    const tokens = expectTokens(await redeem(server, client, code, without, { authorization: byBasic }));
    await readIdToken(server, tokens, client);
    await signInTo(server, browser, client);
  });
});
