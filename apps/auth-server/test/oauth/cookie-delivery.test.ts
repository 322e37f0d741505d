import { describe, expect, it } from "vitest";
import { getCode, redeem, signedIn, verifier } from "../support/authorization.js";
import { Browser } from "../support/browser.js";
import { createClient, createResources, createUser, type TestClient } from "../support/fixtures.js";
import { sessionOf } from "../support/rows.js";
import { testServer } from "../support/server.js";
import {
  type Answer,
  askByRefreshToken,
  expectRefreshToken,
  expectRefusal,
  expectTokens,
  type Parameters,
} from "../support/token-requests.js";

const server = await testServer();
/** The same database behind https, which the cookie's prefix requires. */
const secure = await testServer({
  env: { ISSUER: "https://auth.example.com", SESSION_IDLE_SECONDS: "1000" },
});

const origin = "https://app.example.com";
const createBrowserApp = (clientId?: string): Promise<TestClient> =>
  createClient(server, {
    ...(clientId !== undefined && { clientId }),
    secret: null,
    grantTypes: ["authorization_code", "refresh_token"],
    redirectUris: [`${origin}/callback`],
    refreshTokenDelivery: "cookie",
    allowedOrigins: [origin, "http://localhost:5173"],
  });

await createResources(server);
const app = await createBrowserApp();
const user = await createUser(server);

const cookieName = ({ clientId }: TestClient) => `regrant-refresh-${clientId}`;

/** The app's request, sent by this browser from the app's origin. */
async function post(browser: Browser, form: Parameters, headers: Parameters = { origin }): Promise<Answer> {
  const page = await browser.post("/oauth2/token", form, headers);
  return { status: page.status, headers: page.headers, body: JSON.parse(page.body) };
}
const refreshBy = (browser: Browser, client: TestClient, headers?: Parameters, more: Parameters = {}) =>
  post(browser, { grant_type: "refresh_token", client_id: client.clientId, ...more }, headers);

/** Sign in to the app with this browser. @returns the refresh token, which only the jar holds */
async function open(browser: Browser, client: TestClient): Promise<string> {
  const answer = await post(browser, {
    grant_type: "authorization_code",
    code: await getCode(browser, client),
    redirect_uri: `${origin}/callback`,
    code_verifier: verifier,
    client_id: client.clientId,
  });
  expect(expectTokens(answer)).not.toHaveProperty("refresh_token");
  return browser.cookie(cookieName(client)) ?? "";
}

describe("Delivery by cookie", () => {
  it("sets an HttpOnly, SameSite=Strict cookie for /oauth2 alone, and no refresh token in the body [cookie-delivery-1]", async () => {
    const browser = await signedIn(server, user);
    const answer = await redeem(server, app, await getCode(browser, app), {}, { origin });
    expect(expectTokens(answer)).not.toHaveProperty("refresh_token");
    expect(answer.headers["set-cookie"]).toMatch(
      /^regrant-refresh-client-[0-9a-f]{8}=rgr_[\w-]{92}; Max-Age=2592000; Path=\/oauth2; HttpOnly; SameSite=Strict$/,
    );
  });

  it("is Secure, under __Host- and so for every path, for an https issuer [cookie-delivery-2]", async () => {
    const code = await getCode(await signedIn(server, user), app);
    const { headers } = await redeem(secure, app, code, {}, { origin });
    expect(headers["set-cookie"]).toMatch(
      /^__Host-regrant-refresh-client-[0-9a-f]{8}=rgr_[\w-]{92}; Max-Age=1000; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  it("rotates by the cookie: each refresh sets the next, and none is in the body", async () => {
    const browser = await signedIn(server, user);
    const seen = new Set([await open(browser, app)]);
    for (let turn = 0; turn < 3; turn += 1) {
      expect(expectTokens(await refreshBy(browser, app))).not.toHaveProperty("refresh_token");
      seen.add(browser.cookie(cookieName(app)) ?? "");
    }
    expect(seen.size).toBe(4);
  });

  it("gives a repeated refresh the same successor, in the cookie", async () => {
    const browser = await signedIn(server, user);
    const first = await open(browser, app);
    const tabs = [1, 2, 3, 4].map(() => {
      const tab = new Browser(server);
      tab.setCookie(cookieName(app), first, "/oauth2");
      return tab;
    });
    for (const answer of await Promise.all(tabs.map((tab) => refreshBy(tab, app)))) expectTokens(answer);
    expect(new Set(tabs.map((tab) => tab.cookie(cookieName(app)))).size).toBe(1);
  });

  it("does not count a refresh token in the body, be it the right one [cookie-delivery-3]", async () => {
    const browser = await signedIn(server, user);
    const token = await open(browser, app);
    const answer = await askByRefreshToken(server, app, token);
    expectRefusal(answer, 400, "invalid_request", "origin_not_allowed");
    const fromTheApp = await refreshBy(new Browser(server), app, { origin }, { refresh_token: token });
    expectRefusal(fromTheApp, 400, "invalid_grant", "refresh_token_missing");
  });

  it("counts no cookie of a client whose tokens travel in the body", async () => {
    const native = await createClient(server, { grantTypes: ["password", "refresh_token"], secret: null });
    const browser = new Browser(server);
    const tokens = expectRefreshToken(
      await post(
        browser,
        {
          grant_type: "password",
          username: user.email,
          password: user.password,
          client_id: native.clientId,
        },
        {},
      ),
    );
    browser.setCookie(cookieName(native), tokens.refresh_token, "/oauth2");
    expectRefusal(await refreshBy(browser, native, {}), 400, "invalid_request", "parameter_missing");
  });

  it("keeps two apps' cookies side by side, each for its own", async () => {
    const other = await createBrowserApp("other-app.v2~x");
    const browser = await signedIn(server, user);
    const [one, two] = [await open(browser, app), await open(browser, other)];
    expectTokens(await refreshBy(browser, other));
    expect(browser.cookie(cookieName(app))).toBe(one);
    expect(browser.cookie(cookieName(other))).not.toBe(two);
    expectTokens(await refreshBy(browser, app));
    browser.setCookie(cookieName(app), browser.cookie(cookieName(other)) ?? "", "/oauth2");
    expectRefusal(await refreshBy(browser, app), 400, "invalid_grant", "refresh_token_wrong_client");
  });

  it("sends the cookie to no page: its path is /oauth2", async () => {
    const browser = await signedIn(server, user);
    await open(browser, app);
    const page = await browser.get("/account");
    expect(page.setCookies.join()).not.toContain("rgr_");
    expect(server.logLines.join("\n")).not.toContain("rgr_");
  });
});

/**
 * Planted by another host of the site, which can set cookies for the whole site or another path. It holds a session
 * of the thief's own.
 */
describe("A cookie that somebody planted [cookie-delivery-4]", () => {
  const hostName = (client = app) => `__Host-${cookieName(client)}`;
  const formerName = (client = app) => `__Secure-${cookieName(client)}`;
  /** Send this cookie header. */
  const refreshWith = (cookie: string) => refreshBy(new Browser(secure), app, { origin, cookie });
  const expectMissing = ({ status, body }: Answer) =>
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { error: "invalid_grant", error_uri: "https://auth.example.com/errors/refresh_token_missing" },
    });
  const openSession = async (by = user) => open(await signedIn(server, by), app);
  const generationOf = async (token: string) => (await sessionOf(server, token)).generation;
  /** Make sessions date from before the cookie became `__Host-`. */
  const setFormerUntil = async (until: string) => {
    await server.db.query("delete from former_cookies");
    await server.db.query(`insert into former_cookies values (${until})`);
  };

  it("beside the app's own is refused, whichever comes first, where nothing keeps others from setting it", async () => {
    const [own, planted] = [await openSession(), await openSession(await createUser(server))];
    for (const [first, second] of [
      [own, planted],
      [planted, own],
    ]) {
      const cookie = `${cookieName(app)}=${first}; ${cookieName(app)}=${second}`;
      const answer = await refreshBy(new Browser(server), app, { origin, cookie });
      expectRefusal(answer, 400, "invalid_request", "refresh_cookie_repeated");
      expect(answer.headers).not.toHaveProperty("set-cookie");
    }
    expect([await generationOf(own), await generationOf(planted)]).toEqual([0, 0]);
  });

  it("is not taken under the former name, with the app's own beside it or alone", async () => {
    await server.db.query("delete from former_cookies");
    const [own, planted] = [await openSession(), await openSession(await createUser(server))];
    expectMissing(await refreshWith(`${formerName()}=${planted}`));
    for (const cookie of [
      `${formerName()}=${planted}; ${hostName()}=${own}`,
      `${hostName()}=${own}; ${formerName()}=${planted}`,
    ])
      expectTokens(await refreshWith(cookie));
    await setFormerUntil("now() - interval '1 minute'");
    expectMissing(await refreshWith(`${formerName()}=${planted}`));
    expect([await generationOf(own), await generationOf(planted)]).toEqual([1, 0]);
  });

  it("is not taken for the app's own by a name that only looks like it", async () => {
    const planted = await openSession();
    for (const name of [
      `\xA0${hostName()}`,
      `\x85${hostName()}`,
      hostName().toLowerCase(),
      `x;=${hostName()}`,
    ]) {
      const answer = await refreshWith(`${name}=${planted}`);
      expect({ name, error: answer.body }).toMatchObject({ name, error: { error: "invalid_grant" } });
    }
    expect(await generationOf(planted)).toBe(0);
  });

  it("of a session from the time before goes on once, under its new name, and again where the answer was lost", async () => {
    const former = await openSession();
    await setFormerUntil("now()");
    const [first, again] = [
      await refreshWith(`${formerName()}=${former}`),
      await refreshWith(`${formerName()}=${former}`),
    ];
    expectTokens(first);
    const cookies = [first.headers["set-cookie"]].flat().map(String);
    expect(cookies).toEqual([
      expect.stringMatching(new RegExp(`^${hostName()}=rgr_.*; Path=/; HttpOnly; Secure; SameSite=Strict$`)),
      expect.stringMatching(
        new RegExp(`^${formerName()}=; Max-Age=0; Path=/oauth2; Expires=Thu, 01 Jan 1970`),
      ),
    ]);
    expect(again.headers["set-cookie"]).toEqual(first.headers["set-cookie"]);
    const [, next = ""] = /=(rgr_[^;]*)/.exec(cookies[0] ?? "") ?? [];
    // Whoever plants it from now on has refreshed the session, so only the new name is valid.
    expectMissing(await refreshWith(`${formerName()}=${next}`));
    expectTokens(await refreshWith(`${hostName()}=${next}`));
  });

  it("of a session from the time before, twice, is not taken: one of them is planted", async () => {
    const [own, planted] = [await openSession(), await openSession(await createUser(server))];
    await setFormerUntil("now()");
    const cookie = `${formerName()}=${planted}; ${formerName()}=${own}`;
    expectMissing(await refreshWith(cookie));
    expectTokens(await refreshWith(`${formerName()}=${own}`));
  });

  it("under the former name goes as well when the app signs out", async () => {
    const former = await openSession();
    await setFormerUntil("now()");
    const browser = new Browser(secure);
    const headers = { origin, cookie: `${formerName()}=${former}` };
    const { status, setCookies } = await browser.post("/oauth2/revoke", { client_id: app.clientId }, headers);
    expect([status, setCookies.map((line) => line.split("=")[0])]).toEqual([200, [hostName(), formerName()]]);
    expect((await sessionOf(server, former)).revoke_reason).toBe("client");
  });

  it("is sent to pages by its path, and they neither set nor log it", async () => {
    const own = await openSession();
    const page = await new Browser(secure).get("/login", { cookie: `${hostName()}=${own}` });
    expect(page.status).toBe(200);
    expect(page.setCookies.join()).not.toContain("refresh");
    expect(page.body).not.toContain("rgr_");
    expect(secure.logLines.join("\n")).not.toContain("rgr_");
  });
});

describe("The origin of a browser app's request", () => {
  it("has to be one of the client's: otherwise nothing is used up, and no cookie is touched [cookie-delivery-5]", async () => {
    const browser = await signedIn(server, user);
    const token = await open(browser, app);
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "https://app.example.com.evil.example" },
      { origin: "https://app.example.com:8443" },
      { origin: "http://app.example.com" },
      { origin: "https://APP.example.com" },
      { origin: "null" },
      { origin: "" },
      { origin: "http://localhost:4000" },
    ]) {
      const answer = await refreshBy(browser, app, headers);
      expectRefusal(answer, 400, "invalid_request", "origin_not_allowed");
      expect(answer.headers).not.toHaveProperty("set-cookie");
      expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
    }
    expect(await sessionOf(server, token)).toMatchObject({ generation: 0, revoked_at: null });
    for (const allowed of [origin, "http://localhost:5173"]) {
      expectTokens(await refreshBy(browser, app, { origin: allowed }));
    }
  });

  it("has to be there: without one not even a code is redeemed [cookie-delivery-6]", async () => {
    const code = await getCode(await signedIn(server, user), app);
    expectRefusal(await redeem(server, app, code), 400, "invalid_request", "origin_not_allowed");
    expectTokens(await redeem(server, app, code, {}, { origin }));
  });

  it("does not make up for a disallowed grant", async () => {
    const answer = await post(new Browser(server), { grant_type: "password", client_id: app.clientId });
    expectRefusal(answer, 400, "unauthorized_client", "grant_type_not_allowed");
  });
});

describe("A refusal", () => {
  it("never touches the cookie: one that a parallel request has just renewed may be in its place [cookie-delivery-7]", async () => {
    const browser = await signedIn(server, user);
    const token = await open(browser, app);
    await server.db.query("update sessions set revoked_at = now(), revoke_reason = 'user' where id = $1", [
      (await sessionOf(server, token)).id,
    ]);
    const dead = await refreshBy(browser, app);
    expectRefusal(dead, 400, "invalid_grant", "refresh_token_revoked");
    browser.setCookie(cookieName(app), "nonsense", "/oauth2");
    const malformed = await refreshBy(browser, app);
    expectRefusal(malformed, 400, "invalid_grant", "refresh_token_malformed");
    const scope = await refreshBy(browser, app, { origin }, { scope: "a  b" });
    const missing = await refreshBy(new Browser(server), app);
    expectRefusal(missing, 400, "invalid_grant", "refresh_token_missing");
    for (const { headers } of [dead, malformed, scope, missing])
      expect(headers).not.toHaveProperty("set-cookie");
  });

  it("of reuse ends the session for both, thief and app", async () => {
    const browser = await signedIn(server, user);
    const stolen = await open(browser, app);
    expectTokens(await refreshBy(browser, app));
    expectTokens(await refreshBy(browser, app));
    const thief = new Browser(server);
    thief.setCookie(cookieName(app), stolen, "/oauth2");
    expectRefusal(await refreshBy(thief, app), 400, "invalid_grant", "refresh_token_reused");
    expectRefusal(await refreshBy(browser, app), 400, "invalid_grant", "refresh_token_revoked");
  });
});
