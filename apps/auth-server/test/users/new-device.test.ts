import { describe, expect, it } from "vitest";
import { insertAuditEvent } from "../../src/audit/audit-events.sql.js";
import { addUser } from "../../src/users/users.js";
import { login, signedIn } from "../support/authorization.js";
import { Browser } from "../support/browser.js";
import { createUser, type TestUser } from "../support/fixtures.js";
import { testServer } from "../support/server.js";

const server = await testServer();
const cookieName = "regrant-known";

async function newUser(): Promise<TestUser> {
  const user = await createUser(server);
  await insertAuditEvent(server.db, { event: "user.created", userId: user.id });
  return user;
}

const eventsOf = async ({ id }: { readonly id: string }, event = "sign_in.new_device") =>
  (
    await server.db.query(
      "select reason, host(address) as address, user_agent, detail from audit_events where user_id = $1 and event = $2 order by id",
      [id, event],
    )
  ).rows;
const noticesOf = async ({ id }: { readonly id: string }) =>
  (
    await server.db.query("select kind, content, detail from mails where user_id = $1 order by created_at", [
      id,
    ])
  ).rows;
const signOut = async (browser: Browser) => browser.submit(await browser.visit("/logout"), "/logout");
const signInAgain = async (browser: Browser, user: Pick<TestUser, "email" | "password">) => {
  await signOut(browser);
  expect((await login(browser, await browser.visit("/login"), user)).path).toBe("/account");
};

describe("A sign-in with a browser that the user has not used before", () => {
  it("is audited with the sign-in, and a notice of it waits to be mailed [new-device-1]", async () => {
    const user = await newUser();
    await signedIn(server, user);
    expect(await eventsOf(user)).toEqual([]);
    const userAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
    await signedIn(server, user, { "user-agent": userAgent });
    const [first, second] = await eventsOf(user, "sign_in.created");
    expect([first, second]).toEqual([expect.anything(), expect.anything()]);
    expect(await eventsOf(user)).toEqual([
      { reason: null, address: "127.0.0.1", user_agent: userAgent, detail: second.detail },
    ]);
    expect(await noticesOf(user)).toEqual([
      {
        kind: "notice",
        content: null,
        detail: {
          at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          event: "sign_in.new_device",
          address: "127.0.0.1",
          user_agent: userAgent,
          detail: second.detail,
        },
      },
    ]);
  });

  it("is no news where it is the account's first, by whomever the account was made", async () => {
    const made = await addUser(
      server.db,
      { email: "first@example.com", password: "four unrelated words" },
      { by: {} },
      (password) => server.context.passwords.hash(password, "test"),
    );
    const user = { ...made, password: "four unrelated words" };
    await signedIn(server, user);
    expect([await eventsOf(user), await noticesOf(user)]).toEqual([[], []]);
  });

  it("is news where nothing shows that the account is new: its creation may be long forgotten", async () => {
    const user = await createUser(server);
    await signedIn(server, user);
    expect(await eventsOf(user)).toHaveLength(1);
  });

  it("is news after many guesses, which cannot hide that there were sign-ins before", async () => {
    const user = await newUser();
    for (let guess = 0; guess < 60; guess += 1)
      await insertAuditEvent(server.db, { event: "sign_in.refused", userId: user.id });
    await signedIn(server, user);
    await signedIn(server, user);
    expect(await eventsOf(user)).toHaveLength(2);
  });
});

describe("A browser that a user has signed in with", () => {
  it("is known by a cookie that outlives the sign-in, for a year from the last", async () => {
    const user = await newUser();
    const browser = await signedIn(server, user);
    await signOut(browser);
    const page = await browser.visit("/login");
    const { setCookies } = await browser.post("/login", {
      ...Object.fromEntries(
        [...page.body.matchAll(/name="(form_token)" value="([^"]*)"/g)].map(([, n, v]) => [n, v]),
      ),
      username: user.email,
      password: user.password,
    });
    const cookie = setCookies.find((line) => line.startsWith(`${cookieName}=`));
    expect(cookie).toMatch(/^regrant-known=\d~[\w-]{22}; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(await eventsOf(user)).toEqual([]);
  });

  it("is known to each of the users who share it, and to no other", async () => {
    const [ada, grace, mallory] = [await newUser(), await newUser(), await newUser()];
    for (const user of [grace, mallory]) await signedIn(server, user);
    const browser = await signedIn(server, ada);
    await signInAgain(browser, grace);
    await signInAgain(browser, ada);
    await signInAgain(browser, grace);
    expect([await eventsOf(ada), await eventsOf(grace)]).toEqual([[], [expect.anything()]]);
    await signInAgain(browser, mallory);
    expect(await eventsOf(mallory)).toHaveLength(1);
    const tags = browser.cookie(cookieName)?.split(".") ?? [];
    expect(new Set(tags).size).toBe(3);
  });

  it("forgets who has not signed in for the longest, beyond eight", async () => {
    const users = [];
    for (let count = 0; count < 9; count += 1) users.push(await newUser());
    const [first, ...others] = users as [TestUser, ...TestUser[]];
    const browser = await signedIn(server, first);
    for (const user of others) await signInAgain(browser, user);
    expect(browser.cookie(cookieName)?.split(".")).toHaveLength(8);
    await signInAgain(browser, others[0] as TestUser);
    expect(await eventsOf(others[0] as TestUser)).toEqual([]);
    await signInAgain(browser, first);
    expect(await eventsOf(first)).toHaveLength(1);
  });

  it("is known by the sign-in that it has, as those are from before there was the other cookie", async () => {
    const user = await newUser();
    const browser = await signedIn(server, user);
    browser.setCookie(cookieName, "");
    await login(browser, await browser.visit("/login"), user);
    expect(await eventsOf(user, "sign_in.created")).toHaveLength(2);
    expect(await eventsOf(user)).toEqual([]);
    expect(browser.cookie(cookieName)).toMatch(/^\d~[\w-]{22}$/);
  });

  it("is new again without the cookie, with another's, or with one that nobody here made [new-device-2]", async () => {
    const [user, other] = [await newUser(), await newUser()];
    const browser = await signedIn(server, user);
    const others = (await signedIn(server, other)).cookie(cookieName) ?? "";
    const planted = [
      "",
      others,
      "x".repeat(22),
      `${".".repeat(9)}${browser.cookie(cookieName)}`,
      "%00.🤦.__proto__",
      (browser.cookie(cookieName) ?? "").replace("0~", "1~"),
    ];
    for (const [index, value] of planted.entries()) {
      const thief = new Browser(server);
      thief.setCookie(cookieName, value);
      await login(thief, await thief.visit("/login"), user);
      expect([value, (await eventsOf(user)).length]).toEqual([value, index + 1]);
    }
  });

  it("is new again once the password was changed with another browser [new-device-3]", async () => {
    const user = await newUser();
    const [thief, owner] = [await signedIn(server, user), await signedIn(server, user)];
    expect(await eventsOf(user)).toHaveLength(1);
    const password = "four unrelated words";
    const page = await owner.submit(await owner.visit("/account/password"), "/account/password", {
      password: user.password,
      new_password: password,
    });
    expect(page.path).toBe("/account");
    await signInAgain(owner, { ...user, password });
    expect(await eventsOf(user)).toHaveLength(1);
    await login(thief, await thief.visit("/login"), { ...user, password });
    expect(await eventsOf(user)).toHaveLength(2);
  });

  it("has a cookie that no other host can set, for an https issuer", async () => {
    const secure = await testServer({
      env: { ISSUER: "https://auth.example.com" },
    });
    const user = await createUser(secure);
    const browser = new Browser(secure);
    const page = await browser.visit("/login");
    await login(browser, page, user);
    expect(browser.cookie("__Host-regrant-known")).toMatch(/^\d~[\w-]{22}$/);
  });
});
