import { beforeAll, describe, expect, it } from "vitest";
import {
  answerOf,
  authorizeUrl,
  createApp,
  getCode,
  login,
  redeem,
  signedIn,
} from "../support/authorization.js";
import { Browser, type Page, textOf } from "../support/browser.js";
import { createResources, createUser, type TestClient } from "../support/fixtures.js";
import { sendMails, startMailbox } from "../support/mailbox.js";
import { countRows } from "../support/old-rows.js";
import { passTime, sharedDatabase, testServer } from "../support/server.js";
import {
  askForAccount,
  finishSignUp,
  followedLink,
  fromAnotherNetwork,
  goodPassword,
  linkTo,
  newAddress,
  trustingProxy,
} from "../support/sign-up.js";

const databaseUrl = await sharedDatabase();
const mailbox = await startMailbox();
const env = { ...mailbox.env, ...trustingProxy, SIGN_UP: "open" };
const server = await testServer({ databaseUrl, env });
const { db } = server;
sendMails(server);
let app: TestClient;

beforeAll(async () => {
  await createResources(server);
  app = await createApp(server);
});

const stranger = () => new Browser(server, fromAnotherNetwork());
const userOf = async (email: string) =>
  (await db.query("select id, email, roles, claims from users where email = $1", [email])).rows[0];
const isSignedIn = async (browser: Browser) => (await browser.get("/account")).status === 200;

function expectUnusable(page: Page): void {
  expect(page.status).toBe(410);
  expect(textOf(page.body)).toContain("This link no longer works");
}

describe("Signing up", () => {
  it("makes no user before the link is followed, then one whose address is verified, who is signed in", async () => {
    const email = newAddress();
    const browser = stranger();
    const sent = await askForAccount(browser, `  ${email.toUpperCase()} `);
    expect(textOf(sent.body)).toContain(`We’ve sent a mail to ${email.toUpperCase()}`);
    const mail = await mailbox.next(email);
    expect(mail.link).toMatch(/^http:\/\/localhost:4000\/sign-up\?token=[\w-]{43}$/);
    const path = mail.link.slice("http://localhost:4000".length);
    const page = await browser.visit(path);
    expect(textOf(page.body)).toContain(`For ${email.toUpperCase()}`);
    expect(await userOf(email.toUpperCase())).toBeUndefined();

    const done = await finishSignUp(browser, page, { name: " Ada Lovelace " });
    expect(done.path).toBe("/account");
    const user = await userOf(email.toUpperCase());
    expect(user).toMatchObject({ roles: [], claims: { name: "Ada Lovelace", email_verified: true } });
    const { rows } = await db.query(
      "select event, detail, host(address) as address from audit_events where user_id = $1 order by id",
      [user.id],
    );
    expect(rows.map(({ event }) => event)).toEqual(["user.created", "sign_in.created"]);
    expect(rows[0].detail).toEqual({ roles: [], claims: ["name", "email_verified"] });
    expect(rows[0].address).toMatch(/^198\./);
    expect(await countRows(server, "mailed_links")).toBe(0);

    const next = stranger();
    expect((await login(next, await next.visit("/login"), { email, password: goodPassword })).path).toBe(
      "/account",
    );
  });

  it("needs no name", async () => {
    const { email, browser, page } = await followedLink(server, mailbox);
    expect((await finishSignUp(browser, page)).path).toBe("/account");
    expect((await userOf(email)).claims).toEqual({ email_verified: true });
  });

  it("leads on to the app where it began, also on another device", async () => {
    const email = newAddress();
    const here = stranger();
    const loginPage = await here.visit(authorizeUrl(app));
    const [, href = ""] = /<a href="(\/sign-up\?continue=[\w-]+)">/.exec(loginPage.body) ?? [];
    const start = await here.visit(href);
    expect(textOf(start.body)).toContain("to continue to The app");
    await here.submit(start, "/sign-up", { email });
    const phone = stranger();
    const page = await phone.visit(await linkTo(mailbox, email));
    expect(textOf(page.body)).toContain(`For ${email} , to continue to The app`);
    expect(page.headers["content-security-policy"]).not.toContain("form-action");
    const { code = "", ...rest } = answerOf(await finishSignUp(phone, page));
    expect(rest).toEqual({ state: "a state", iss: "http://localhost:4000" });
    expect((await redeem(server, app, code)).status).toBe(200);
    expect(await isSignedIn(phone)).toBe(true);
    expect(await isSignedIn(here)).toBe(false);
  });

  it("makes the account even if the app is gone meanwhile", async () => {
    const gone = await createApp(server);
    const email = newAddress();
    const browser = stranger();
    const loginPage = await browser.visit(authorizeUrl(gone));
    const [, href = ""] = /<a href="(\/sign-up\?continue=[\w-]+)">/.exec(loginPage.body) ?? [];
    await askForAccount(browser, email, href);
    await db.query("update clients set disabled_at = now() where client_id = $1", [gone.clientId]);
    const path = await linkTo(mailbox, email);
    // Which has not kept the app in memory.
    const there = browser.at(await testServer({ databaseUrl, env }));
    const page = await there.visit(path);
    expect(page.status).toBe(200);
    expect((await finishSignUp(there, page)).path).toBe("/account");
  });

  it("refuses what is no address, and the passwords that no account may have", async () => {
    const browser = stranger();
    for (const email of [
      "",
      "ada",
      "ada@",
      "a b@example.com",
      "ada@example.com\u200b",
      `${"a".repeat(70)}@b.c`,
    ]) {
      const page = await askForAccount(browser, email);
      expect(page.status).toBe(400);
      expect(page.body).toContain('aria-invalid="true"');
    }
    const { page, email, browser: there } = await followedLink(server, mailbox);
    for (const [fields, problem] of [
      [{ new_password: "short" }, "Use 8 to 1024 characters"],
      [{ new_password: "password1" }, "one of the first that attackers try"],
      [{ new_password: email }, "one of the first that attackers try"],
      [{ name: "x".repeat(201) }, "Use up to 200 characters"],
    ] as const) {
      const refused = await finishSignUp(there, page, { name: "Ada", ...fields });
      expect(refused.status).toBe(400);
      expect(textOf(refused.body)).toContain(problem);
      expect(await userOf(email)).toBeUndefined();
    }
    expect((await finishSignUp(there, page)).path).toBe("/account");
  });
});

describe("The link", () => {
  it("is good once: whoever follows it again is told to sign in", async () => {
    const { browser, page, path } = await followedLink(server, mailbox);
    await finishSignUp(browser, page);
    expectUnusable(await stranger().visit(path));
    expectUnusable(await finishSignUp(browser, page));
  });

  it("followed twice at once makes one user, and says so to the other", async () => {
    const { email, path } = await followedLink(server, mailbox);
    const browsers = Array.from({ length: 3 }, stranger);
    const pages = await Promise.all(browsers.map((browser) => browser.visit(path)));
    const answers = await Promise.all(
      browsers.map((browser, at) => finishSignUp(browser, pages[at] as Page, { name: `Ada ${at}` })),
    );
    const made = answers.filter(({ path }) => path === "/account");
    expect(made).toHaveLength(1);
    for (const answer of answers) if (answer !== made[0]) expect([409, 410]).toContain(answer.status);
    const { rows } = await db.query("select claims from users where email = $1", [email]);
    expect(rows).toHaveLength(1);
    expect(await Promise.all(browsers.map(isSignedIn))).toEqual(answers.map((answer) => answer === made[0]));
  });

  it("changes nothing when it is merely looked at, as mail scanners do", async () => {
    const { browser, path, email } = await followedLink(server, mailbox);
    for (let times = 0; times < 3; times += 1) {
      expect((await stranger().get(path)).status).toBe(200);
      expect((await stranger().head(path)).status).toBe(200);
    }
    expect((await finishSignUp(browser, await browser.visit(path))).path).toBe("/account");
    expect(await userOf(email)).toBeDefined();
  });

  it("works for a day, and only until the next one is sent", async () => {
    const { path, email, browser } = await followedLink(server, mailbox);
    await passTime(server, 23.9 * 3600);
    expect((await browser.get(path)).status).toBe(200);
    await askForAccount(browser, email);
    const later = await linkTo(mailbox, email);
    expectUnusable(await browser.visit(path));
    const page = await browser.visit(later);
    expect(page.status).toBe(200);
    await passTime(server, 24.1 * 3600);
    expectUnusable(await finishSignUp(browser, page));
    expectUnusable(await browser.visit(later));
  });

  it("made up, cut short or of another purpose is as good as none", async () => {
    const { path } = await followedLink(server, mailbox);
    for (const wrong of [`/sign-up?token=${"A".repeat(43)}`, path.slice(0, -1)])
      expectUnusable(await stranger().visit(wrong));
    await db.query("update mailed_links set purpose = 'password_reset'");
    expectUnusable(await stranger().visit(path));
    await db.query("delete from mailed_links");
  });

  it("to an address that has got an account meanwhile says so, and makes none", async () => {
    const { email, path, page, browser } = await followedLink(server, mailbox);
    await db.query("insert into users (email, email_key, password_hash) values ($1, $1, null)", [email]);
    for (const answer of [await finishSignUp(browser, page), await browser.visit(path)]) {
      expect(answer.status).toBe(409);
      expect(textOf(answer.body)).toContain(`There is already an account for ${email} .`);
      expect(answer.body).toContain('href="/login"');
    }
    expect(await isSignedIn(browser)).toBe(false);
  });

  it("and an account made elsewhere in the very moment: one of the two", async () => {
    const { email, page, browser } = await followedLink(server, mailbox);
    const [answer] = await Promise.all([
      finishSignUp(browser, page),
      db.query("insert into users (email, email_key) values ($1, $1) on conflict do nothing", [email]),
    ]);
    expect(["/account", "/sign-up"]).toContain(answer.path);
    expect((await db.query("select from users where email = $1", [email])).rowCount).toBe(1);
  });

  it("says who is signed in, and only the form's button changes that", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user, fromAnotherNetwork());
    const { email, page } = await followedLink(server, mailbox, newAddress(), browser);
    expect(textOf(page.body)).toContain(`You’re signed in as ${user.email} .`);
    expect((await browser.get("/account")).body).toContain(user.email);
    await finishSignUp(browser, page);
    expect((await browser.get("/account")).body).toContain(email);
  });
});

describe("An address that has an account", () => {
  it("gets a mail that says so, where it was registered, with the way to sign in to the same app", async () => {
    const user = await createUser(server);
    const browser = stranger();
    const loginPage = await browser.visit(authorizeUrl(app));
    const [, href = ""] = /<a href="(\/sign-up\?continue=[\w-]+)">/.exec(loginPage.body) ?? [];
    await askForAccount(browser, user.email.toUpperCase(), href);
    const mail = await mailbox.next(user.email);
    expect(mail.subject).toContain("already have an account");
    expect(mail.link).toBe("");
    const [, path = ""] = /http:\/\/localhost:4000(\/login\?continue=[\w-]+)/.exec(mail.text) ?? [];
    const answer = await login(browser, await browser.visit(path), user);
    expect(answerOf(answer).code).toMatch(/^[\w-]{43}$/);
  });
});

describe("SIGN_UP", () => {
  const linkOnLogin = async (at: typeof server) =>
    (await new Browser(at).visit("/login")).body.includes("/sign-up");

  it("off has no page, no link to it and no prompt for it", async () => {
    const off = await testServer({ databaseUrl, env: { ...mailbox.env, ...trustingProxy } });
    const { path } = await followedLink(server, mailbox);
    for (const url of ["/sign-up", path]) expect((await new Browser(off).get(url)).status).toBe(404);
    expect(await linkOnLogin(off)).toBe(false);
    expect(await linkOnLogin(server)).toBe(true);
  });

  it("invite has a page only for invitations", async () => {
    const invite = await testServer({ databaseUrl, env: { ...env, SIGN_UP: "invite" } });
    const { path } = await followedLink(server, mailbox);
    const browser = new Browser(invite);
    expect((await browser.get("/sign-up")).status).toBe(404);
    expectUnusable(await browser.visit(path));
    const page = await browser.visit("/login");
    const [, token = ""] = /name="form_token" value="([^"]+)"/.exec(page.body) ?? [];
    const asked = await browser.post("/sign-up", { form_token: token, email: newAddress() });
    expect(asked.status).toBe(404);
    expect(await linkOnLogin(invite)).toBe(false);
  });
});

describe("prompt=create (OpenID Connect Initiating User Registration 1.0)", () => {
  const metadataOf = async (at: typeof server) =>
    (await at.app.inject("/.well-known/openid-configuration")).json().prompt_values_supported;

  it("leads to the page, and after it straight back to the app", async () => {
    const email = newAddress();
    const browser = stranger();
    const page = await browser.visit(authorizeUrl(app, { prompt: "create", login_hint: email }));
    expect(page.path).toMatch(/^\/sign-up\?continue=/);
    expect(page.body).toContain(`value="${email}"`);
    await browser.submit(page, "/sign-up", { email });
    const form = await browser.visit(await linkTo(mailbox, email));
    expect(answerOf(await finishSignUp(browser, form)).code).toMatch(/^[\w-]{43}$/);
    expect(await getCode(browser, app)).not.toBe("");
  });

  it("leads who is signed in there, too, and lets them go on as they are", async () => {
    const browser = await signedIn(server, await createUser(server), fromAnotherNetwork());
    const page = await browser.visit(authorizeUrl(app, { prompt: "create" }));
    expect(page.path).toMatch(/^\/sign-up\?/);
    const [, href = ""] = /<a href="(\/login\?continue=[\w-]+)">/.exec(page.body) ?? [];
    const [, goOn = ""] =
      /<a class="button main wide" href="([^"]+)">/.exec((await browser.visit(href)).body) ?? [];
    expect(answerOf(await browser.visit(goOn)).code).toMatch(/^[\w-]{43}$/);
  });

  it("may stand beside login and consent, but not none", async () => {
    for (const prompt of ["create login", "create consent"])
      expect((await stranger().visit(authorizeUrl(app, { prompt }))).path).toMatch(/^\/sign-up\?/);
    const refused = answerOf(await stranger().visit(authorizeUrl(app, { prompt: "none create" })));
    expect(refused).toMatchObject({ error: "invalid_request" });
  });

  it("is advertised and understood only where anybody may sign up", async () => {
    expect(await metadataOf(server)).toEqual(["none", "login", "consent", "select_account", "create"]);
    for (const SIGN_UP of ["off", "invite"]) {
      const at = await testServer({ databaseUrl, env: { ...env, SIGN_UP } });
      expect(await metadataOf(at)).not.toContain("create");
      const refused = answerOf(await new Browser(at).visit(authorizeUrl(app, { prompt: "create" })));
      expect(refused).toMatchObject({
        error: "invalid_request",
        error_description: "The prompt is 'create'; it has to be none, or of login, consent, select_account.",
      });
    }
  });
});
