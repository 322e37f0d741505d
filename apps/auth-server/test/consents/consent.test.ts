import { beforeAll, describe, expect, it } from "vitest";
import { withdrawConsent } from "../../src/account/account.js";
import { codeChallengeOf } from "../../src/codes/pkce.js";
import { newSecret } from "../../src/secrets.js";
import {
  type Asked,
  answerOf,
  authorizeUrl,
  callback,
  createApp,
  issuer,
  login,
  redeem,
  signedIn,
} from "../support/authorization.js";
import { Browser, hiddenFields, type Page, textOf } from "../support/browser.js";
import { createResources, createUser, files, type TestClient, type TestUser } from "../support/fixtures.js";
import { lockRow } from "../support/row-lock.js";
import { passTime, testServer } from "../support/server.js";
import { askByRefreshToken, expectRefreshToken, expectRefusal } from "../support/token-requests.js";

const server = await testServer();
let client: TestClient;

beforeAll(async () => {
  await createResources(server);
  client = await createApp(server, { name: "Third Party Notes", firstParty: false, secret: null });
});

const decide = (browser: Browser, page: Page, decision: string) =>
  browser.submit(page, "/consent", { decision });
const isConsent = ({ status, path }: Page) => status === 200 && path.startsWith("/consent?");
const consentsOf = async ({ id }: TestUser) => {
  const { rows } = await server.db.query(
    "select client_id, resource, array(select unnest(scope) order by 1) as scope from consents where user_id = $1",
    [id],
  );
  return rows;
};
const eventsOf = async ({ id }: TestUser) => {
  const sql = "select event from audit_events where user_id = $1 and event like 'consent.%' order by id";
  return (await server.db.query<{ event: string }>(sql, [id])).rows.map(({ event }) => event);
};

describe("Consent", () => {
  it("is not asked for by the operator's own apps [consent-1]", async () => {
    const own = await createApp(server);
    const browser = await signedIn(server, await createUser(server));
    expect(answerOf(await browser.visit(authorizeUrl(own)))).toHaveProperty("code");
  });

  it("is asked of the user by name of app and API, scope in words, duration and destination [consent-2]", async () => {
    const user = await createUser(server);
    const page = await (await signedIn(server, user)).visit(authorizeUrl(client));
    expect(isConsent(page)).toBe(true);
    const text = textOf(page.body);
    expect(text).toContain(
      "Allow Third Party Notes ? This app has no access to your account yet. app.example.com wants to act for you at Notes : Read your notes notes:write",
    );
    expect(text).toContain("Each sign-in gives the app access for up to 180 days.");
    expect(text).toContain("You’ll return to app.example.com .");
    expect(text).toContain(`Signed in as ${user.email}.`);
  });

  it("says ten minutes where the app gets no refresh token, and a scheme where there is no host [consent-3]", async () => {
    const brief = await createApp(server, {
      firstParty: false,
      grantTypes: ["authorization_code"],
      redirectUris: ["com.example.app:/cb"],
    });
    const browser = await signedIn(server, await createUser(server));
    const page = await browser.visit(authorizeUrl(brief, { redirect_uri: "com.example.app:/cb" }));
    expect(textOf(page.body)).toContain("Each sign-in gives the app access for up to 10 minutes.");
    expect(textOf(page.body)).toContain(
      "An app on this device ( com.example.app ) wants to act for you at Notes :",
    );
  });

  it("is asked for each time where nothing vouches for the app: its redirect URI is one that any app can have [consent-4]", async () => {
    const browser = await signedIn(server, await createUser(server));
    for (const redirect_uri of ["com.example.app:/cb", "http://127.0.0.1:5000/cb"]) {
      const native = await createApp(server, {
        firstParty: false,
        secret: null,
        redirectUris: [redirect_uri],
      });
      const url = authorizeUrl(native, { redirect_uri });
      for (const _time of ["first", "second"]) {
        const page = await browser.visit(url);
        expect(isConsent(page)).toBe(true);
        expect(answerOf(await decide(browser, page, "allow"), redirect_uri)).toHaveProperty("code");
        await passTime(server, 61);
      }
      const unasked = await browser.visit(authorizeUrl(native, { redirect_uri, prompt: "none" }));
      expect(answerOf(unasked, redirect_uri)).toMatchObject({ error: "consent_required" });
    }
  });

  it("is remembered for an app that its secret, its https address or its origin tells from others", async () => {
    const browser = await signedIn(server, await createUser(server));
    const redirect_uri = "http://127.0.0.1:5000/cb";
    const origin = { refreshTokenDelivery: "cookie", allowedOrigins: ["http://127.0.0.1:5000"] } as const;
    for (const options of [
      { redirectUris: [redirect_uri] },
      { redirectUris: [callback], secret: null },
      { redirectUris: [redirect_uri], secret: null, ...origin },
    ]) {
      const app = await createApp(server, { firstParty: false, ...options });
      const url = authorizeUrl(app, { redirect_uri: options.redirectUris[0] });
      await decide(browser, await browser.visit(url), "allow");
      await passTime(server, 61);
      expect(answerOf(await browser.visit(url), options.redirectUris[0])).toHaveProperty("code");
    }
  });

  it("that is given leads to a code, and is remembered and audited", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const page = await browser.visit(authorizeUrl(client));
    const { code = "", ...rest } = answerOf(await decide(browser, page, "allow"));
    expect(rest).toEqual({ state: "a state", iss: issuer });
    expectRefreshToken(await redeem(server, client, code));
    expect(answerOf(await browser.visit(authorizeUrl(client)))).toHaveProperty("code");
    expect(await eventsOf(user)).toEqual(["consent.granted"]);
  });

  it("that is refused is access_denied with state and iss, and is not remembered (RFC 6749 §4.1.2.1) [consent-5]", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    for (const decision of ["deny", "", "ALLOW", "yes"]) {
      const page = await browser.visit(authorizeUrl(client));
      expect(answerOf(await decide(browser, page, decision))).toEqual({
        error: "access_denied",
        error_description: "The user did not agree.",
        error_uri: `${issuer}/errors/access_denied`,
        state: "a state",
        iss: issuer,
      });
    }
    expect(await consentsOf(user)).toEqual([]);
  });

  it("covers less scope, and asks again for more, for another API and for another app", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const ask = (scope: string) => browser.visit(authorizeUrl(client, { scope }));
    await decide(browser, await ask("notes:read"), "allow");
    expect(isConsent(await ask("notes:read"))).toBe(false);
    const more = await ask("notes:read notes:write");
    expect(isConsent(more)).toBe(true);
    await decide(browser, more, "allow");
    expect(isConsent(await ask("notes:write"))).toBe(false);
    expect(await consentsOf(user)).toMatchObject([{ scope: ["notes:read", "notes:write"] }]);
    expect(isConsent(await browser.visit(authorizeUrl(client, { resource: files.uri })))).toBe(true);
    const other = await createApp(server, { firstParty: false });
    expect(isConsent(await browser.visit(authorizeUrl(other)))).toBe(true);
  });

  it("is each user's own", async () => {
    const browser = await signedIn(server, await createUser(server));
    await decide(browser, await browser.visit(authorizeUrl(client)), "allow");
    const other = await signedIn(server, await createUser(server));
    expect(isConsent(await other.visit(authorizeUrl(client)))).toBe(true);
  });

  it("is for what the page showed: a request changed in the form is checked anew [consent-6]", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const page = await browser.visit(authorizeUrl(client, { scope: "notes:read" }));
    const changed = (change: Record<string, string>) =>
      browser.post("/consent", {
        ...hiddenFields(page, "/consent"),
        continue: authorizeUrl(client, change),
        decision: "allow",
      });
    for (const change of [
      { scope: "admin" },
      { redirect_uri: "https://evil.example" },
      { client_id: "nobody" },
    ]) {
      const { status, location } = await changed(change);
      expect([status, location]).toEqual([400, null]);
    }
    expect(await consentsOf(user)).toEqual([]);
  });

  it("is given by nobody who is not signed in: the page leads to the sign-in, and back [consent-7]", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const page = await browser.visit(authorizeUrl(client));
    await server.db.query("delete from sign_ins where user_id = $1", [user.id]);
    expect((await browser.visit(page.path)).path).toMatch(/^\/login\?continue=/);
    const posted = await decide(browser, page, "allow");
    expect(posted.path).toMatch(/^\/login\?continue=/);
    expect(await consentsOf(user)).toEqual([]);
    expect(isConsent(await login(browser, posted, user))).toBe(true);
  });

  it("has no page without a request", async () => {
    expect((await new Browser(server).visit("/consent")).path).toBe("/login");
  });
});

/** If an app requires or requests consent every time, each consent is for one request (RFC 8252 §8.6). */
describe("A yes [consent-8]", () => {
  const redirectUri = "http://127.0.0.1:5000/cb";
  const createNative = (): Promise<TestClient> =>
    createApp(server, { firstParty: false, secret: null, redirectUris: ["http://127.0.0.1/cb"] });
  const urlOf = (native: TestClient, more: Asked = {}): string =>
    authorizeUrl(native, { redirect_uri: redirectUri, scope: "notes:read", ...more });
  /** What another app on the device might request in this one's name. */
  const others: Asked[] = [
    { redirect_uri: "http://127.0.0.1:6666/cb" },
    { scope: "notes:read notes:write" },
    { scope: undefined },
    { scope: "notes:write" },
    { resource: files.uri, scope: "files:read" },
    { code_challenge: codeChallengeOf(newSecret()) },
    { state: "another" },
    { state: undefined },
    { nonce: "another" },
    { response_mode: "form_post" },
    { prompt: "consent" },
    { anything: "more" },
  ];

  it("lets its own request through, and no other: another port, scope, API, challenge, state or whatever else [consent-9]", async () => {
    const native = await createNative();
    const browser = await signedIn(server, await createUser(server));
    const all = { redirect_uri: redirectUri, scope: "notes:read notes:write" };
    await decide(browser, await browser.visit(urlOf(native, all)), "allow");
    await decide(
      browser,
      await browser.visit(urlOf(native, { resource: files.uri, scope: "files:read" })),
      "allow",
    );
    const allowed = await browser.visit(urlOf(native));
    const { location } = await browser.post("/consent", {
      ...hiddenFields(allowed, "/consent"),
      decision: "allow",
    });
    for (const other of others) {
      expect({ other, consent: isConsent(await browser.visit(urlOf(native, other))) }).toEqual({
        other,
        consent: true,
      });
    }
    expect(answerOf(await browser.get(location ?? ""), redirectUri)).toHaveProperty("code");
  });

  it("serves once, of any number of requests at the same time, at whichever replica [consent-10]", async () => {
    const native = await createNative();
    const browser = await signedIn(server, await createUser(server));
    const page = await browser.visit(urlOf(native));
    const { location } = await browser.post("/consent", {
      ...hiddenFields(page, "/consent"),
      decision: "allow",
    });
    const replica = await testServer();
    const answers = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8].map((turn) =>
        browser.at(turn % 2 === 0 ? server : replica).get(location ?? ""),
      ),
    );
    const codes = answers.filter((answer) => answer.location?.startsWith(redirectUri));
    expect(codes).toHaveLength(1);
    expect(answers.filter((answer) => answer.location?.startsWith("/consent?"))).toHaveLength(7);
  });

  it("holds for a minute, in this browser, while its user is signed in and has not taken it back [consent-11]", async () => {
    const native = await createNative();
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const elsewhere = await signedIn(server, user);
    const allow = async () => {
      const page = await browser.visit(urlOf(native));
      const posted = await browser.post("/consent", { ...hiddenFields(page, "/consent"), decision: "allow" });
      return posted.location ?? "";
    };
    const late = await allow();
    await passTime(server, 61);
    expect(isConsent(await browser.visit(late))).toBe(true);
    const there = await allow();
    expect(isConsent(await elsewhere.visit(there))).toBe(true);
    expect(answerOf(await browser.get(there), redirectUri)).toHaveProperty("code");
    const withdrawn = await allow();
    await browser.submit(await browser.visit("/account"), "/account/consents/withdraw", {}, native.clientId);
    expect(isConsent(await browser.visit(withdrawn))).toBe(true);
    const asAnother = await allow();
    await login(browser, await browser.visit("/login"), await createUser(server));
    expect(isConsent(await browser.visit(asAnother))).toBe(true);
  });

  it("is the only answer to prompt=consent: without a page nobody gets past it, be the app trusted or known [consent-12]", async () => {
    const known = await createApp(server, { firstParty: false });
    const own = await createApp(server);
    for (const app of [known, own]) {
      const browser = await signedIn(server, await createUser(server));
      const asked = authorizeUrl(app, { prompt: "consent" });
      const page = await browser.visit(asked);
      const posted = await browser.post("/consent", { ...hiddenFields(page, "/consent"), decision: "allow" });
      expect(posted.location).toMatch(/^\/oauth2\/authorize\?continue=/);
      expect(answerOf(await browser.get(posted.location ?? ""))).toHaveProperty("code");
      expect(isConsent(await browser.visit(asked))).toBe(true);
    }
  });

  it("is given on pages that were left open for an hour each, the login page and this one", async () => {
    const native = await createNative();
    const browser = new Browser(server);
    const loginForm = await browser.visit(urlOf(native));
    await passTime(server, 3_600);
    const page = await login(browser, loginForm, await createUser(server));
    expect(isConsent(page)).toBe(true);
    await passTime(server, 3_600);
    expect(answerOf(await decide(browser, page, "allow"), redirectUri)).toHaveProperty("code");
  });

  it("comes again after a reload or Back: a page, and no error", async () => {
    const native = await createNative();
    const browser = await signedIn(server, await createUser(server));
    const page = await browser.visit(urlOf(native));
    for (const _turn of ["Allow", "Back, and Allow"])
      expect(answerOf(await decide(browser, page, "allow"), redirectUri)).toHaveProperty("code");
    expect(isConsent(await browser.visit(page.path))).toBe(true);
    expect(isConsent(await browser.visit(urlOf(native)))).toBe(true);
  });

  it("for one app leaves the one for another alone, in two tabs", async () => {
    const browser = await signedIn(server, await createUser(server));
    const asked = [urlOf(await createNative()), urlOf(await createNative())];
    const pages = await Promise.all(asked.map((url) => browser.visit(url)));
    const posted = await Promise.all(
      pages.map((page) => browser.post("/consent", { ...hiddenFields(page, "/consent"), decision: "allow" })),
    );
    for (const { location } of posted)
      expect(answerOf(await browser.get(location ?? ""), redirectUri)).toHaveProperty("code");
  });

  it("is worth nothing to a form that a thief sends: the page's token has to come along", async () => {
    const native = await createNative();
    const browser = await signedIn(server, await createUser(server));
    const forged = await browser.post("/consent", { continue: urlOf(native), decision: "allow" });
    expect(forged.status).toBe(403);
    expect(isConsent(await browser.visit(urlOf(native)))).toBe(true);
  });
});

describe("Consent that is withdrawn on the account page [consent-13]", () => {
  it("leaves no code of a request that it overtakes", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    await decide(browser, await browser.visit(authorizeUrl(client)), "allow");
    const held = await lockRow("select from sign_ins where user_id = $1 for update", user.id);
    const answer = browser.get(authorizeUrl(client));
    await held.waiting(1);
    const by = { address: "192.0.2.1", userAgent: null, requestId: "a request" };
    await withdrawConsent(server.context, user.id, client.clientId, by);
    await held.release();
    expect(answerOf(await answer)).toMatchObject({ error: "login_required" });
  });

  it("ends the app's sessions, those alone, and is asked for again", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const own = await createApp(server);
    const kept = expectRefreshToken(
      await redeem(server, own, answerOf(await browser.visit(authorizeUrl(own))).code ?? ""),
    );
    const page = await browser.visit(authorizeUrl(client));
    const { code = "" } = answerOf(await decide(browser, page, "allow"));
    const tokens = expectRefreshToken(await redeem(server, client, code));
    const pending = answerOf(await browser.visit(authorizeUrl(client))).code ?? "";
    const account = await browser.visit("/account");
    expect(textOf(account.body)).toContain(
      "Third Party Notes app.example.com Notes : Read your notes · notes:write Allowed just now Remove access",
    );
    const after = await browser.submit(account, "/account/consents/withdraw", {}, client.clientId);
    expect(textOf(after.body)).toContain("Access removed. 1 session ended.");
    expect(textOf(after.body)).toContain("You haven’t connected any apps.");
    const dead = await askByRefreshToken(server, client, tokens.refresh_token);
    expectRefusal(dead, 400, "invalid_grant", "refresh_token_revoked");
    expectRefusal(await redeem(server, client, pending), 400, "invalid_grant", "code_unknown");
    expectRefreshToken(await askByRefreshToken(server, own, kept.refresh_token));
    expect(await eventsOf(user)).toEqual(["consent.granted", "consent.withdrawn"]);
    expect(isConsent(await browser.visit(authorizeUrl(client)))).toBe(true);
  });

  it("shows each API's own words for a scope that two of them have", async () => {
    await server.db.query(
      `insert into resources (uri, name, scope, scope_descriptions) values
         ('https://a.example', 'A', '{read,constructor}', '{"read": "Read at A"}'), ('https://b.example', 'B', '{read}', '{"read": "Read at B"}')`,
    );
    const app = await createApp(server, {
      firstParty: false,
      scope: ["read", "constructor"],
      resources: ["https://a.example", "https://b.example"],
    });
    const browser = await signedIn(server, await createUser(server));
    const page = await browser.visit(authorizeUrl(app));
    expect(textOf(page.body)).toContain("Read at A constructor");
    await decide(browser, page, "allow");
    const account = textOf((await browser.visit("/account")).body);
    expect(account).toContain("Read at A");
    expect(account).not.toContain("Read at B");
  });
});
