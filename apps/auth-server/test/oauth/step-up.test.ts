/** Sign-ins that need a second factor, by whoever requires or asks for it (RFC 9470, OpenID Connect Core 1.0 §3.1.2.1). */
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Asked,
  answerOf,
  authorizeUrl,
  getCode,
  issuer,
  login,
  redeem,
  signedIn,
} from "../support/authorization.js";
import { Browser, type Page, textOf } from "../support/browser.js";
import {
  createClient,
  createResources,
  createUser,
  type TestClient,
  type TestUser,
} from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { createRelyingParty, readIdToken, userinfoOf } from "../support/openid.js";
import { passTime, testServer } from "../support/server.js";
import {
  askByPassword,
  expectRefreshToken,
  expectRefusal,
  expectTokens,
  refresh,
} from "../support/token-requests.js";
import { enterCode, enterRecoveryCode, withTotp } from "../support/totp.js";

const server = await testServer({ env: { REQUIRE_MFA_ROLES: "admin,treasurer" } });
let client: TestClient;
let strict: TestClient;

beforeAll(async () => {
  await createResources(server);
  client = await createRelyingParty(server);
  strict = await createRelyingParty(server, { requireMfa: true });
});

const visit = (browser: Browser, more: Asked = {}, by = client) =>
  browser.visit(authorizeUrl(by, { scope: "openid", ...more }));
const pathOf = ({ path }: Page) => path.split("?")[0];

/** A browser in which a user signed in with the password alone, before adding a second factor. */
async function signedInBefore(roles: readonly string[] = []) {
  const user = await createUser(server, roles);
  const browser = await signedIn(server, user);
  return { user, browser, ...(await withTotp(server, user)) };
}

async function idTokenOf(page: Page, by = client) {
  return readIdToken(server, expectTokens(await redeem(server, by, answerOf(page).code ?? "")), by);
}

const mfa = { acr: "2", amr: ["pwd", "otp", "mfa"] };

describe("Who is signed in with a password, and has a second factor, has to show it", () => {
  it.each<[string, Asked]>([
    ["where acr_values asks for nothing else", { acr_values: "2" }],
    ["where what acr_values asks for besides is unknown", { acr_values: "urn:example:gold 2" }],
    ["where an acr is essential", { claims: '{"id_token":{"acr":{"essential":true,"value":"2"}}}' }],
    [
      "where one of several acrs is",
      { claims: '{"id_token":{"acr":{"essential":true,"values":["x","2"]}}}' },
    ],
    ["even if the request names an amr", { acr_values: "2", amr: "mfa", acr: "2", amr_values: "mfa" }],
  ])("%s", async (_, more) => {
    const { browser, app } = await signedInBefore();
    const page = await visit(browser, more);
    expect(pathOf(page)).toBe("/login/factor");
    expect(await idTokenOf(await enterCode(browser, page, app.code()))).toMatchObject(mfa);
  });

  it("where the client requires it, whatever the request says", async () => {
    for (const more of [
      {},
      { acr_values: "1" },
      { claims: '{"id_token":{"acr":{"essential":true,"value":"1"}}}' },
    ]) {
      const { browser, app } = await signedInBefore();
      const page = await visit(browser, more, strict);
      expect(pathOf(page)).toBe("/login/factor");
      expect(await idTokenOf(await enterCode(browser, page, app.code()), strict)).toMatchObject(mfa);
    }
  });

  it("where a role of the user requires it, from when the user has it", async () => {
    const { browser, user, app } = await signedInBefore();
    expect(await idTokenOf(await visit(browser))).toMatchObject({ acr: "1", amr: ["pwd"] });
    await server.db.query("update users set roles = '{author,treasurer}' where id = $1", [user.id]);
    const page = await visit(browser, { acr_values: "1" });
    expect(pathOf(page)).toBe("/login/factor");
    expect(await idTokenOf(await enterCode(browser, page, app.code()))).toMatchObject(mfa);
  });

  it.each<[string, Asked]>([
    ["no acr is asked for", {}],
    ["a weaker one will do, too", { acr_values: "2 1" }],
    ["a weaker one is preferred", { acr_values: "1 2" }],
    ["the acr is unknown, and a mere wish", { acr_values: "urn:example:gold" }],
    ["the claims parameter says that it is a mere wish", { claims: '{"id_token":{"acr":{"values":["2"]}}}' }],
    [
      "it is essential, and a weaker one will do",
      { claims: '{"id_token":{"acr":{"essential":true,"values":["2","1"]}}}' },
    ],
  ])("but not where %s", async (_, more) => {
    const { browser } = await signedInBefore();
    expect(await idTokenOf(await visit(browser, more))).toMatchObject({ acr: "1", amr: ["pwd"] });
  });

  it("once: the next request finds it shown, in the same sign-in and since the same time", async () => {
    const { browser, app, user } = await signedInBefore();
    await passTime(server, 1000);
    const before = await idTokenOf(await visit(browser));
    const old = browser.cookie("regrant") ?? "";
    const after = await idTokenOf(
      await enterCode(browser, await visit(browser, { acr_values: "2" }), app.code()),
    );
    expect(after.auth_time).toBe(before.auth_time);
    expect(await idTokenOf(await visit(browser, {}, strict), strict)).toMatchObject(mfa);
    const thief = new Browser(server);
    thief.setCookie("regrant", old);
    expect(pathOf(await visit(thief))).toBe("/login");
    const { rows } = await server.db.query(
      "select event, detail->'amr' as amr from audit_events where user_id = $1 and event in ('sign_in.created', 'sign_in.stepped_up') order by id",
      [user.id],
    );
    expect(rows).toEqual([
      { event: "sign_in.created", amr: null },
      { event: "sign_in.stepped_up", amr: ["pwd", "otp", "mfa"] },
    ]);
  });

  it("also by a recovery code", async () => {
    const { browser, recoveryCodes } = await signedInBefore();
    const page = await enterRecoveryCode(
      browser,
      await visit(browser, { acr_values: "2" }),
      recoveryCodes[0] ?? "",
    );
    const [, goOn = ""] = /class="button main" href="([^"]*)"/.exec(page.body) ?? [];
    expect(await idTokenOf(await browser.get(goOn))).toMatchObject({ acr: "2", amr: ["pwd", "mfa"] });
  });

  it("not after the sign-in has ended meanwhile: the step up ends with it", async () => {
    const { browser, app, user } = await signedInBefore();
    const page = await visit(browser, { acr_values: "2" });
    await server.db.query("delete from sign_ins where user_id = $1", [user.id]);
    expect(pathOf(await enterCode(browser, page, app.code()))).toBe("/login");
    expect(pathOf(await visit(browser))).toBe("/login");
  });

  it("and not in a browser where another user is signed in by then", async () => {
    const { browser, app } = await signedInBefore();
    const page = await visit(browser, { acr_values: "2" });
    const half = browser.cookie("regrant-half") ?? "";
    const other = await createUser(server);
    await login(browser, await browser.visit("/login"), other);
    browser.setCookie("regrant-half", half);
    expect(pathOf(await enterCode(browser, page, app.code()))).toBe("/login");
    expect(textOf((await browser.visit("/account")).body)).toContain(other.email);
  });
});

describe("A step up and max_age", () => {
  it("a step up is no new sign-in: what is too old is asked for anew, with both factors", async () => {
    const { browser, user, app } = await signedInBefore();
    await passTime(server, 100);
    const page = await visit(browser, { acr_values: "2", max_age: "60" });
    expect(pathOf(page)).toBe("/login");
    const second = await login(browser, page, user);
    expect(pathOf(second)).toBe("/login/factor");
    const { auth_time = 0 } = await idTokenOf(await enterCode(browser, second, app.code()));
    expect(auth_time).toBeGreaterThanOrEqual(Math.floor(Date.now() / 1000) - 10);
  });

  it("one that took so long that the sign-in is too old leads to the password, not in circles", async () => {
    const { browser, user, app } = await signedInBefore();
    const page = await visit(browser, { acr_values: "2", max_age: "60" });
    await passTime(server, 90);
    const late = await enterCode(browser, page, app.code());
    expect(pathOf(late)).toBe("/login");
    const again = await login(browser, late, user);
    expect(await idTokenOf(await enterCode(browser, again, app.code(1)))).toMatchObject(mfa);
  });
});

describe("With prompt=none", () => {
  it("a step up is an error that says so, and starts nothing", async () => {
    const { browser } = await signedInBefore();
    for (const [more, by] of [
      [{ acr_values: "2" }, client],
      [{}, strict],
    ] as const) {
      const page = await visit(browser, { ...more, prompt: "none" }, by);
      expect(answerOf(page)).toMatchObject({
        error: "login_required",
        error_uri: `${issuer}/errors/step_up_required`,
      });
      expect(browser.cookie("regrant-half")).toBeUndefined();
    }
  });

  it("nothing is in the way of who has shown both", async () => {
    const { browser, app } = await signedInBefore();
    await enterCode(browser, await visit(browser, { acr_values: "2" }), app.code());
    expect(await idTokenOf(await visit(browser, { prompt: "none", acr_values: "2" }))).toMatchObject(mfa);
  });
});

describe("A user who shows no second factor", () => {
  it("goes back to the app, which is told (RFC 9470 §5)", async () => {
    const { browser } = await signedInBefore();
    const page = await visit(browser, { acr_values: "2" });
    const answer = answerOf(await browser.submit(page, "/login/decline"));
    expect(answer).toEqual({
      error: "unmet_authentication_requirements",
      error_description: expect.any(String),
      error_uri: `${issuer}/errors/acr_unmet`,
      state: "a state",
      iss: issuer,
    });
    expect(browser.cookie("regrant-half")).toBeUndefined();
    expect(await idTokenOf(await visit(browser))).toMatchObject({ acr: "1" });
  });

  it("is sent to no address that is not the app's", async () => {
    const { browser } = await signedInBefore();
    const page = await visit(browser, { acr_values: "2" });
    const { clientId } = client;
    const query = new URLSearchParams({ client_id: clientId, redirect_uri: "https://evil.example" });
    for (const [evil, status] of [
      ["https://evil.example", 200],
      [`/oauth2/authorize?${query}`, 400],
    ] as const) {
      const sent = await browser.submit(page, "/login/decline", { continue: evil });
      expect([sent.status, sent.location]).toEqual([status, null]);
    }
  });
});

describe("Tokens of a session", () => {
  it("keep amr and acr over refreshes, in ID token, access token and introspection", async () => {
    const { browser, app } = await signedInBefore();
    const page = await enterCode(browser, await visit(browser, { acr_values: "2" }), app.code());
    const first = expectRefreshToken(await redeem(server, client, answerOf(page).code ?? ""));
    await server.db.query("delete from totp_authenticators");
    const second = await refresh(server, client, first.refresh_token);
    for (const tokens of [first, second]) {
      expect(await readIdToken(server, tokens, client)).toMatchObject(mfa);
      expect(await claimsOf(server, tokens.access_token)).toMatchObject({ acr: "2" });
    }
    const userinfo = await userinfoOf(server, second.access_token);
    expect(userinfo).not.toHaveProperty("acr");
    expect(userinfo).not.toHaveProperty("amr");
  });

  it("do not rise with a later step up of the sign-in: a session is as strong as it was opened", async () => {
    const { browser, app } = await signedInBefore();
    const code = await getCode(browser, client, { scope: "openid" });
    const weak = expectRefreshToken(await redeem(server, client, code));
    await enterCode(browser, await visit(browser, { acr_values: "2" }), app.code());
    const later = await refresh(server, client, weak.refresh_token);
    expect(await readIdToken(server, later, client)).toMatchObject({ acr: "1", amr: ["pwd"] });
  });
});

describe("The password grant", () => {
  let native: TestClient;
  beforeAll(async () => {
    native = await createClient(server);
  });
  const expectSecondFactor = async (user: Pick<TestUser, "email" | "password">, by = native) => {
    const answer = await askByPassword(server, by, user);
    expectRefusal(answer, 400, "invalid_grant", "second_factor_required");
  };

  it("is refused to who has a second factor, or whose role requires one, and to clients that do", async () => {
    const user = await createUser(server);
    expectTokens(await askByPassword(server, native, user));
    await expectSecondFactor(user, await createClient(server, { requireMfa: true }));
    await expectSecondFactor(
      user,
      await createClient(server, { requireMfa: true, grantTypes: ["password"] }),
    );
    await expectSecondFactor(await createUser(server, ["treasurer"]));
    await withTotp(server, user);
    await expectSecondFactor(user);
    await expectSecondFactor(user, await createClient(server, { grantTypes: ["password"] }));
    const { rows } = await server.db.query("select from sessions where user_id = $1", [user.id]);
    expect(rows).toHaveLength(1);
  });

  it("says nothing of it before the password was right", async () => {
    const user = await createUser(server, ["treasurer"]);
    await withTotp(server, user);
    const guessed = await askByPassword(server, native, { ...user, password: "wrong" });
    const nobody = await askByPassword(server, native, { email: "nobody@example.com", password: "wrong" });
    expectRefusal(guessed, 400, "invalid_grant", "user_credentials_mismatch");
    expect(guessed.body).toEqual(nobody.body);
  });
});
