import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { hashPassword } from "../../src/users/hash-password.js";
import { insertSignIn } from "../../src/users/sign-ins.sql.js";
import { changeUser } from "../../src/users/users.js";
import { findUserByEmail, openSessionByPassword } from "../../src/users/users.sql.js";
import { login } from "../support/authorization.js";
import { Browser, textOf } from "../support/browser.js";
import { createParties, createUser, notes, type TestClient, type TestUser } from "../support/fixtures.js";
import { lockRow } from "../support/row-lock.js";
import { testServer } from "../support/server.js";
import { askByPassword, expectRefusal, expectTokens } from "../support/token-requests.js";

const server = await testServer();
let client: TestClient;
beforeAll(async () => {
  ({ client } = await createParties(server));
});

const versionOf = async ({ email }: TestUser) =>
  (await findUserByEmail(server.db, email))?.credentialVersion ?? Number.NaN;
const update = (set: string, { id }: TestUser, ...values: unknown[]) =>
  server.db.query(`update users set ${set} where id = $1`, [id, ...values]);

describe("A user without a password", () => {
  it("is told what anybody is told whose password is wrong, whatever is sent [credentials-1]", async () => {
    const user = await createUser(server, [], null);
    for (const password of [user.password, "null", "wrong"]) {
      const answer = await askByPassword(server, client, { ...user, password });
      expectRefusal(answer, 400, "invalid_grant", "user_credentials_mismatch");
      const unknown = await askByPassword(server, client, { password, email: "nobody@example.com" });
      expect(answer.body).toEqual(unknown.body);
    }
    const browser = new Browser(server);
    const page = await login(browser, await browser.visit("/login"), user);
    expect(page.status).toBe(400);
    expect(textOf(page.body)).toContain("Incorrect email or password.");
  });

  it("signs in once there is one", async () => {
    const user = await createUser(server, [], null);
    await update("password_hash = $2", user, inject("passwordHash"));
    expectTokens(await askByPassword(server, client, user));
  });
});

describe("The version of a user's credentials [credentials-2]", () => {
  it("is another after each new password, by whatever statement, and by nothing else", async () => {
    const user = await createUser(server);
    const first = await versionOf(user);
    await update("password_hash = 'another'", user);
    expect(await versionOf(user)).toBe(first + 1);
    await update("password_hash = 'another', roles = '{editor}'", user);
    await update("email_key = null", user);
    expect(await versionOf(user)).toBe(first + 1);
    await update("password_hash = null", user);
    expect(await versionOf(user)).toBe(first + 2);
    await update("password_hash = $2", user, inject("passwordHash"));
    expect(await versionOf(user)).toBe(first + 3);
  });

  it("does not lock the user's row against foreign keys: a code under way would deadlock with the change", async () => {
    const user = await createUser(server);
    const first = await versionOf(user);
    const lock = await lockRow("select 1 from users where id = $1 for key share", user.id);
    await changeUser(server.db, user.id, { password: "another passphrase" }, { by: {} }, hashPassword);
    await lock.release();
    expect(await versionOf(user)).toBe(first + 1);
  });

  it("is what opens sessions and sign-ins, with or without a password: an old one opens neither", async () => {
    const user = await createUser(server, [], null);
    const from = { address: "192.0.2.1", userAgent: null, requestId: "a request" };
    const session = (credentialVersion: number) =>
      openSessionByPassword(server.db, {
        ...from,
        country: null,
        sessionId: randomUUID(),
        clientId: client.clientId,
        secretHash: Buffer.alloc(32),
        accessTokenId: randomUUID(),
        maxSessions: 10,
        jkt: null,
        userId: user.id,
        scope: [],
        resource: notes.uri,
        idleSeconds: 60,
        absoluteSeconds: 60,
        credentialVersion,
      });
    const signIn = (credentialVersion: number) =>
      insertSignIn(server.db, {
        ...from,
        tokenHash: Buffer.from(randomUUID()),
        replacedHash: null,
        knownBy: null,
        userId: user.id,
        lifeSeconds: 60,
        amr: ["pwd"],
        maxSignIns: 10,
        credentialVersion,
      });
    const old = await versionOf(user);
    expect(await session(old)).toMatchObject({ userId: user.id, resource: notes.uri });
    expect(await signIn(old)).toBe(0);
    await update("password_hash = $2", user, inject("passwordHash"));
    expect([await session(old), await signIn(old)]).toEqual([null, null]);
    // Back to the very same hash: what was checked before is not good again.
    const between = await versionOf(user);
    await update("password_hash = 'another'", user);
    await update("password_hash = $2", user, inject("passwordHash"));
    expect([await session(between), await signIn(between)]).toEqual([null, null]);
  });
});
