import { hash } from "@node-rs/argon2";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { examine } from "../../src/cli/doctor/examine.js";
import { readEmailKeys } from "../../src/users/email-keys.js";
import { findUserByEmail } from "../../src/users/users.sql.js";
import { type Admin, adminOf, createAdminResources, expectProblem } from "../support/admin.js";
import { login } from "../support/authorization.js";
import { Browser } from "../support/browser.js";
import { cloneDatabase } from "../support/databases.js";
import { createClient, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { expectFailure, json, regrant } from "../support/regrant.js";
import { sharedDatabase, testServer } from "../support/server.js";
import { askByPassword, expectRefusal, expectTokens, type Parameters } from "../support/token-requests.js";

const server = await testServer();
let env: Parameters;
let admin: Admin;
let client: TestClient;

beforeAll(async () => {
  env = { DATABASE_URL: await sharedDatabase() };
  await createAdminResources(server);
  admin = await adminOf(server);
  client = await createClient(server);
});

const password = "long enough";
const create = (email: string) =>
  regrant(["user", "create", email, "--password-stdin", "--json"], env, password);
const show = async (email: string) => json(await regrant(["user", "show", email, "--json"], env));
const around = (email: string) =>
  [" ", "\t", "\u00a0", "\u200b", "\ufeff", "\u3000"].flatMap((blank) => [
    `${blank}${email}`,
    `${email}${blank}`,
  ]);
const subOf = async (email: string, at = server, word = password): Promise<string> => {
  const { access_token } = expectTokens(await askByPassword(at, client, { email, password: word }));
  return JSON.parse(Buffer.from(access_token.split(".")[1] ?? "", "base64url").toString()).sub;
};

describe("An address as it is typed and pasted", () => {
  it("leads to its user with blanks around it and in any case, by the grant and on the page", async () => {
    const user = await createUser(server);
    for (const email of [...around(user.email), user.email.toUpperCase(), ` ${user.email.toUpperCase()}\t`]) {
      expect(await subOf(email, server, user.password)).toBe(user.id);
      const browser = new Browser(server);
      const page = await login(browser, await browser.visit("/login"), { ...user, email });
      expect(page.path).toBe("/account");
    }
  });

  it("is shown without blanks where a login_hint had some", async () => {
    const page = await new Browser(server).get(
      `/login?${new URLSearchParams({ login_hint: " ada@example.com\u00a0" })}`,
    );
    expect(page.body).toContain('value="ada@example.com"');
  });

  it("leads to its user in every command, in every spelling", async () => {
    const user = await createUser(server);
    await subOf(user.email, server, user.password);
    for (const email of [`${user.email} `, `\u200b${user.email.toUpperCase()}`]) {
      expect(await show(email)).toMatchObject({ id: user.id });
      const sessions = json(await regrant(["session", "list", "--user", email, "--json"], env));
      expect(sessions.sessions).toHaveLength(1);
      const found = json(await regrant(["audit", "search", "--user", email, "--json"], env));
      expect(found.events).not.toHaveLength(0);
      const set = await regrant(
        ["user", "password", email, "--password-stdin", "--json"],
        env,
        "another word",
      );
      expect(json(set)).toMatchObject({ id: user.id });
      const query = new URLSearchParams({ email });
      expect((await admin.ask("GET", `/users?${query}`)).body.items).toMatchObject([{ id: user.id }]);
    }
  });

  it("is one account to the limits, whether or not there is such a user", async () => {
    for (const email of [(await createUser(server)).email, "nobody@bücher.example"]) {
      const spellings = [
        email,
        ` ${email.toUpperCase()}`,
        email.replace("bücher", "xn--bcher-kva"),
        `${email}\u200b`,
        email,
      ];
      for (const spelling of spellings) {
        const answer = await askByPassword(server, client, { email: spelling, password: "wrong" });
        expectRefusal(answer, 400, "invalid_grant", "user_credentials_mismatch");
      }
      const sixth = await askByPassword(server, client, { email: `\t${email}`, password: "wrong" });
      expectRefusal(sixth, 429, "too_many_requests", "too_many_sign_ins");
    }
  });
});

describe("An address that is given to a user", () => {
  it("is kept in NFC and without blanks around it", async () => {
    expect(json(await create(" ida@example.com\u00a0"))).toMatchObject({ email: "ida@example.com" });
    const decomposed = "jo\u0308rg@example.com";
    expect(json(await create(decomposed))).toMatchObject({ email: "jörg@example.com" });
    const made = await admin.ask("POST", "/users", { email: "\tole@example.com ", password });
    expect(made.body).toMatchObject({ email: "ole@example.com" });
  });

  it.each([
    ["jürg@example.com", "ju\u0308rg@example.com"],
    ["eva@bücher.example", "eva@xn--bcher-kva.example"],
    ["lea@xn--bcher-kva.example", "LEA@BU\u0308CHER.example"],
    ["max@example.com", " Max@Example.com"],
  ])("is one user's in whatever spelling: %j, then %j", async (first, second) => {
    const { id } = json(await create(first));
    expectFailure(await create(second), 1, /the user .* already exists/);
    expectProblem(await admin.ask("POST", "/users", { email: second, password }), 409, "already_registered");
    const other = await createUser(server);
    expectProblem(await admin.change(`/users/${other.id}`, { email: second }), 409, "already_registered");
    for (const email of [first, second]) expect(await subOf(email)).toBe(id);
    expect((await admin.change(`/users/${id}`, { email: second })).status).toBe(200);
    for (const email of [first, second]) expect(await subOf(email)).toBe(id);
  });

  it("has nothing invisible in it, which the refusal names", async () => {
    await create("kim@example.com");
    for (const hidden of ["\u200b", "\ufeff", "\u00ad", "\u202e"]) {
      const name = `U\\+${hidden.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`;
      for (const email of [
        `kim@example.com${hidden}`,
        `ki${hidden}m@example.com`,
        `${hidden}kim@example.com`,
      ]) {
        expectFailure(await create(email), 2, new RegExp(`invisible characters.*${name}`));
        const answer = await admin.ask("POST", "/users", { email, password });
        expect(expectProblem(answer, 400, "body_invalid")).toEqual(["/email"]);
      }
    }
    const other = await createUser(server);
    const changed = await admin.change(`/users/${other.id}`, { email: "kim@example.com\u200b" });
    expectProblem(changed, 400, "body_invalid");
  });
});

describe("Users from before addresses had one form", () => {
  /** As the previous version inserted them. */
  const insertOld = async (email: string, at = server): Promise<TestUser> => {
    const { rows } = await at.db.query(
      "insert into users (email, password_hash) values ($1, $2) returning id, email, roles",
      [email, inject("passwordHash")],
    );
    return { ...rows[0], password: inject("password") };
  };

  it("sign in with their letters, before and after regrant migrate, and in every spelling after it", async () => {
    const databaseUrl = await cloneDatabase();
    const old = await testServer({ databaseUrl });
    const users = [
      await insertOld("Ada.Plain@Example.com", old),
      await insertOld("zoe\u0308@bücher.example", old),
      await insertOld("user@localhost", old),
    ];
    const find = async (email: string) => (await findUserByEmail(old.db, email))?.user.id ?? null;
    for (const { id, email } of users) expect(await find(email)).toBe(id);
    const migrated = await regrant(["migrate"], { DATABASE_URL: databaseUrl, SECRETS: inject("secrets") });
    expect(migrated).toMatchObject({
      exitCode: 0,
      stderr: expect.not.stringContaining("more than one user"),
    });
    for (const { id, email } of users) {
      for (const spelling of [
        email,
        email.normalize("NFC").toUpperCase(),
        email.replace("bücher", "xn--bcher-kva"),
      ])
        expect(await find(` ${spelling}`)).toBe(id);
    }
    expect(await readEmailKeys(old.db)).toEqual({ collisions: [], pending: 0 });
  });

  it("who collide keep signing in, each with their own letters; they are named, and nobody joins them", async () => {
    const databaseUrl = await cloneDatabase();
    const old = await testServer({ databaseUrl });
    const settings = { DATABASE_URL: databaseUrl, SECRETS: inject("secrets") };
    const unicode = await insertOld("eva@bücher.example", old);
    const ascii = await insertOld("eva@xn--bcher-kva.example", old);
    const plain = await insertOld("kim@example.com", old);
    const hidden = await insertOld("kim@example.com\u200b", old);
    const all = [unicode, ascii, plain, hidden];
    const migrated = await regrant(["migrate"], settings);
    expect(migrated).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/shared by several users.*: 2\./s),
    });
    for (const { id, email } of all) expect((await findUserByEmail(old.db, email))?.user.id).toBe(id);
    for (const spelling of ["EVA@bu\u0308cher.example ", "kim@exam\u00adple.com"])
      expect((await findUserByEmail(old.db, spelling))?.user.id ?? null).not.toBe(undefined);

    const findings = (await examine(settings, "http://127.0.0.1:1"))
      .flatMap((area) => area.findings)
      .filter(({ check }) => check === "user_address");
    expect(findings).toHaveLength(2);
    for (const { id } of all) expect(findings.map(({ message }) => message).join()).toContain(id);
    expect(findings.map(({ message }) => message).join()).toContain("\\u{200b}");

    const third = ["user", "create", "Eva@Bücher.example", "--password-stdin"];
    expectFailure(await regrant(third, settings, password), 1, /already/);
    const roles = ["user", "update", ascii.id, "--role", "admin", "--json"];
    expect(json(await regrant(roles, settings))).toMatchObject({ roles: ["admin"] });
    expect((await findUserByEmail(old.db, unicode.email))?.user.id).toBe(unicode.id);

    for (const { id } of [ascii, hidden])
      json(await regrant(["user", "update", id, "--email", `${id}@example.com`, "--json"], settings));
    await regrant(["migrate"], settings);
    expect(await readEmailKeys(old.db)).toEqual({ collisions: [], pending: 0 });
    expect((await findUserByEmail(old.db, ascii.email))?.user.id).toBe(unicode.id);
    expect((await findUserByEmail(old.db, "kim@example.com\u200b"))?.user.id).toBe(plain.id);
  });
});

describe("A password in letters beyond ASCII", () => {
  const composed = "pässwörter";
  const decomposed = composed.normalize("NFD");

  it("is one in whatever normal form it is set and typed [email-addresses-1]", async () => {
    for (const [index, set] of [composed, decomposed].entries()) {
      const email = `normal-form-${index}@example.com`;
      json(await regrant(["user", "create", email, "--password-stdin", "--json"], env, set));
      for (const typed of [composed, decomposed]) {
        expectTokens(await askByPassword(server, client, { email, password: typed }));
        const browser = new Browser(server);
        expect((await login(browser, await browser.visit("/login"), { email, password: typed })).path).toBe(
          "/account",
        );
      }
    }
  });

  it("that was hashed as typed, before there was one form, goes on working", async () => {
    const user = await createUser(server);
    await server.db.query("update users set password_hash = $2 where id = $1", [
      user.id,
      await hash(decomposed),
    ]);
    expectTokens(await askByPassword(server, client, { ...user, password: decomposed }));
  });

  it("can be used wherever it can be set: to 1024 characters as people count, without control characters", async () => {
    const longest = "🙂".repeat(1024);
    const made = await admin.ask("POST", "/users", { email: "longest@example.com", password: longest });
    expect(made.status).toBe(201);
    expectTokens(await askByPassword(server, client, { email: "longest@example.com", password: longest }));
    for (const bad of [`${longest}x`, "🙂".repeat(7), "long\nenough", "long\0enough", "long enough\ud800"]) {
      const answer = await admin.ask("POST", "/users", { email: "bad@example.com", password: bad });
      expect(expectProblem(answer, 400, "body_invalid")).toEqual(["/password"]);
      expect(JSON.stringify(answer.body)).not.toContain(bad.slice(0, 12));
    }
    const latin1 = await regrant(
      ["user", "create", "bad@example.com", "--password-stdin"],
      env,
      "two\nlines here",
    );
    expectFailure(latin1, 2, /control characters/);
  });
});
