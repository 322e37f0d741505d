/** Signing in through another OpenID provider, and who that is here. */
import { beforeAll, describe, expect, it } from "vitest";
import { handleOf } from "../../src/http/continue-to.js";
import { linkIdentity } from "../../src/providers/link.js";
import { changeProvider, disableProvider } from "../../src/providers/providers.js";
import { hashSecret } from "../../src/secrets.js";
import { disableUser, enableUser } from "../../src/users/users.js";
import { answerOf, authorizeUrl, issuer, redeem, signedIn } from "../support/authorization.js";
import { Browser, textOf } from "../support/browser.js";
import { createResources, createUser, type TestClient } from "../support/fixtures.js";
import { createRelyingParty, readIdToken } from "../support/openid.js";
import { pushedUrl } from "../support/pushed-requests.js";
import {
  addProvider,
  goTo,
  type Person,
  scriptedProvider,
  signInThrough,
} from "../support/scripted-provider.js";
import { testServer } from "../support/server.js";
import { expectTokens } from "../support/token-requests.js";
import { enterCode, withTotp } from "../support/totp.js";

const server = await testServer();
const scripted = await scriptedProvider();
const provider = await addProvider(server, scripted, { name: "Example ID" });
let client: TestClient;

beforeAll(async () => {
  await createResources(server);
  client = await createRelyingParty(server);
});

let people = 0;
const person = (more: Partial<Person> = {}): Person => {
  people += 1;
  return { sub: `person-${people}`, email: `person-${people}@example.com`, email_verified: true, ...more };
};

async function linked(more: Partial<Person> = {}, roles: readonly string[] = []) {
  const user = await createUser(server, roles);
  const who = person(more);
  const identity = { providerId: provider.id, subject: who.sub, userId: user.id, email: null };
  expect(await linkIdentity(server.db, identity, "signed_in", {})).toBe(true);
  return { user, who };
}

const eventsOf = async (userId: string) =>
  (
    await server.db.query<{ event: string; reason: string | null; actor: string | null; detail: object }>(
      "select event, reason, actor, detail from audit_events where user_id = $1 order by id",
      [userId],
    )
  ).rows;
const usersWith = async (email: string) =>
  (await server.db.query("select * from users where lower(email) = lower($1)", [email])).rows;
const emailOf = (page: { readonly body: string }) => textOf(page.body);

describe("The way there", () => {
  it("is a form with code, PKCE S256, nonce and state, all new each time", async () => {
    const browser = new Browser(server);
    const ways = [await goTo(browser, provider), await goTo(browser, provider)];
    const asked = ways.map(({ status, location }) => {
      expect(status).toBe(303);
      const url = new URL(location ?? "");
      expect(url.origin + url.pathname).toBe(`${scripted.issuer}/authorize`);
      return Object.fromEntries(url.searchParams);
    });
    for (const { state, nonce, code_challenge, ...rest } of asked) {
      for (const value of [state, nonce, code_challenge]) expect(value).toMatch(/^[\w-]{43}$/);
      expect(rest).toEqual({
        client_id: "regrant",
        response_type: "code",
        redirect_uri: `${issuer}/login/providers/${provider.id}/callback`,
        scope: "openid profile email",
        code_challenge_method: "S256",
      });
    }
    expect(new Set(asked.flatMap((one) => [one.state, one.nonce, one.code_challenge])).size).toBe(6);
  });

  it("needs the form's token, so that nobody can send a browser there", async () => {
    const page = await new Browser(server).post(`/login/providers/${provider.id}`, {});
    expect([page.status, page.location]).toEqual([403, null]);
  });

  it("passes on what the app demands and wishes", async () => {
    const more = {
      scope: "openid",
      prompt: "login",
      login_hint: "ada@example.com",
      ui_locales: "de",
    };
    const { location } = await goTo(new Browser(server), provider, authorizeUrl(client, more));
    expect(Object.fromEntries(new URL(location ?? "").searchParams)).toMatchObject({
      prompt: "login",
      max_age: "0",
      login_hint: "ada@example.com",
      ui_locales: "de",
    });
    const other = await goTo(
      new Browser(server),
      provider,
      authorizeUrl(client, { scope: "openid", max_age: "600", prompt: "select_account" }),
    );
    expect(Object.fromEntries(new URL(other.location ?? "").searchParams)).toMatchObject({
      max_age: "600",
      prompt: "select_account",
    });
  });

  it("passes on what a pushed request demands, whatever the way to it says", async () => {
    const url = await pushedUrl(server, client, { scope: "openid", prompt: "login" });
    const madeUp = handleOf(new Map(new URL(url, issuer).searchParams));
    const browser = new Browser(server);
    await browser.visit(url);
    const { location } = await goTo(browser, provider, `/login?continue=${madeUp}`);
    expect(Object.fromEntries(new URL(location ?? "").searchParams)).toMatchObject({
      prompt: "login",
      max_age: "0",
    });
  });

  it("forgets the oldest of too many tabs", async () => {
    const browser = new Browser(server);
    const ways = [];
    for (let tab = 0; tab < 6; tab += 1) ways.push(await goTo(browser, provider));
    const { who } = await linked();
    const ends = [];
    for (const { location } of ways) ends.push((await browser.get(scripted.agree(location, who))).status);
    expect(ends).toEqual([400, 400, 303, 303, 303, 303]);
  });
});

describe("A linked user", () => {
  it("is signed in, with nothing said of how, and leads on to the app", async () => {
    scripted.idToken = { amr: ["pwd", "mfa"], sid: "session-1" };
    const { user, who } = await linked();
    const browser = new Browser(server);
    const asking = authorizeUrl(client, { scope: "openid" });
    const page = await signInThrough(browser, scripted, provider, who, asking);
    const { code = "" } = answerOf(page);
    const claims = await readIdToken(server, expectTokens(await redeem(server, client, code)), client);
    expect(claims).toMatchObject({ sub: user.id, acr: "1" });
    expect(claims).not.toHaveProperty("amr");
    const { rows } = await server.db.query("select * from sign_ins where user_id = $1", [user.id]);
    expect(rows).toMatchObject([
      { provider_id: provider.id, provider_subject: who.sub, provider_session_id: "session-1", amr: [] },
    ]);
    scripted.idToken = {};
  });

  it("keeps the provider's registered amr where that is trusted", async () => {
    const trusting = await scriptedProvider();
    const other = await addProvider(server, trusting, { trust_mfa: true });
    trusting.idToken = { amr: ["pwd", "otp", "mfa", "ngcmfa", 7] };
    const user = await createUser(server);
    const who = person();
    const identity = { providerId: other.id, subject: who.sub, userId: user.id, email: null };
    await linkIdentity(server.db, identity, "signed_in", {});
    await signInThrough(new Browser(server), trusting, other, who);
    const { rows } = await server.db.query("select amr from sign_ins where user_id = $1", [user.id]);
    expect(rows).toEqual([{ amr: ["pwd", "otp", "mfa"] }]);
  });

  it("is asked for a second factor of their own, and is the provider's user still", async () => {
    const { user, who } = await linked();
    const { app } = await withTotp(server, user);
    const browser = new Browser(server);
    scripted.idToken = { sid: "session-2" };
    const page = await signInThrough(browser, scripted, provider, who);
    expect(page.path).toBe("/login/factor");
    const signIns = async () =>
      (await server.db.query("select * from sign_ins where user_id = $1", [user.id])).rows;
    expect(await signIns()).toEqual([]);
    expect((await enterCode(browser, page, app.code())).path).toBe("/account");
    expect(await signIns()).toMatchObject([
      { amr: ["otp", "mfa"], provider_id: provider.id, provider_session_id: "session-2" },
    ]);
    scripted.idToken = {};
  });

  it.each([
    ["the provider is disabled", "update providers set disabled_at = now() where id = $1"],
    ["the provider is deleted", "delete from providers where id = $1"],
    ["the link is taken away", "delete from identities where provider_id = $1"],
  ])("is signed in by no second factor if %s meanwhile", async (_what, change) => {
    const there = await scriptedProvider();
    const gone = await addProvider(server, there);
    const user = await createUser(server);
    const { app } = await withTotp(server, user);
    const identity = { providerId: gone.id, subject: "ada", userId: user.id, email: null };
    await linkIdentity(server.db, identity, "signed_in", {});
    const browser = new Browser(server);
    const page = await signInThrough(browser, there, gone, { sub: "ada" });
    await server.db.query(change, [gone.id]);
    expect((await enterCode(browser, page, app.code())).path).toBe("/login");
    expect(browser.cookie("regrant")).toBeUndefined();
  });

  it("is refused while disabled", async () => {
    const { user, who } = await linked();
    await disableUser(server.db, user.id, { by: {} });
    const page = await signInThrough(new Browser(server), scripted, provider, who);
    expect([page.status, textOf(page.body)]).toEqual([
      403,
      expect.stringContaining("This account is disabled"),
    ]);
    expect((await eventsOf(user.id)).at(-1)).toMatchObject({
      event: "sign_in.refused",
      reason: "user_disabled",
    });
    await enableUser(server.db, user.id, { by: {} });
    expect((await signInThrough(new Browser(server), scripted, provider, who)).path).toBe("/account");
  });

  it("stays who they are when the provider calls them by another user's address", async () => {
    const { user, who } = await linked();
    const victim = await createUser(server);
    const browser = new Browser(server);
    await signInThrough(browser, scripted, provider, { ...who, email: victim.email });
    expect(emailOf(await browser.visit("/account"))).toContain(user.email);
  });

  it("signs in with no button of a disabled provider, and nobody on the way comes back", async () => {
    const leaving = await scriptedProvider();
    const other = await addProvider(server, leaving);
    const user = await createUser(server);
    const who = person();
    const identity = { providerId: other.id, subject: who.sub, userId: user.id, email: null };
    await linkIdentity(server.db, identity, "signed_in", {});
    const [signedInBrowser, onTheWay] = [new Browser(server), new Browser(server)];
    await signInThrough(signedInBrowser, leaving, other, who);
    const { location } = await goTo(onTheWay, other);
    await disableProvider(server.db, other.id, { by: {} });
    server.context.providers.forgetList();
    expect((await signedInBrowser.visit("/account")).path).toBe("/login");
    expect((await onTheWay.get(leaving.agree(location, who))).status).toBe(404);
    expect((await new Browser(server).visit("/login")).body).not.toContain(`/login/providers/${other.id}"`);
  });
});

describe("An unknown person", () => {
  const page = (who: Person, by = provider) => signInThrough(new Browser(server), scripted, by, who);

  it("is told to sign in and link, in the same words whether there is an account with the address or not", async () => {
    const user = await createUser(server);
    const pages = [
      await page(person({ email: user.email })),
      await page(person()),
      await page(person({ email: undefined })),
    ];
    expect(pages.map(({ status }) => status)).toEqual([403, 403, 403]);
    const [first, ...others] = pages.map(({ body }) => textOf(body));
    expect(first).toContain("No account here is linked with your account at Example ID.");
    for (const other of others) expect(other).toBe(first);
  });

  describe("of a provider whose verified addresses count", () => {
    const trusted = { trust_email: true };
    const untrusted = { trust_email: false };
    const setTrust = (sent: object) => changeProvider(server.db, provider.id, sent, { by: {} });
    const verify = (id: string, verified = true) =>
      server.db.query(
        "update users set claims = claims || jsonb_build_object('email_verified', $2::boolean) where id = $1",
        [id, verified],
      );

    it("is linked by an address that both sides have verified", async () => {
      await setTrust(trusted);
      const user = await createUser(server);
      await verify(user.id);
      const browser = new Browser(server);
      const who = person({ email: user.email.toUpperCase() });
      await signInThrough(browser, scripted, provider, who);
      expect(emailOf(await browser.visit("/account"))).toContain(user.email);
      expect((await eventsOf(user.id))[0]).toMatchObject({
        event: "identity.linked",
        detail: { provider: provider.id, by: "verified_address" },
      });
      await setTrust(untrusted);
    });

    it.each<[string, { at?: Partial<Person>; here?: boolean; trust?: object; factor?: true }]>([
      ["the provider has not verified the address", { at: { email_verified: false } }],
      ["the provider says nothing of it", { at: { email_verified: undefined } }],
      ["the provider says so in a text", { at: { email_verified: "true" } }],
      ["the address is not verified here: whoever registered may wait for its owner", { here: false }],
      ["the provider's word does not count", { trust: untrusted }],
      ["the user has a second factor", { factor: true }],
      ["the address has an invisible letter", { at: { invisible: true } }],
    ])("is not linked where %s", async (_case, { at = {}, here = true, trust = trusted, factor }) => {
      await setTrust(trust);
      const user = await createUser(server);
      await verify(user.id, here);
      if (factor) await withTotp(server, user);
      const email = "invisible" in at ? user.email.replace("-", "\u200b-") : user.email;
      const { status } = await page(person({ email, ...at }));
      expect(status).toBe(403);
      const { rowCount } = await server.db.query("select from identities where user_id = $1", [user.id]);
      expect(rowCount).toBe(0);
      await setTrust(untrusted);
    });

    it("is not linked to a user who has another identity there", async () => {
      await setTrust(trusted);
      const { user } = await linked();
      await verify(user.id);
      expect((await page(person({ email: user.email }))).status).toBe(403);
      await setTrust(untrusted);
    });
  });
});

describe("A provider that lets people in", async () => {
  const opening = await scriptedProvider();
  const open = await addProvider(server, opening, { sign_up: true, name: "Open ID" });
  const come = (who: Person, browser = new Browser(server)) => signInThrough(browser, opening, open, who);
  const setTrust = (trust_email: boolean) => changeProvider(server.db, open.id, { trust_email }, { by: {} });

  it("gives an account to somebody new, without a password, with what can be kept of the claims", async () => {
    const who = person({
      name: "Ada Lovelace",
      locale: "en_GB",
      picture: "javascript:alert(1)",
      phone_number: "+442079460000",
      phone_number_verified: true,
      roles: ["admin"],
    });
    const browser = new Browser(server);
    expect((await come(who, browser)).path).toBe("/account");
    const [user] = await usersWith(String(who.email));
    expect(user).toMatchObject({
      password_hash: null,
      roles: [],
      claims: { name: "Ada Lovelace", locale: "en-GB", phone_number: "+442079460000" },
    });
    expect((await eventsOf(user.id)).map(({ event }) => event)).toEqual(["user.created", "sign_in.created"]);
    expect((await come(who)).path).toBe("/account");
    expect(await usersWith(String(who.email))).toHaveLength(1);
  });

  it("has its address verified only if the provider's word counts", async () => {
    const [one, two, three] = [person(), person({ email_verified: false }), person()];
    await come(one);
    await setTrust(true);
    await come(two);
    await come(three);
    await setTrust(false);
    const claims = [];
    for (const { email } of [one, two, three]) claims.push((await usersWith(String(email)))[0].claims);
    expect(claims).toEqual([{}, {}, { email_verified: true }]);
  });

  it("explains an address that is taken, or missing, and changes nothing", async () => {
    const user = await createUser(server);
    const taken = await come(person({ email: user.email }));
    expect([taken.status, textOf(taken.body)]).toEqual([
      409,
      expect.stringContaining("You may already have an account"),
    ]);
    const missing = await come(person({ email: undefined }));
    expect([missing.status, textOf(missing.body)]).toEqual([
      403,
      expect.stringContaining("Your email address is missing"),
    ]);
    expect(await eventsOf(user.id)).toEqual([]);
  });

  it("opens one account for two tabs at once", async () => {
    const who = person();
    const tabs = [new Browser(server), new Browser(server), new Browser(server)];
    const ways = await Promise.all(tabs.map((browser) => goTo(browser, open)));
    const ends = await Promise.all(
      tabs.map((browser, index) => browser.get(opening.agree(ways[index]?.location ?? "", who))),
    );
    expect(ends.map(({ location }) => location)).toEqual(["/account", "/account", "/account"]);
    expect(await usersWith(String(who.email))).toHaveLength(1);
  });

  it("refuses the password of a user who has none, as usual", async () => {
    const who = person();
    await come(who);
    const browser = new Browser(server);
    const page = await browser.submit(await browser.visit("/login"), "/login", {
      username: String(who.email),
      password: "anything at all",
    });
    expect([page.status, textOf(page.body)]).toEqual([
      400,
      expect.stringContaining("Incorrect email or password"),
    ]);
  });
});

describe("Roles", async () => {
  const grouping = await scriptedProvider();
  const groups = await addProvider(server, grouping, {
    roles_claim: "groups",
    roles: { admins: "admin", staff: "editor", writers: "editor" },
  });
  const rolesOf = async (id: string) =>
    (await server.db.query<{ roles: string[] }>("select roles from users where id = $1", [id])).rows[0]
      ?.roles;

  it("come and go with the groups at each sign-in; what the operator gave stays", async () => {
    const user = await createUser(server, ["tester"]);
    const who = person();
    const identity = { providerId: groups.id, subject: who.sub, userId: user.id, email: null };
    await linkIdentity(server.db, identity, "signed_in", {});
    const after = [];
    for (const said of [["admins", "staff", "strangers"], ["writers"], "staff", undefined, ["__proto__"]]) {
      grouping.idToken = { groups: said };
      await signInThrough(new Browser(server), grouping, groups, who);
      after.push((await rolesOf(user.id))?.toSorted());
    }
    const [tester, both] = [["tester"], ["editor", "tester"]];
    expect(after).toEqual([["admin", ...both], both, both, tester, tester]);
    const changes = (await eventsOf(user.id)).filter(({ event }) => event === "user.updated");
    expect(changes.map(({ actor }) => actor)).toEqual(Array(3).fill(`provider:${groups.id}`));
  });

  it("stay where the provider only says that the groups are elsewhere", async () => {
    const user = await createUser(server, ["admin"]);
    const who = person();
    const identity = { providerId: groups.id, subject: who.sub, userId: user.id, email: null };
    await linkIdentity(server.db, identity, "signed_in", {});
    grouping.idToken = { _claim_names: { groups: "src1" } };
    await signInThrough(new Browser(server), grouping, groups, who);
    expect(await rolesOf(user.id)).toEqual(["admin"]);
    grouping.idToken = {};
  });

  it("come from the userinfo endpoint where the ID token has no groups", async () => {
    const user = await createUser(server);
    const who = person({ groups: ["admins"] });
    const identity = { providerId: groups.id, subject: who.sub, userId: user.id, email: null };
    await linkIdentity(server.db, identity, "signed_in", {});
    await signInThrough(new Browser(server), grouping, groups, who);
    expect(await rolesOf(user.id)).toEqual(["admin"]);
  });
});

describe("The account page", () => {
  const button = (body: string, action: string) => body.includes(`action="/account/identities/${action}"`);

  it("links an identity once its user has seen whose it is, and takes the link away", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const who = person({ name: "<b>Mallory</b>" });
    const account = await browser.visit("/account");
    const away = await browser.submit(account, "/account/identities/link", {}, `value="${provider.id}"`);
    expect(new URL(away.location ?? "").searchParams.get("prompt")).toBe("select_account");
    const confirm = await browser.follow(await browser.get(scripted.agree(away.location, who)));
    expect(confirm.path).toBe("/account/identities/confirm");
    expect(textOf(confirm.body)).toContain(`signs in at Example ID as ${who.email}`);
    const { rowCount } = await server.db.query("select from identities where user_id = $1", [user.id]);
    expect(rowCount).toBe(0);
    const done = await browser.submit(confirm, "/account/identities/confirm");
    expect(textOf(done.body)).toContain("Linked. You can sign in with it from now on.");
    const other = new Browser(server);
    expect((await signInThrough(other, scripted, provider, who)).path).toBe("/account");

    const unlinked = await browser.submit(
      await browser.visit("/account"),
      "/account/identities/unlink",
      {},
      `value="${provider.id}"`,
    );
    expect(textOf(unlinked.body)).toContain("Unlinked. It no longer signs you in.");
    expect((await other.visit("/account")).path).toBe("/login");
    expect((await browser.visit("/account")).path).toBe("/account");
    expect((await signInThrough(new Browser(server), scripted, provider, who)).status).toBe(403);
    expect((await eventsOf(user.id)).map(({ event }) => event)).toContain("identity.unlinked");
  });

  it("links no identity that is another user's already", async () => {
    const { who } = await linked();
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const away = await browser.submit(
      await browser.visit("/account"),
      "/account/identities/link",
      {},
      `value="${provider.id}"`,
    );
    const confirm = await browser.follow(await browser.get(scripted.agree(away.location, who)));
    const done = await browser.submit(confirm, "/account/identities/confirm");
    expect(textOf(done.body)).toContain("already linked with another one here");
  });

  it("asks for a new sign-in first where the last was more than five minutes ago", async () => {
    const { user, who } = await linked();
    const browser = await signedIn(server, user);
    const account = await browser.visit("/account");
    expect(button(account.body, "unlink")).toBe(true);
    await server.db.query(
      "update sign_ins set authenticated_at = authenticated_at - interval '301 seconds' where user_id = $1",
      [user.id],
    );
    const asked = await browser.submit(account, "/account/identities/unlink", {}, `value="${provider.id}"`);
    const again = "/login?continue=%2Faccount%2Fidentities%2Funlink";
    expect(asked.path).toBe(again);
    expect(textOf(asked.body)).toContain("Confirm that it’s you");
    // By the provider too, which is asked to ask.
    const away = await browser.submit(asked, `/login/providers/${provider.id}`);
    expect(Object.fromEntries(new URL(away.location ?? "").searchParams)).toMatchObject({
      prompt: "login",
      max_age: "0",
    });
    scripted.idToken = { auth_time: Math.floor(Date.now() / 1000) - 1000 };
    expect((await browser.get(scripted.agree(away.location, who))).status).toBe(403);
    scripted.idToken = {};
    const back = await browser.submit(await browser.visit(again), `/login/providers/${provider.id}`);
    expect((await browser.follow(await browser.get(scripted.agree(back.location, who)))).path).toBe(
      "/account",
    );
    const done = await browser.submit(
      await browser.visit("/account"),
      "/account/identities/unlink",
      {},
      `value="${provider.id}"`,
    );
    expect(textOf(done.body)).toContain("Unlinked.");
  });

  it("does not take away the last way to sign in, even in two tabs at once; a password can be set first", async () => {
    const { user, who } = await linked();
    await server.db.query("update users set password_hash = null where id = $1", [user.id]);
    const second = await scriptedProvider();
    const other = await addProvider(server, second);
    const identity = { providerId: other.id, subject: who.sub, userId: user.id, email: null };
    await linkIdentity(server.db, identity, "signed_in", {});
    const browser = new Browser(server);
    await signInThrough(browser, scripted, provider, who);
    const account = await browser.visit("/account");
    await Promise.all(
      [provider, other].map(({ id }) =>
        browser.submit(account, "/account/identities/unlink", {}, `value="${id}"`),
      ),
    );
    const { rowCount } = await server.db.query("select from identities where user_id = $1", [user.id]);
    expect(rowCount).toBe(1);

    const form = await browser.visit("/account/password");
    expect(textOf(form.body)).toContain("Set a password");
    expect(form.body).not.toContain('name="password"');
    const password = "four unrelated words here";
    const set = await browser.submit(form, "/account/password", { new_password: password });
    expect(set.path).toBe("/account");
    expect((await signedIn(server, { ...user, password })).cookie("regrant")).toBeDefined();
    const last = await browser.visit("/account");
    const [, id = ""] = /identities\/unlink"[\s\S]*?name="provider" value="([^"]*)"/.exec(last.body) ?? [];
    const done = await browser.submit(last, "/account/identities/unlink", {}, `value="${id}"`);
    expect(textOf(done.body)).toContain("Unlinked.");
  });

  it("asks a user without a password to sign in again before setting one in an old sign-in", async () => {
    const { user, who } = await linked();
    await server.db.query("update users set password_hash = null where id = $1", [user.id]);
    const browser = new Browser(server);
    await signInThrough(browser, scripted, provider, who);
    await server.db.query(
      "update sign_ins set authenticated_at = authenticated_at - interval '301 seconds' where token_hash = $1",
      [hashSecret(browser.cookie("regrant") ?? "")],
    );
    expect((await browser.visit("/account/password")).path).toBe("/login?continue=%2Faccount%2Fpassword");
  });
});
