import { describe, expect, it } from "vitest";
import { login, signedIn } from "../support/authorization.js";
import { Browser, hiddenFields, type Page, textOf } from "../support/browser.js";
import { createUser, type TestUser } from "../support/fixtures.js";
import { sendMails, startMailbox } from "../support/mailbox.js";
import { choosePassword, resetLink } from "../support/reset.js";
import { lockRow } from "../support/row-lock.js";
import { sharedDatabase, testServer } from "../support/server.js";
import { fromAnotherNetwork, goodPassword, linkTo, newAddress, trustingProxy } from "../support/sign-up.js";
import { withTotp } from "../support/totp.js";

const databaseUrl = await sharedDatabase();
const mailbox = await startMailbox();
const server = await testServer({ databaseUrl, env: { ...mailbox.env, ...trustingProxy } });
const { db, context } = server;
sendMails(server);

const path = "/account/email";
const open = (user: TestUser) => signedIn(server, user, fromAnotherNetwork());
const ask = async (browser: Browser, email: string, password: string): Promise<Page> =>
  browser.submit(await browser.visit(path), path, { email, password });
const askedLink = async (browser: Browser, user: TestUser, email: string) => {
  expect((await ask(browser, email, user.password)).status).toBe(200);
  return linkTo(mailbox, email);
};
const confirm = async (browser: Browser, link: string) =>
  browser.submit(await browser.visit(link), `${path}/confirm`);
const userOf = async ({ id }: { id: string }) =>
  (await db.query("select id, email, claims, closed_at from users where id = $1", [id])).rows[0];
const verify = ({ id }: TestUser) =>
  db.query(`update users set claims = '{"email_verified":true}' where id = $1`, [id]);
const eventsOf = async ({ id }: { id: string }) =>
  (await db.query("select event from audit_events where user_id = $1", [id])).rows.map(({ event }) => event);
const settled = () => context.background.finish();

function expectUnusable(page: Page): void {
  expect(page.status).toBe(410);
  expect(textOf(page.body)).toContain("This link no longer works");
}

describe("The change of an email address", () => {
  it("takes effect when its new reader confirms it, and the old one is told", async () => {
    const user = await createUser(server);
    const browser = await open(user);
    expect((await browser.visit("/account")).body).toContain(`href="${path}"`);
    const email = newAddress();
    const link = await askedLink(browser, user, email);
    expect(link).toMatch(/^\/account\/email\/confirm\?token=[\w-]{43}$/);
    const page = await browser.visit(link);
    expect(textOf(page.body)).toContain(`From now on you sign in with ${email} instead of ${user.email}`);
    expect(page.headers["referrer-policy"]).toBe("no-referrer");
    expect((await userOf(user)).email).toBe(user.email);

    const done = await confirm(browser, link);
    expect(textOf(done.body)).toContain("Email address changed.");
    expect(await userOf(user)).toMatchObject({ email, claims: { email_verified: true } });
    expect(await eventsOf(user)).toContain("user.email_changed");
    const told = await mailbox.next(user.email);
    expect(told.subject).toContain("was changed");
    // Nobody has proven the old address: it may be a stranger's, who gets no link.
    expect(told.link).toBe("");
    expect(told.text).not.toContain(email);
    expectUnusable(await browser.visit(link));
    const again = new Browser(server, fromAnotherNetwork());
    expect((await login(again, await again.visit("/login"), { ...user, email })).path).toBe("/account");
  });

  it("needs the password, and an address that is another", async () => {
    const user = await createUser(server);
    const browser = await open(user);
    for (const [email, password, words] of [
      [newAddress(), "a wrong password", "Incorrect password."],
      ["no address", user.password, "Enter an email address"],
      [user.email, user.password, "other than the one that you have"],
      ["", user.password, "Enter an email address"],
      ["a\u200b@example.com", user.password, "Enter an email address"],
    ] as const) {
      const page = await ask(browser, email, password);
      expect(page.status).toBe(400);
      expect(textOf(page.body)).toContain(words);
    }
    await settled();
    const { rows } = await db.query("select from mailed_links where user_id = $1", [user.id]);
    expect(rows).toEqual([]);
  });

  it("needs a recent sign-in of a user without a password", async () => {
    const user = await createUser(server);
    const browser = await open(user);
    await db.query("update users set password_hash = null where id = $1", [user.id]);
    expect((await browser.visit(path)).body).not.toContain('type="password"');
    await askedLink(browser, user, newAddress());
    await db.query("update sign_ins set authenticated_at = now() - interval '301 s' where user_id = $1", [
      user.id,
    ]);
    expect((await browser.get(path)).location).toBe("/login?continue=%2Faccount%2Femail");
    await db.query("update sign_ins set authenticated_at = now() - interval '601 s' where user_id = $1", [
      user.id,
    ]);
    const { form_token = "" } = hiddenFields(await browser.visit("/account"), "/account/email/verify");
    expect((await browser.post(path, { form_token, email: newAddress() })).location).toMatch(/^\/login\?/);
  });

  it("needs the second factor, if one was added since the sign-in", async () => {
    const user = await createUser(server);
    const browser = await open(user);
    await withTotp(server, user);
    expect((await browser.get(path)).location).toBe("/login/factor?continue=%2Faccount%2Femail");
  });

  it("gives nothing to whoever gets the mail by mistake: only its user may confirm it", async () => {
    const [user, other] = [await createUser(server), await createUser(server)];
    const link = await askedLink(await open(user), user, newAddress());
    const stranger = new Browser(server, fromAnotherNetwork());
    const page = await stranger.visit(link);
    expect(textOf(page.body)).toContain("sign in to your account first");
    // Neither name nor address of the account.
    expect(page.body).not.toContain(user.email);
    const others = await open(other);
    expect(textOf((await others.visit(link)).body)).toContain("sign in to your account first");
    const token = /name="form_token" value="([^"]*)"/.exec((await others.visit("/account")).body)?.[1] ?? "";
    expectUnusable(
      await others.post(`${path}/confirm`, {
        form_token: token,
        token: new URLSearchParams(link.split("?")[1]).get("token") ?? "",
      }),
    );
    expect((await userOf(user)).email).toBe(user.email);
    expect((await userOf(other)).email).toBe(other.email);
    expect((await (await open(user)).visit(link)).status).toBe(200);
  });

  it("does not say whose an address is that is taken, but tells its owner", async () => {
    const [user, owner] = [await createUser(server), await createUser(server)];
    const [taken, free] = [owner.email.toUpperCase(), newAddress()];
    const [first, second] = [await open(user), await open(user)];
    const answers = [await ask(first, taken, user.password), await ask(second, free, user.password)];
    expect(answers[0]?.body.replaceAll(taken, "…")).toBe(answers[1]?.body.replaceAll(free, "…"));
    const told = await mailbox.next(owner.email);
    expect(told.subject).toContain("already have an account");
    expect(told.to).toEqual([owner.email]);
    expect(told.link).toBe("");
  });

  it("is useless after the password was changed: a thief may have asked for it", async () => {
    const user = await createUser(server);
    const browser = await open(user);
    const link = await askedLink(browser, user, newAddress());
    const page = await browser.visit(link);
    await choosePassword(
      browser,
      await resetLink(mailbox, new Browser(server, fromAnotherNetwork()), user.email),
    );
    expectUnusable(await browser.visit(link));
    expectUnusable(await browser.submit(page, `${path}/confirm`));
    expect((await userOf(user)).email).toBe(user.email);
  });

  it("goes to one of two people who change to the same address at once", async () => {
    const users = [await createUser(server), await createUser(server)];
    const email = newAddress();
    const pages: [Browser, Page][] = [];
    for (const user of users) {
      const browser = await open(user);
      await db.query("truncate mail_limits");
      const link = await askedLink(browser, user, email);
      pages.push([browser, await browser.visit(link)]);
    }
    const locks = await Promise.all(
      users.map(({ id }) => lockRow("select 1 from users where id = $1 for update", id)),
    );
    const confirmed = pages.map(([browser, page]) => browser.submit(page, `${path}/confirm`));
    await locks[0]?.waiting(2, 1);
    await Promise.all(locks.map((lock) => lock.release()));
    const texts = (await Promise.all(confirmed)).map(({ body }) => textOf(body));
    expect(texts.filter((text) => text.includes("Email address changed."))).toHaveLength(1);
    expect(texts.filter((text) => text.includes("belongs to another account"))).toHaveLength(1);
    const { rows } = await db.query("select from users where lower(email) = $1", [email]);
    expect(rows).toHaveLength(1);
  });

  it("is confirmed once, however often at once", async () => {
    const user = await createUser(server);
    const browser = await open(user);
    const page = await browser.visit(await askedLink(browser, user, newAddress()));
    const lock = await lockRow("select 1 from users where id = $1 for update", user.id);
    const confirmed = Array.from({ length: 4 }, () => browser.submit(page, `${path}/confirm`));
    await lock.waiting(4, 1);
    await lock.release();
    const statuses = (await Promise.all(confirmed)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 410, 410, 410]);
  });

  it("is not offered without a mail server", async () => {
    const silent = await testServer({ databaseUrl });
    const browser = await signedIn(silent, await createUser(silent));
    expect((await browser.visit("/account")).body).not.toContain(`href="${path}"`);
    expect((await browser.get(path)).status).toBe(404);
  });
});

describe("A change of address that its owner did not make", () => {
  /** A thief knows the password and has a mailbox. @returns the links that the former addresses got, and the thief's browser */
  const stolen = async (user: TestUser, addresses: readonly string[]) => {
    await verify(user);
    const thief = await open(user);
    const links: string[] = [];
    let current = user.email;
    for (const email of addresses) {
      await db.query("truncate mail_limits");
      await confirm(thief, await askedLink(thief, user, email));
      links.push(await linkTo(mailbox, current));
      current = email;
    }
    return { thief, links };
  };

  it("is undone by a link to the former address, with a new password, and the thief is out", async () => {
    const user = await createUser(server);
    const address = newAddress();
    const { thief, links } = await stolen(user, [address]);
    const [link = ""] = links;
    expect(link).toMatch(/^\/reset\/address\?token=[\w-]{43}$/);
    // Another password keeps nobody from it.
    await thief.submit(await thief.visit("/account/password"), "/account/password", {
      password: user.password,
      new_password: "the thief's own words",
    });
    const owner = new Browser(server, fromAnotherNetwork());
    expect(textOf((await owner.visit(link)).body)).toContain(user.email);
    expect((await choosePassword(owner, link)).path).toBe("/account");
    expect(await userOf(user)).toMatchObject({ email: user.email, claims: { email_verified: true } });
    expect((await thief.get("/account")).location).toBe("/login");
    for (const email of [address, user.email]) {
      const again = new Browser(server, fromAnotherNetwork());
      const page = await login(again, await again.visit("/login"), {
        email,
        password: "the thief's own words",
      });
      expect(page.path).toBe("/login");
    }
    expectUnusable(await owner.visit(link));
  });

  it("is undone however often the thief went on, and the thief's own links do not bring it back", async () => {
    const user = await createUser(server);
    const { thief, links } = await stolen(user, [newAddress(), newAddress()]);
    const [link = "", thiefsLink = ""] = links;
    const pending = await (async () => {
      await db.query("truncate mail_limits");
      return askedLink(thief, user, newAddress());
    })();
    const owner = new Browser(server, fromAnotherNetwork());
    expect((await choosePassword(owner, link)).path).toBe("/account");
    expectUnusable(await owner.visit(thiefsLink));
    expectUnusable(await owner.visit(pending));
    expect((await userOf(user)).email).toBe(user.email);
  });

  it("is undone even after the thief has closed the account", async () => {
    const user = await createUser(server);
    const { thief, links } = await stolen(user, [newAddress()]);
    await thief.submit(await thief.visit("/account/delete"), "/account/delete", { password: user.password });
    expect((await userOf(user)).closed_at).not.toBeNull();
    const owner = new Browser(server, fromAnotherNetwork());
    const page = await choosePassword(owner, links[0] ?? "");
    expect(page.path).toBe("/login/closed");
    expect((await owner.submit(page, "/login/closed")).path).toBe("/account");
    expect(await userOf(user)).toMatchObject({ email: user.email, closed_at: null });
  });

  it("is undone even after the thief has used a link of their own first", async () => {
    const user = await createUser(server);
    const { links } = await stolen(user, [newAddress(), newAddress()]);
    const [link = "", thiefsLink = ""] = links;
    await choosePassword(new Browser(server, fromAnotherNetwork()), thiefsLink);
    expect((await choosePassword(new Browser(server, fromAnotherNetwork()), link)).path).toBe("/account");
    expect((await userOf(user)).email).toBe(user.email);
  });

  it("is undone for seven days, and not once somebody else has the address", async () => {
    const user = await createUser(server);
    const { links } = await stolen(user, [newAddress()]);
    const [link = ""] = links;
    const other = await createUser(server);
    const { email } = user;
    await db.query("update users set email = $2, email_key = $2 where id = $1", [other.id, email]);
    const page = await choosePassword(new Browser(server, fromAnotherNetwork()), link, goodPassword);
    expect(page.status).toBe(409);
    expect(textOf(page.body)).toContain("belongs to another account");
    expect((await userOf(other)).email).toBe(email);
    await db.query("update mailed_links set expires_at = expires_at - interval '7 days' where user_id = $1", [
      user.id,
    ]);
    expectUnusable(await new Browser(server, fromAnotherNetwork()).visit(link));
  });
});
