import { beforeAll, describe, expect, it } from "vitest";
import { hashPassword } from "../../src/users/hash-password.js";
import { changeUser, deleteUser } from "../../src/users/users.js";
import { createApp, login, signedIn } from "../support/authorization.js";
import { Browser, type Page } from "../support/browser.js";
import { createResources, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { sendMails, startMailbox } from "../support/mailbox.js";
import { resetLink } from "../support/reset.js";
import { lockRow, type RowLock } from "../support/row-lock.js";
import { sharedDatabase, testServer } from "../support/server.js";
import { fromAnotherNetwork, goodPassword, trustingProxy } from "../support/sign-up.js";
import { askByPassword } from "../support/token-requests.js";

const databaseUrl = await sharedDatabase();
const mailbox = await startMailbox();
const server = await testServer({ databaseUrl, env: { ...mailbox.env, ...trustingProxy } });
const { db } = server;
sendMails(server);
let client: TestClient;

beforeAll(async () => {
  await createResources(server);
  client = await createApp(server, { grantTypes: ["password", "refresh_token"] });
});

const stranger = () => new Browser(server, fromAnotherNetwork());
const lockUserRow = ({ id }: TestUser): Promise<RowLock> =>
  lockRow("select 1 from users where id = $1 for update", id);
/** The page behind a link that was just mailed. */
const opened = async (user: TestUser): Promise<[Browser, Page]> => {
  const browser = stranger();
  return [browser, await browser.visit(await resetLink(mailbox, browser, user.email))];
};
const loginPages = (count: number): Promise<[Browser, Page][]> =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const browser = stranger();
      return [browser, await browser.visit("/login")];
    }),
  );
const choose = ([browser, page]: [Browser, Page], new_password = goodPassword) =>
  browser.submit(page, "/reset/password", { new_password });
const works = async (user: TestUser, password: string) => {
  const browser = stranger();
  return (await login(browser, await browser.visit("/login"), { ...user, password })).path === "/account";
};
const countOf = async (table: "sign_ins" | "sessions", { id }: TestUser) => {
  const open = table === "sessions" ? "and revoked_at is null" : "";
  const { rows } = await db.query(`select count(*)::int as n from ${table} where user_id = $1 ${open}`, [id]);
  return rows[0].n;
};
const eventsOf = async ({ id }: TestUser, event: string) =>
  (await db.query("select from audit_events where user_id = $1 and event = $2", [id, event])).rowCount;

describe("A reset", () => {
  it("by one link from two browsers at once sets one password", async () => {
    const user = await createUser(server);
    const first = await opened(user);
    const passwords = ["the first four words", "the second four words"];
    const lock = await lockUserRow(user);
    const done = passwords.map((password) => choose(first, password));
    await lock.waiting(passwords.length, 0.8);
    await lock.release();
    const statuses = (await Promise.all(done)).map(({ status }) => status);
    // On a busy machine one may have waited too long, and is told so.
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect([410, 503]).toContain(Math.max(...statuses));
    const working = await Promise.all(passwords.map((password) => works(user, password)));
    expect(working.filter(Boolean)).toHaveLength(1);
    expect(await eventsOf(user, "password.changed")).toBe(1);
  });

  it("leaves nothing of sign-ins that were checked with the old password and are still under way", async () => {
    const user = await createUser(server);
    const page = await opened(user);
    const pages = await loginPages(2);
    const lock = await lockUserRow(user);
    const reset = choose(page);
    await lock.waiting(1, 0.5);
    // Their passwords are right, and found so before the reset commits.
    const signIns = pages.map(([browser, page]) => login(browser, page, user));
    const session = askByPassword(server, client, user);
    await lock.waiting(4, 0.5);
    await lock.release();
    expect((await reset).path).toBe("/account");
    for (const { path } of await Promise.all(signIns)) expect(path).toBe("/login");
    expect((await session).status).toBe(400);
    expect(await countOf("sign_ins", user)).toBe(1);
    expect(await countOf("sessions", user)).toBe(0);
  });

  it("ends sign-ins that come first", async () => {
    const user = await createUser(server);
    const page = await opened(user);
    const pages = await loginPages(2);
    const lock = await lockUserRow(user);
    const signIns = pages.map(([browser, page]) => login(browser, page, user));
    await lock.waiting(2, 0.5);
    const reset = choose(page);
    await lock.waiting(3, 0.5);
    await lock.release();
    await Promise.all([...signIns, reset]);
    for (const [browser] of pages) expect((await browser.get("/account")).location).toBe("/login");
    expect(await countOf("sign_ins", user)).toBe(1);
  });

  it("and a change of the password at once do not both succeed", async () => {
    const user = await createUser(server);
    const own = await signedIn(server, user, fromAnotherNetwork());
    const page = await opened(user);
    const form = await own.visit("/account/password");
    const lock = await lockUserRow(user);
    const done = [
      own.submit(form, "/account/password", {
        password: user.password,
        new_password: "changed by the owner",
      }),
      choose(page),
    ];
    await lock.waiting(2, 0.5);
    await lock.release();
    await Promise.all(done);
    expect(await eventsOf(user, "password.changed")).toBe(1);
    const working = [await works(user, "changed by the owner"), await works(user, goodPassword)];
    expect(working.filter(Boolean)).toHaveLength(1);
    expect(await works(user, user.password)).toBe(false);
  });

  it("does not undo what an operator sets at the same moment", async () => {
    const user = await createUser(server);
    const page = await opened(user);
    const lock = await lockUserRow(user);
    const set = changeUser(db, user.id, { password: "set by an operator" }, { by: {} }, hashPassword);
    await lock.waiting(1, 0.5);
    const reset = choose(page);
    await lock.waiting(2, 0.5);
    await lock.release();
    await set;
    // On a busy machine it may have come first.
    expect([200, 410]).toContain((await reset).status);
    expect(await works(user, "set by an operator")).toBe(true);
  });

  it("and the user's deletion do not wait for each other", async () => {
    const user = await createUser(server);
    const page = await opened(user);
    const lock = await lockUserRow(user);
    const done = Promise.allSettled([deleteUser(db, user.id, { by: {} }), choose(page)]);
    await lock.waiting(2, 0.5);
    await lock.release();
    const [deleted, reset] = await done;
    expect(deleted.status).toBe("fulfilled");
    // Whichever came first, it was no error of the server's.
    expect(reset.status === "fulfilled" && reset.value.status).toBeLessThan(500);
    expect((await db.query("select from users where id = $1", [user.id])).rowCount).toBe(0);
  });
});
