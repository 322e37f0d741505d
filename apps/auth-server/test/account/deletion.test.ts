import { beforeAll, describe, expect, it } from "vitest";
import { purge } from "../../src/jobs/purge.js";
import { hashPassword } from "../../src/users/hash-password.js";
import { addUser, deleteUser, disableUser, enableUser, readUser } from "../../src/users/users.js";
import { Authenticator, addPasskey, signInWith } from "../support/authenticator.js";
import { authorizeUrl, createApp, getCode, login, redeem, signedIn } from "../support/authorization.js";
import { Browser, hiddenFields, type Page, textOf } from "../support/browser.js";
import { createResources, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { sendMails, startMailbox } from "../support/mailbox.js";
import { choosePassword, resetLink } from "../support/reset.js";
import { lockRow } from "../support/row-lock.js";
import { sharedDatabase, testServer } from "../support/server.js";
import { fromAnotherNetwork, goodPassword, trustingProxy } from "../support/sign-up.js";
import {
  askByPassword,
  askByRefreshToken,
  expectRefusal,
  expectTokens,
  signIn,
} from "../support/token-requests.js";
import { enterCode, toFactorPage, withTotp } from "../support/totp.js";

const databaseUrl = await sharedDatabase();
const mailbox = await startMailbox();
const server = await testServer({ databaseUrl, env: { ...mailbox.env, ...trustingProxy } });
const { db } = server;
sendMails(server);
let app: TestClient;
let client: TestClient;

beforeAll(async () => {
  await createResources(server);
  app = await createApp(server);
  client = await createApp(server, { grantTypes: ["password", "refresh_token"] });
});

const path = "/account/delete";
const open = (user: TestUser) => signedIn(server, user, fromAnotherNetwork());
const close = async (browser: Browser, user: TestUser): Promise<Page> =>
  browser.submit(await browser.visit(path), path, { password: user.password });
const closedUser = async () => {
  const user = await createUser(server);
  const page = await close(await open(user), user);
  expect(textOf(page.body)).toContain("Your account is closed");
  return user;
};
const signInAgain = async (
  user: TestUser,
  browser = new Browser(server, fromAnotherNetwork()),
  from = "/login",
) => ({
  browser,
  page: await login(browser, await browser.visit(from), user),
});
const userOf = async ({ id }: { id: string }) =>
  (await db.query("select closed_at, disabled_at, delete_at from users where id = $1", [id])).rows[0];
const eventsOf = async ({ id }: { id: string }) =>
  (await db.query("select event from audit_events where user_id = $1 order by id", [id])).rows.map(
    ({ event }) => event,
  );
const due = ({ id }: { id: string }) =>
  db.query("update users set delete_at = now() - interval '1 s' where id = $1", [id]);
const purgeNow = () => purge(db, server.context.config.retention, new AbortController().signal);
const operator = { by: { actor: "operator:ada" } };

describe("Deleting one's own account", () => {
  it("closes it at once, for browsers and apps, and says until when it can be kept", async () => {
    const user = await createUser(server);
    const session = await signIn(server, client, user);
    const browser = await open(user);
    const code = await getCode(browser, app);
    expect((await browser.visit("/account")).body).toContain(`href="${path}"`);
    const page = await browser.visit(path);
    expect(textOf(page.body)).toContain("After 30 days it is deleted");
    expect(textOf(page.body)).toContain("stays for 13 months");
    const elsewhere = await open(user);

    const done = await close(browser, user);
    const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(
      Date.now() + 30 * 86_400_000,
    );
    expect(textOf(done.body)).toContain(`It will be deleted on ${day}`);
    for (const each of [browser, elsewhere]) expect((await each.get("/account")).location).toBe("/login");
    expectRefusal(await redeem(server, app, code), 400, "invalid_grant", "code_unknown");
    const refresh = await askByRefreshToken(server, client, session.refresh_token);
    expectRefusal(refresh, 400, "invalid_grant", "refresh_token_revoked");
    expectRefusal(await askByPassword(server, client, user), 400, "invalid_grant", "user_disabled");
    const mail = await mailbox.next(user.email);
    expect(mail.subject).toContain("will be deleted");
    expect(mail.text).toContain(day);
    expect(await eventsOf(user)).toContain("user.deletion_requested");
  });

  it("needs the password", async () => {
    const user = await createUser(server);
    const browser = await open(user);
    for (const password of ["", "a wrong password"]) {
      const page = await browser.submit(await browser.visit(path), path, { password });
      expect(page.status).toBe(400);
    }
    expect((await userOf(user)).delete_at).toBeNull();
  });

  it("is for its user alone, from its own page", async () => {
    const user = await createUser(server);
    const browser = await open(user);
    const stranger = new Browser(server);
    expect((await stranger.get(path)).location).toBe("/login?continue=%2Faccount%2Fdelete");
    for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }, {}])
      expect((await browser.post(path, { password: user.password }, headers)).status).toBe(403);
    expect((await userOf(user)).delete_at).toBeNull();
  });
});

describe("Somebody who has closed their account", () => {
  it("gets one page for their password, which keeps the account, and goes on to the app then", async () => {
    const user = await closedUser();
    const { browser, page } = await signInAgain(user, undefined, authorizeUrl(app));
    expect(page.path).toMatch(/^\/login\/closed\?continue=/);
    expect(textOf(page.body)).toContain("It will be deleted on");
    for (const url of ["/account", "/account/export"])
      expect((await browser.get(url)).location).toMatch(/^\/login(\?|$)/);
    expect((await browser.get(authorizeUrl(app))).location).toMatch(/^\/login\?/);

    const kept = await browser.submit(page, "/login/closed");
    expect(new URL(kept.location ?? "").searchParams.get("code")).toMatch(/^[\w-]{43}$/);
    expect(await userOf(user)).toEqual({ closed_at: null, disabled_at: null, delete_at: null });
    await mailbox.next(user.email);
    expect((await mailbox.next(user.email)).subject).toContain("stays");
    expect(await eventsOf(user)).toContain("user.deletion_cancelled");
    expectTokens(await askByPassword(server, client, user));
  });

  it("is told nothing for a wrong password, and the page is for nobody else", async () => {
    const user = await closedUser();
    const { page } = await signInAgain({ ...user, password: "a wrong password" });
    expect(textOf(page.body)).toContain("Incorrect email or password.");
    const stranger = new Browser(server);
    expect((await stranger.get("/login/closed")).location).toBe("/login");
    const token = /name="form_token" value="([^"]*)"/.exec((await stranger.visit("/login")).body)?.[1] ?? "";
    expect((await stranger.post("/login/closed", { form_token: token })).location).toBe("/login");
    expect((await userOf(user)).closed_at).not.toBeNull();
  });

  it("needs the second factor to keep it", async () => {
    const user = await createUser(server);
    const { app: authenticator } = await withTotp(server, user);
    const own = new Browser(server, fromAnotherNetwork());
    await enterCode(own, await toFactorPage(own, user), authenticator.code(-1));
    expect(textOf((await close(own, user)).body)).toContain("Your account is closed");

    const browser = new Browser(server, fromAnotherNetwork());
    const asked = await toFactorPage(browser, user, authorizeUrl(app));
    expect((await browser.get("/login/closed")).location).toBe("/login");
    const { form_token = "" } = hiddenFields(asked, "/login/factor");
    expect((await browser.post("/login/closed", { form_token })).location).toBe("/login");
    expect((await userOf(user)).closed_at).not.toBeNull();

    const shown = await enterCode(browser, asked, authenticator.code());
    expect(shown.path).toMatch(/^\/login\/closed\?continue=/);
    const kept = await browser.submit(shown, "/login/closed");
    expect(new URL(kept.location ?? "").searchParams.get("code")).toMatch(/^[\w-]{43}$/);
  });

  it("is not whoever was on the way to a second factor in the sign-in that it ended", async () => {
    const user = await createUser(server);
    const thief = await open(user);
    // The app wants a second factor: what the sign-in has proven so far lies in a cookie.
    await withTotp(server, user);
    await thief.visit(authorizeUrl(app, { acr_values: "2" }));
    expect(thief.cookie("regrant-half")).toBeDefined();
    await db.query("delete from totp_authenticators where user_id = $1", [user.id]);
    await db.query(
      "update users set closed_at = now(), disabled_at = now(), delete_at = now() + interval '1 day' where id = $1",
      [user.id],
    );
    expect((await thief.get("/login/closed")).location).toBe("/login");
  });

  it("keeps it by a passkey alone", async () => {
    const user = await createUser(server);
    const passkey = new Authenticator();
    const own = await open(user);
    await addPasskey(own, passkey);
    expect(textOf((await close(own, user)).body)).toContain("Your account is closed");
    const browser = new Browser(server, fromAnotherNetwork());
    const page = await signInWith(browser, passkey);
    expect(page.path).toBe("/login/closed");
    expect((await browser.submit(page, "/login/closed")).path).toBe("/account");
    await disableUser(db, user.id, operator);
    expect((await signInWith(browser, passkey)).status).toBe(400);
  });

  it("who has forgotten the password sets another, then keeps the account", async () => {
    const user = await closedUser();
    await mailbox.next(user.email);
    const browser = new Browser(server, fromAnotherNetwork());
    const page = await choosePassword(browser, await resetLink(mailbox, browser, user.email));
    expect(page.path).toBe("/login/closed");
    expect((await browser.submit(page, "/login/closed")).path).toBe("/account");
  });

  it("cannot keep it with a password that was changed since, or once the time is over", async () => {
    const [changed, late] = [await closedUser(), await closedUser()];
    const { browser, page } = await signInAgain(changed);
    await db.query("update users set password_hash = $2 where id = $1", [
      changed.id,
      await hashPassword(goodPassword),
    ]);
    expect((await browser.submit(page, "/login/closed")).path).toBe("/login");
    const other = await signInAgain(late);
    await due(late);
    expect((await other.browser.submit(other.page, "/login/closed")).path).toBe("/login");
    for (const user of [changed, late]) expect((await userOf(user)).closed_at).not.toBeNull();
  });

  it("keeps it once, however often at once", async () => {
    const user = await closedUser();
    const { browser, page } = await signInAgain(user);
    const lock = await lockRow("select 1 from users where id = $1 for update", user.id);
    const kept = Array.from({ length: 3 }, () => browser.submit(page, "/login/closed"));
    await lock.waiting(3, 1);
    await lock.release();
    await Promise.all(kept);
    const events = (await eventsOf(user)).filter((event) => event === "user.deletion_cancelled");
    expect(events).toHaveLength(1);
  });
});

describe("An operator", () => {
  it("sees when an account will be deleted, and cancels that by enabling the user", async () => {
    const user = await closedUser();
    const found = await readUser(db, user.id);
    expect(found.deleteAt).toBeInstanceOf(Date);
    await enableUser(db, user.id, operator);
    expect(await userOf(user)).toEqual({ closed_at: null, disabled_at: null, delete_at: null });
    expect((await eventsOf(user)).slice(-2)).toEqual(["user.enabled", "user.deletion_cancelled"]);
    expect((await signInAgain(user)).page.path).toBe("/account");
  });

  it("who disables it keeps its user from keeping it, but not the deletion from happening", async () => {
    const user = await closedUser();
    const { browser, page } = await signInAgain(user);
    await disableUser(db, user.id, operator);
    expect((await browser.submit(page, "/login/closed")).path).toBe("/login");
    expect((await signInAgain(user)).page.path).toBe("/login");
    expect(await userOf(user)).toMatchObject({ closed_at: null, delete_at: expect.any(Date) });
    await due(user);
    await purgeNow();
    expect(await userOf(user)).toBeUndefined();
  });

  it("deletes it right away", async () => {
    const user = await closedUser();
    await deleteUser(db, user.id, operator);
    expect(await userOf(user)).toBeUndefined();
  });
});

describe("The purge", () => {
  it("deletes accounts whose time is over, with all that is theirs, and no others", async () => {
    const [user, early, never] = [await createUser(server), await closedUser(), await createUser(server)];
    await signIn(server, client, user);
    await close(await open(user), user);
    await due(user);
    const { removed } = await purgeNow();
    expect(removed.users).toBe(1);
    expect(await userOf(user)).toBeUndefined();
    for (const left of [early, never]) expect(await userOf(left)).toBeDefined();
    const { rows } = await db.query("select from sessions where user_id = $1", [user.id]);
    expect(rows).toEqual([]);
    // The audit keeps the id; nobody else did it.
    const deleted = await db.query(
      "select actor from audit_events where user_id = $1 and event = 'user.deleted'",
      [user.id],
    );
    expect(deleted.rows).toEqual([{ actor: null }]);
    const { email } = user;
    const password = goodPassword;
    await addUser(db, { email, password }, operator, hashPassword);
  });

  it("of two replicas at once deletes each once", async () => {
    const users = [await closedUser(), await closedUser(), await closedUser()];
    for (const user of users) await due(user);
    await Promise.all([purgeNow(), purgeNow()]);
    for (const user of users) {
      expect(await userOf(user)).toBeUndefined();
      expect((await eventsOf(user)).filter((event) => event === "user.deleted")).toHaveLength(1);
    }
  });

  it("and its user, who keeps it at the last moment, do not both succeed", async () => {
    const user = await closedUser();
    const { browser, page } = await signInAgain(user);
    const lock = await lockRow("select 1 from users where id = $1 for update", user.id);
    const kept = browser.submit(page, "/login/closed");
    await lock.waiting(1, 1);
    // Due for the purge, but not yet when the user asked.
    await lock.tx.query("update users set delete_at = clock_timestamp() where id = $1", [user.id]);
    await lock.release();
    const [{ path }] = await Promise.all([kept, purgeNow()]);
    const left = await userOf(user);
    expect(left === undefined ? path : left.delete_at).toBe(left === undefined ? "/login" : null);
  });
});
