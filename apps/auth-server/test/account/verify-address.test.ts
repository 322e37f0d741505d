import { describe, expect, it } from "vitest";
import { signedIn } from "../support/authorization.js";
import { Browser, type Page, textOf } from "../support/browser.js";
import { createUser, type TestUser } from "../support/fixtures.js";
import { sendMails, startMailbox } from "../support/mailbox.js";
import { lockRow } from "../support/row-lock.js";
import { passTime, sharedDatabase, testServer } from "../support/server.js";
import { fromAnotherNetwork, linkTo, trustingProxy } from "../support/sign-up.js";

const databaseUrl = await sharedDatabase();
const mailbox = await startMailbox();
const server = await testServer({ databaseUrl, env: { ...mailbox.env, ...trustingProxy } });
const { db } = server;
sendMails(server);

const ask = "/account/email/verify";
const verify = "/verify-email";
const stranger = () => new Browser(server, fromAnotherNetwork());
const confirm = (browser: Browser, page: Page) => browser.submit(page, verify);
const claimsOf = async ({ id }: TestUser) =>
  (await db.query("select claims from users where id = $1", [id])).rows[0]?.claims;

async function asked() {
  const user = await createUser(server);
  const browser = await signedIn(server, user, fromAnotherNetwork());
  const account = await browser.submit(await browser.visit("/account"), ask);
  expect(textOf(account.body)).toContain("We’ve sent you a mail.");
  return { user, browser, path: await linkTo(mailbox, user.email) };
}

function expectUnusable(page: Page): void {
  expect(page.status).toBe(410);
  expect(textOf(page.body)).toContain("This link no longer works");
}

describe("An address that nobody has proven", () => {
  it("is proven by the link in a mail, on any device, without signing in there", async () => {
    const { user, browser, path } = await asked();
    const phone = stranger();
    const page = await phone.visit(path);
    expect(textOf(page.body)).toContain(`Is ${user.email} your email address?`);
    expect(await claimsOf(user)).toEqual({});
    const done = await confirm(phone, page);
    expect(textOf(done.body)).toContain(`${user.email} is confirmed`);
    expect(await claimsOf(user)).toEqual({ email_verified: true });
    expect((await phone.get("/account")).location).toBe("/login");
    const { body } = await browser.visit("/account");
    expect(body).not.toContain(ask);
    expect(body).toContain('<span class="tag">verified</span>');
    const { rows } = await db.query(
      "select event, actor, detail from audit_events where user_id = $1 and event like 'user.%'",
      [user.id],
    );
    expect(rows).toEqual([{ event: "user.email_verified", actor: null, detail: null }]);
    expectUnusable(await phone.visit(path));
    expectUnusable(await confirm(phone, page));
  });

  it("is not proven by a scanner that follows the link, nor by another site's form", async () => {
    const { user, path } = await asked();
    for (let times = 0; times < 3; times += 1) expect((await stranger().get(path)).status).toBe(200);
    const browser = stranger();
    const [, token = ""] = path.split("token=");
    await browser.visit(path);
    for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }])
      expect((await browser.post(verify, { token }, headers)).status).toBe(403);
    expect((await browser.post(verify, { token })).status).toBe(403);
    expect(await claimsOf(user)).toEqual({});
  });

  it.each([
    [
      "has another address meanwhile",
      "update users set email = 'other-' || email, email_key = null where id = $1",
    ],
    ["is disabled meanwhile", "update users set disabled_at = now() where id = $1"],
    ["is deleted meanwhile", "delete from users where id = $1"],
  ])("is not proven if its user %s", async (_what, change) => {
    const { user, path } = await asked();
    const browser = stranger();
    const page = await browser.visit(path);
    await db.query(change, [user.id]);
    expectUnusable(await browser.visit(path));
    expectUnusable(await confirm(browser, page));
    expect((await claimsOf(user)) ?? {}).toEqual({});
  });

  it("nor if the address is changed in the very moment", async () => {
    const { user, path } = await asked();
    const browser = stranger();
    const page = await browser.visit(path);
    const lock = await lockRow(
      "update users set email = 'moved-' || email, email_key = null where id = $1",
      user.id,
    );
    const confirming = confirm(browser, page);
    await lock.waiting(1);
    await lock.release();
    expectUnusable(await confirming);
    expect(await claimsOf(user)).toEqual({});
  });

  it("is proven once by many who follow the link at once", async () => {
    const { user, path } = await asked();
    const browsers = Array.from({ length: 5 }, stranger);
    const pages = await Promise.all(browsers.map((browser) => browser.visit(path)));
    const answers = await Promise.all(browsers.map((browser, at) => confirm(browser, pages[at] as Page)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410, 410]);
    const { rowCount } = await db.query(
      "select from audit_events where user_id = $1 and event = 'user.email_verified'",
      [user.id],
    );
    expect(rowCount).toBe(1);
  });

  it("is proven by the newest link only, for a day", async () => {
    const { browser, user, path } = await asked();
    await passTime(server, 61);
    await browser.submit(await browser.visit("/account"), ask);
    const newer = await linkTo(mailbox, user.email);
    expectUnusable(await stranger().visit(path));
    expect((await stranger().visit(newer)).status).toBe(200);
    await passTime(server, 86_400);
    expectUnusable(await stranger().visit(newer));
  });

  it("gets one mail a minute at most, however often its user asks", async () => {
    const { browser, user } = await asked();
    const account = await browser.visit("/account");
    await Promise.all(Array.from({ length: 10 }, () => browser.submit(account, ask)));
    const { rows } = await db.query<{ count: number }>(
      "select count(*)::int as count from mailed_links where user_id = $1",
      [user.id],
    );
    expect(rows[0]?.count).toBe(1);
    expect(mailbox.received.filter(({ to }) => to.includes(user.email))).toHaveLength(1);
  });

  it("is asked for by who is signed in only, and where there is mail", async () => {
    const browser = stranger();
    const page = await browser.visit("/login");
    const [, token = ""] = /name="form_token" value="([^"]+)"/.exec(page.body) ?? [];
    expect((await browser.post(ask, { form_token: token })).location).toBe("/login");
    const silent = await testServer({ databaseUrl });
    const there = await signedIn(silent, await createUser(silent));
    expect((await there.visit("/account")).body).not.toContain(ask);
    expect((await there.get(verify)).status).toBe(404);
  });
});
