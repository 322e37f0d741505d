import { beforeAll, describe, expect, it } from "vitest";
import { answerOf, authorizeUrl, createApp, login, signedIn } from "../support/authorization.js";
import { Browser, type Page, textOf } from "../support/browser.js";
import { createResources, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { sendMails, startMailbox } from "../support/mailbox.js";
import { askForReset, choosePassword, resetLink } from "../support/reset.js";
import { lockRow } from "../support/row-lock.js";
import { sharedDatabase, testServer } from "../support/server.js";
import { fromAnotherNetwork, goodPassword, linkTo, trustingProxy } from "../support/sign-up.js";
import {
  askByPassword,
  askByRefreshToken,
  expectRefusal,
  expectTokens,
  signIn,
} from "../support/token-requests.js";
import { enterCode, withTotp } from "../support/totp.js";

const databaseUrl = await sharedDatabase();
const mailbox = await startMailbox();
const server = await testServer({ databaseUrl, env: { ...mailbox.env, ...trustingProxy } });
const { db, context } = server;
sendMails(server);
let app: TestClient;
let client: TestClient;

beforeAll(async () => {
  await createResources(server);
  app = await createApp(server);
  client = await createApp(server, { grantTypes: ["password", "refresh_token"] });
});

const stranger = () => new Browser(server, fromAnotherNetwork());
const withPassword = ({ email }: TestUser, password: string) => ({ email, password });
const userOf = async ({ id }: { id: string }) =>
  (await db.query("select * from users where id = $1", [id])).rows[0];
const eventsOf = async ({ id }: { id: string }) =>
  (await db.query("select event from audit_events where user_id = $1 order by id", [id])).rows.map(
    ({ event }) => event,
  );
const linksOf = async ({ id }: { id: string }) =>
  (await db.query("select * from mailed_links where user_id = $1", [id])).rows;
const signsIn = async (user: TestUser, password: string) => {
  const browser = stranger();
  return (await login(browser, await browser.visit("/login"), withPassword(user, password))).path;
};
/** Nothing is under way any more that an answer did not wait for. */
const settled = () => context.background.finish();
const mailsTo = (email: string) => mailbox.received.filter(({ to }) => to.includes(email)).length;

function expectUnusable(page: Page): void {
  expect(page.status).toBe(410);
  expect(textOf(page.body)).toContain("This link no longer works");
}

describe("A forgotten password", () => {
  it("is replaced by a link in a mail, which signs the browser in and everything else out", async () => {
    const user = await createUser(server);
    const [elsewhere, session] = [await signedIn(server, user), await signIn(server, client, user)];
    const browser = stranger();
    const start = await browser.visit("/login");
    expect(start.body).toContain('href="/reset"');
    const sent = await askForReset(browser, `  ${user.email.toUpperCase()} `);
    expect(textOf(sent.body)).toContain("a mail with a link is on its way");
    const mail = await mailbox.next(user.email);
    expect(mail.link).toMatch(/^http:\/\/localhost:4000\/reset\/password\?token=[\w-]{43}$/);
    const link = mail.link.slice("http://localhost:4000".length);

    const page = await browser.visit(link);
    expect(textOf(page.body)).toContain(`For ${user.email}`);
    expect(page.headers["referrer-policy"]).toBe("no-referrer");
    expect(page.headers["cache-control"]).toBe("no-store");
    expect(page.headers["x-frame-options"]).toBe("DENY");
    const done = await choosePassword(browser, link);
    expect(done.path).toBe("/account");

    expect((await elsewhere.get("/account")).location).toBe("/login");
    const refused = await askByRefreshToken(server, client, session.refresh_token);
    expectRefusal(refused, 400, "invalid_grant", "refresh_token_revoked");
    expect(await signsIn(user, user.password)).toBe("/login");
    expect(await signsIn(user, goodPassword)).toBe("/account");
    expect((await userOf(user)).claims.email_verified).toBe(true);
    expect(await eventsOf(user)).toEqual(
      expect.arrayContaining(["password.reset_requested", "user.email_verified", "password.changed"]),
    );
    expectUnusable(await browser.visit(link));
    expect(await linksOf(user)).toEqual([]);
  });

  it("is kept by whoever only opens the link, as mail scanners do, however often", async () => {
    const user = await createUser(server);
    const link = await resetLink(mailbox, stranger(), user.email);
    for (const method of ["get", "head", "get"] as const)
      expect((await stranger()[method](link)).status).toBe(200);
    expect(await signsIn(user, user.password)).toBe("/account");
    expect((await choosePassword(stranger(), link)).path).toBe("/account");
  });

  it("leads on to the app where it was forgotten, in the browser that asked and in no other", async () => {
    const user = await createUser(server);
    const browser = stranger();
    const start = await browser.visit(authorizeUrl(app, { login_hint: user.email }));
    const [, href = ""] = /href="(\/reset\?continue=[^"]+)"/.exec(start.body) ?? [];
    const asking = await browser.visit(href);
    expect(asking.body).toContain('href="/login?continue=');
    await browser.submit(asking, "/reset", { username: user.email });
    const link = await linkTo(mailbox, user.email);
    expect(link).not.toContain("continue");
    const done = await choosePassword(browser, link);
    expect(answerOf(done).code).toMatch(/^[\w-]{43}$/);
    expect(browser.cookie("regrant-reset")).toBeUndefined();

    const other = await createUser(server);
    const here = stranger();
    await askForReset(here, other.email, href);
    expect((await choosePassword(stranger(), await linkTo(mailbox, other.email))).path).toBe("/account");
  });

  it("leads nowhere else, whatever stands in the address or the cookie", async () => {
    for (const handle of ["https://evil.example/", "//evil.example", "x".repeat(500)]) {
      const user = await createUser(server);
      const browser = stranger();
      await askForReset(browser, user.email, `/reset?${new URLSearchParams({ continue: handle })}`);
      browser.setCookie("regrant-reset", encodeURIComponent(handle));
      const done = await choosePassword(browser, await linkTo(mailbox, user.email));
      expect(done.path).toBe("/account");
    }
  });

  it("is replaced by what could be set anywhere else, and a refusal leaves the link good", async () => {
    const user = await createUser(server);
    const browser = stranger();
    const link = await resetLink(mailbox, browser, user.email);
    for (const [password, words] of [
      ["short", "Use 8 to 1024 characters"],
      ["password1", "one of the first that attackers try"],
      [user.email, "one of the first that attackers try"],
    ] as const) {
      const page = await choosePassword(browser, link, password);
      expect(page.status).toBe(400);
      expect(textOf(page.body)).toContain(words);
    }
    expect((await choosePassword(browser, link)).path).toBe("/account");
  });

  it("needs the second factor all the same, if the user has one", async () => {
    const user = await createUser(server);
    const { app: authenticator } = await withTotp(server, user);
    const browser = stranger();
    const page = await choosePassword(browser, await resetLink(mailbox, browser, user.email));
    expect(page.path).toBe("/login/factor");
    expect((await browser.get("/account")).location).toBe("/login");
    expect(await eventsOf(user)).not.toContain("sign_in.created");
    expect((await enterCode(browser, page, authenticator.code())).path).toBe("/account");
  });

  it("can be set for the first time by a user who had none", async () => {
    const user = await createUser(server, [], null);
    const browser = stranger();
    expect((await choosePassword(browser, await resetLink(mailbox, browser, user.email))).path).toBe(
      "/account",
    );
    expect(await signsIn(user, goodPassword)).toBe("/account");
  });

  it("is not replaced for a user whom an operator has disabled, who learns no more than anybody", async () => {
    const [user, late] = [await createUser(server), await createUser(server)];
    await db.query("update users set disabled_at = now() where id = $1", [user.id]);
    const answer = await askForReset(stranger(), user.email);
    expect(textOf(answer.body)).toContain("a mail with a link is on its way");
    await settled();
    expect(await linksOf(user)).toEqual([]);

    const browser = stranger();
    const link = await resetLink(mailbox, browser, late.email);
    const page = await browser.visit(link);
    await db.query("update users set disabled_at = now() where id = $1", [late.id]);
    expectUnusable(await browser.submit(page, "/reset/password", { new_password: goodPassword }));
    expectUnusable(await browser.visit(link));
  });
});

describe("The link of a reset", () => {
  it("is stored as a hash, works for 30 minutes and once", async () => {
    const user = await createUser(server);
    const link = await resetLink(mailbox, stranger(), user.email);
    const token = new URLSearchParams(link.split("?")[1]).get("token") ?? "";
    const [row] = await linksOf(user);
    expect(JSON.stringify(row)).not.toContain(token);
    const seconds = (row.expires_at.getTime() - row.created_at.getTime()) / 1000;
    expect(seconds).toBe(1800);
    await db.query("update mailed_links set expires_at = now() where user_id = $1", [user.id]);
    expectUnusable(await stranger().visit(link));
  });

  it("is worthless once the password or the address was changed, or a newer one was mailed", async () => {
    for (const change of [
      "update users set password_hash = 'another' where id = $1",
      "update users set email = 'x' || email, email_key = 'x' || email_key where id = $1",
      "delete from users where id = $1",
    ]) {
      const user = await createUser(server);
      const browser = stranger();
      const link = await resetLink(mailbox, browser, user.email);
      const page = await browser.visit(link);
      await db.query(change, [user.id]);
      expectUnusable(await browser.visit(link));
      expectUnusable(await browser.submit(page, "/reset/password", { new_password: goodPassword }));
    }
  });

  it("is of one user and one purpose", async () => {
    const [user, victim] = [await createUser(server), await createUser(server)];
    const browser = stranger();
    const link = await resetLink(mailbox, browser, user.email);
    // Whatever else the form says, the token says whose password it is.
    const done = await choosePassword(browser, link, goodPassword, {
      username: victim.email,
      user_id: victim.id,
      email: victim.email,
    });
    expect(textOf(done.body)).toContain(user.email);
    expect(await signsIn(victim, goodPassword)).toBe("/login");

    const again = await resetLink(mailbox, stranger(), victim.email);
    for (const path of ["/reset/address", "/sign-up", "/account/email/confirm"])
      expect([404, 410]).toContain((await stranger().visit(again.replace("/reset/password", path))).status);
    for (const token of ["", "x", "a".repeat(43), "'".repeat(43), "é".repeat(200)])
      expectUnusable(await stranger().visit(`/reset/password?${new URLSearchParams({ token })}`));
  });

  it("goes to the address that the account has, not to one that only looks the same", async () => {
    const user = await createUser(server);
    // Zero-width and full-width: the same account, another mailbox.
    const typed = user.email.replace("example", "ｅxample\u200b");
    await askForReset(stranger(), typed);
    const mail = await mailbox.next(user.email);
    expect(mail.to).toEqual([user.email]);
    expect(mail.raw).not.toContain("ｅ");
  });

  it("is on the issuer, whatever host the request names", async () => {
    const user = await createUser(server);
    const headers = { ...fromAnotherNetwork(), host: "evil.example", "x-forwarded-host": "evil.example" };
    await askForReset(new Browser(server, headers), user.email);
    const mail = await mailbox.next(user.email);
    expect(mail.link).toMatch(/^http:\/\/localhost:4000\//);
    expect(mail.raw).not.toContain("evil.example");
  });
});

describe("Asking for a reset", () => {
  it("of one address 2,000 times at once is one mail, and the answers are all the same", async () => {
    const user = await createUser(server);
    const quiet = await testServer({
      databaseUrl,
      env: { ...mailbox.env, ...trustingProxy },
      withLog: false,
      withKeys: false,
    });
    const form = new Browser(quiet);
    const page = await form.visit("/reset");
    const token = /name="form_token" value="([^"]*)"/.exec(page.body)?.[1] ?? "";
    const bodies = new Set<string>();
    const startedAt = performance.now();
    let busy = 0;
    for (let round = 0; round < 40; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, () =>
          form.post("/reset", { form_token: token, username: user.email }, fromAnotherNetwork()),
        ),
      );
      for (const { status, body } of answers) {
        // Too busy is no answer.
        if (status === 503) busy += 1;
        else bodies.add(`${status} ${body}`);
      }
    }
    await quiet.context.background.finish();
    expect(bodies.size).toBe(1);
    expect(busy).toBeLessThan(1_000);
    await mailbox.next(user.email);
    // One a minute: a busy machine may take longer.
    const most = 1 + Math.floor((performance.now() - startedAt) / 60_000);
    const asked = (await eventsOf(user)).filter((event) => event === "password.reset_requested");
    expect(asked.length).toBeLessThanOrEqual(most);
    expect(mailsTo(user.email)).toBeLessThanOrEqual(most);
    expect(await linksOf(user)).toHaveLength(1);
  }, 240_000);

  it("says the same of any address, and keeps nothing of one that has no account", async () => {
    const user = await createUser(server);
    const ask = async (username: string) => {
      const { status, body, headers } = await askForReset(stranger(), username);
      const { "x-request-id": _, date: __, "set-cookie": ___, "content-length": ____, ...rest } = headers;
      return JSON.stringify({ status, body: body.replaceAll(username, "…"), rest });
    };
    const known = await ask(user.email);
    await settled();
    const before = (await db.query("select count(*) from mailed_links")).rows[0];
    for (const username of ["nobody@example.com", "no address", "nobody@xn--nxasmq6b", "a".repeat(400)])
      expect(await ask(username)).toBe(known);
    await settled();
    expect((await db.query("select count(*) from mailed_links")).rows[0]).toEqual(before);
  });

  it("is answered before anybody looks whether there is such an account", async () => {
    const user = await createUser(server);
    const browser = stranger();
    const page = await browser.visit("/reset");
    const lock = await lockRow("lock table users in access exclusive mode");
    const answer = await browser.submit(page, "/reset", { username: user.email });
    expect(textOf(answer.body)).toContain("a mail with a link is on its way");
    await lock.waiting(1);
    await lock.release();
    await mailbox.next(user.email);
  });

  it("needs an address", async () => {
    const page = await askForReset(stranger(), "  ");
    expect(page.status).toBe(400);
    expect(textOf(page.body)).toContain("Enter your email address");
  });

  it("is no way to flood a list of mailboxes: a network causes so many mails in a row", async () => {
    const from = fromAnotherNetwork();
    const users = await Promise.all(Array.from({ length: 40 }, () => createUser(server)));
    await Promise.all(users.map(({ email }) => askForReset(new Browser(server, from), email)));
    await settled();
    const ids = users.map(({ id }) => id);
    const { rows } = await db.query("select from mailed_links where user_id = any ($1)", [ids]);
    expect(rows).toHaveLength(30);
  });

  it("is refused from another site's form, and so is the new password", async () => {
    const user = await createUser(server);
    const browser = stranger();
    const link = await resetLink(mailbox, browser, user.email);
    for (const path of ["/reset", "/reset/password"]) {
      for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }, {}]) {
        const answer = await browser.post(
          path,
          { username: user.email, new_password: goodPassword },
          headers,
        );
        expect(answer.status).toBe(403);
      }
    }
    expectTokens(await askByPassword(server, client, user));
    expect((await browser.visit(link)).status).toBe(200);
  });

  it("is not offered without a mail server", async () => {
    const silent = await testServer({ databaseUrl });
    const browser = new Browser(silent);
    expect((await browser.visit("/login")).body).not.toContain("/reset");
    for (const path of ["/reset", "/reset/password?token=x", "/reset/address?token=x"])
      expect((await browser.visit(path)).status).toBe(404);
  });
});
