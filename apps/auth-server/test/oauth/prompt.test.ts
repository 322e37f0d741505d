import { describe, expect, it } from "vitest";
import {
  type Asked,
  answerOf,
  authorizeUrl,
  createApp,
  issuer,
  login,
  redeem,
  signedIn,
} from "../support/authorization.js";
import { Browser, type Page } from "../support/browser.js";
import { createResources, createUser, type TestClient } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { passTime, testServer } from "../support/server.js";
import { expectTokens } from "../support/token-requests.js";

const server = await testServer();
await createResources(server);
const client = await createApp(server);
const third = await createApp(server, { firstParty: false, secret: null });
const user = await createUser(server);

const allow = (browser: Browser, page: Page) => browser.submit(page, "/consent", { decision: "allow" });
const visit = (browser: Browser, by: TestClient, more: Asked) => browser.visit(authorizeUrl(by, more));

function expectLogin(page: Page): void {
  expect([page.status, page.path.split("?")[0]]).toEqual([200, "/login"]);
}
function expectConsent(page: Page): void {
  expect([page.status, page.path.split("?")[0]]).toEqual([200, "/consent"]);
}

describe("prompt=none", () => {
  it("never shows a page: login_required where nobody is signed in [prompt-1]", async () => {
    const answer = answerOf(await visit(new Browser(server), client, { prompt: "none" }));
    expect(answer).toMatchObject({ error: "login_required", state: "a state", iss: issuer });
  });

  it("never shows a page: login_required where the sign-in is older than max_age", async () => {
    const browser = await signedIn(server, user);
    await passTime(server, 61);
    const answer = answerOf(await visit(browser, client, { prompt: "none", max_age: "60" }));
    expect(answer).toMatchObject({ error: "login_required" });
    expect(answerOf(await visit(browser, client, { prompt: "none", max_age: "999999999" }))).toHaveProperty(
      "code",
    );
  });

  it("never shows a page: consent_required where the user has not agreed", async () => {
    const answer = answerOf(await visit(await signedIn(server, user), third, { prompt: "none" }));
    expect(answer).toMatchObject({ error: "consent_required", state: "a state", iss: issuer });
  });

  it("gives a code where nobody has to be asked", async () => {
    expect(answerOf(await visit(await signedIn(server, user), client, { prompt: "none" }))).toHaveProperty(
      "code",
    );
  });
});

describe("prompt=login", () => {
  it("asks for the password though the user is signed in, once, and then answers", async () => {
    const browser = await signedIn(server, user);
    const page = await visit(browser, client, { prompt: "login" });
    expectLogin(page);
    expect(answerOf(await login(browser, page, user))).toHaveProperty("code");
  });

  it("is not answered by the sign-in that there was, but by the new one: auth_time says so", async () => {
    const browser = await signedIn(server, user);
    await passTime(server, 1000);
    const old = expectTokens(
      await redeem(server, client, answerOf(await visit(browser, client, {})).code ?? ""),
    );
    const page = await visit(browser, client, { prompt: "login" });
    const { code = "" } = answerOf(await login(browser, page, user));
    const tokens = expectTokens(await redeem(server, client, code));
    const before = await claimsOf(server, old.access_token);
    const after = await claimsOf(server, tokens.access_token);
    expect(before.iat - (before.auth_time ?? 0)).toBeGreaterThanOrEqual(999);
    expect((after.auth_time ?? 0) - (before.auth_time ?? 0)).toBeGreaterThanOrEqual(999);
  });

  it("asks again after a wrong password", async () => {
    const browser = await signedIn(server, user);
    const page = await visit(browser, client, { prompt: "login" });
    const again = await browser.submit(page, "/login", { username: user.email, password: "wrong" });
    expect(again.status).toBe(400);
    expect(answerOf(await login(browser, again, user))).toHaveProperty("code");
  });
});

describe("max_age", () => {
  it("asks for the password where the sign-in is older, and not where it is younger", async () => {
    const browser = await signedIn(server, user);
    await passTime(server, 100);
    expect(answerOf(await visit(browser, client, { max_age: "200" }))).toHaveProperty("code");
    const page = await visit(browser, client, { max_age: "50" });
    expectLogin(page);
    expect(answerOf(await login(browser, page, user))).toHaveProperty("code");
  });

  it("of 0 asks always, and once", async () => {
    const browser = await signedIn(server, user);
    const page = await visit(browser, client, { max_age: "0" });
    expectLogin(page);
    expect(answerOf(await login(browser, page, user))).toHaveProperty("code");
    expectLogin(await visit(browser, client, { max_age: "0" }));
  });
});

describe("prompt=consent", () => {
  it("asks though the user has agreed, and though the app is the operator's own; once", async () => {
    const browser = await signedIn(server, user);
    for (const by of [client, third]) {
      for (let turn = 0; turn < 2; turn += 1) {
        const page = await visit(browser, by, { prompt: "consent" });
        expectConsent(page);
        expect(answerOf(await allow(browser, page))).toHaveProperty("code");
      }
    }
  });

  it("with login asks for both, in this order, once", async () => {
    for (const prompt of ["login consent", "consent login"]) {
      const browser = await signedIn(server, user);
      const page = await visit(browser, third, { prompt });
      expectLogin(page);
      const consent = await login(browser, page, user);
      expectConsent(consent);
      expect(answerOf(await allow(browser, consent))).toHaveProperty("code");
    }
  });

  it("with max_age=0 and login in a fresh browser comes to an end, too", async () => {
    const browser = new Browser(server);
    const page = await visit(browser, third, { prompt: "login consent", max_age: "0" });
    const consent = await login(browser, page, user);
    expectConsent(consent);
    expect(answerOf(await allow(browser, consent))).toHaveProperty("code");
  });

  it("of an app without any scope asks once and remembers", async () => {
    const bare = await createApp(server, { firstParty: false, scope: [] });
    const browser = await signedIn(server, user);
    for (const prompt of [undefined, "consent"]) {
      const page = await visit(browser, bare, { prompt });
      expectConsent(page);
      expect(page.body).toContain("Know who you are");
      expect(answerOf(await allow(browser, page))).toHaveProperty("code");
    }
    expect(answerOf(await visit(browser, bare, {}))).toHaveProperty("code");
  });
});

describe("login_hint", () => {
  it("fills in the e-mail address and decides nothing", async () => {
    const browser = new Browser(server);
    const page = await visit(browser, client, { login_hint: "someone@example.com" });
    expectLogin(page);
    expect(page.body).toContain('value="someone@example.com" autocomplete="username webauthn"');
    const { code = "" } = answerOf(await login(browser, page, user));
    const { access_token } = expectTokens(await redeem(server, client, code));
    expect((await claimsOf(server, access_token)).sub).toBe(user.id);
  });
});
