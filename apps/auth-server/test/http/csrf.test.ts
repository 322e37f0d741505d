import { beforeAll, describe, expect, it } from "vitest";
import { authorizeUrl, createApp, getCode, redeem, signedIn } from "../support/authorization.js";
import { Browser, hiddenFields, type Page, textOf } from "../support/browser.js";
import { createResources, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import { expectRefreshToken } from "../support/token-requests.js";

const server = await testServer();
let client: TestClient;
let third: TestClient;
let user: TestUser;
let browser: Browser;

beforeAll(async () => {
  await createResources(server);
  client = await createApp(server);
  third = await createApp(server, { firstParty: false });
  user = await createUser(server);
  browser = await signedIn(server, user);
});

/** Every form, with its page. */
const forms: readonly (readonly [string, () => string])[] = [
  ["/login", () => "/login"],
  ["/consent", () => authorizeUrl(third)],
  ["/account/sessions/end", () => "/account"],
  ["/account/sessions/end-others", () => "/account/sessions/end-others"],
  ["/account/sessions/end-all", () => "/account/sessions/end-all"],
  ["/account/browsers/end", () => "/account"],
  ["/account/consents/withdraw", () => "/account"],
  ["/account/password", () => "/account/password"],
  ["/account/profile", () => "/account/profile"],
  ["/logout", () => "/logout"],
];
const fields = () => ({
  username: user.email,
  password: user.password,
  new_password: "changed by a forger",
  decision: "allow",
  client: third.clientId,
  name: "chosen by a forger",
});

/** What a forged request might change. */
const state = async () => {
  const { rows } = await server.db.query(
    `select (select count(*)::int from sign_ins) as sign_ins, (select count(*)::int from consents) as consents,
            (select count(*)::int from sessions where revoked_at is null) as sessions,
            (select string_agg(password_hash, ',' order by id) from users) as passwords,
            (select jsonb_agg(claims order by id) from users) as claims`,
  );
  return rows;
};

async function expectRefused(
  sent: Promise<Page>,
  [reason, words] = ["form_token_mismatch", "This page was too old."],
): Promise<void> {
  const before = await state();
  const { status, body, setCookies } = await sent;
  expect([status, textOf(body)]).toEqual([403, expect.stringContaining(words ?? "")]);
  expect(body).toContain(reason);
  expect(setCookies).toEqual([]);
  expect(await state()).toEqual(before);
}

describe.each(forms)("The form to %s (CSRF, RFC 6749 §10.12)", (action, page) => {
  /** This browser's token, and a session to end. */
  const prepare = async () => {
    const { refresh_token } = expectRefreshToken(
      await redeem(server, client, await getCode(browser, client)),
    );
    expect(refresh_token).toBeDefined();
    const { form_token = "" } = hiddenFields(await browser.visit("/logout"), "/logout");
    const continueToken = action === "/consent" ? { continue: page() } : {};
    return { ...fields(), ...continueToken, form_token };
  };

  it("is refused without its token, with a wrong one and with another browser's", async () => {
    const { form_token, ...rest } = await prepare();
    const other = await signedIn(server, await createUser(server));
    const foreign = hiddenFields(await other.visit("/logout"), "/logout").form_token ?? "";
    for (const token of ["", "x", foreign, `${form_token}x`, form_token.slice(1)]) {
      await expectRefused(browser.post(action, { ...rest, form_token: token }));
    }
    await expectRefused(browser.post(action, rest));
  });

  it("is refused from a browser without the cookie that belongs to the token", async () => {
    const sent = await prepare();
    const bare = new Browser(server);
    bare.setCookie("regrant", browser.cookie("regrant") ?? "");
    await expectRefused(bare.post(action, sent), ["cookie_missing", "Allow cookies for this site"]);
  });

  it("is refused where the browser says that it comes from elsewhere, whatever the token", async () => {
    const sent = await prepare();
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "http://localhost:4001" },
      { origin: "http://localhost:4000.evil.example" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "none" },
      { origin: "http://localhost:4000", "sec-fetch-site": "cross-site" },
    ]) {
      await expectRefused(browser.post(action, sent, headers));
    }
  });

  it("takes no token from the address, a header or a body of another kind", async () => {
    const { form_token, ...rest } = await prepare();
    await expectRefused(browser.post(`${action}?form_token=${encodeURIComponent(form_token)}`, rest));
    await expectRefused(browser.post(action, rest, { "x-csrf-token": form_token, "csrf-token": form_token }));
    for (const type of ["text/plain", "application/json", "multipart/form-data; boundary=x"]) {
      const before = await state();
      const { status } = await browser.post(action, { ...rest, form_token }, { "content-type": type });
      expect(status).toBe(400);
      expect(await state()).toEqual(before);
    }
  });

  it("does nothing by GET", async () => {
    const sent = await prepare();
    const before = await state();
    await browser.get(`${action}?${new URLSearchParams(sent)}`);
    expect(await state()).toEqual(before);
  });
});
