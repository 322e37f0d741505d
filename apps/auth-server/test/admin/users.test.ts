import { beforeAll, describe, expect, inject, it } from "vitest";
import {
  type Admin,
  adminOf,
  auditOfRequest,
  createAdminResources,
  expectProblem,
} from "../support/admin.js";
import { createApp, getCode, redeem, signedIn } from "../support/authorization.js";
import { createClient, createUser, type TestClient } from "../support/fixtures.js";
import { lockRow } from "../support/row-lock.js";
import { everything, sessionOf } from "../support/rows.js";
import { testServer } from "../support/server.js";
import {
  askByPassword,
  askByRefreshToken,
  expectRefusal,
  expectTokens,
  signIn,
} from "../support/token-requests.js";

const server = await testServer();
let admin: Admin;
let client: TestClient;

beforeAll(async () => {
  await createAdminResources(server);
  admin = await adminOf(server);
  client = await createClient(server);
});

const password = "correct horse battery staple";

describe("A user by the admin API", () => {
  it("is added and signs in; the password is nowhere", async () => {
    const sent = { email: "Grace@example.com", password, roles: ["admin", "author"] };
    const answer = await admin.ask("POST", "/users", sent);
    expect([answer.status, answer.headers.location]).toEqual([201, `/admin/v1/users/${answer.body.id}`]);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      email: "Grace@example.com",
      roles: ["admin", "author"],
      claims: {},
      disabled: false,
      delete_at: null,
      created_at: expect.stringMatching(/Z$/),
    });
    expect(await admin.ask("GET", `/users/${answer.body.id}`)).toMatchObject({
      status: 200,
      body: answer.body,
      etag: answer.etag,
    });
    expectTokens(await askByPassword(server, client, sent));
    expect(`${await everything(server)}${server.logLines.join("")}`).not.toContain(password);
    expect(await auditOfRequest(server, answer)).toEqual([
      {
        event: "user.created",
        reason: null,
        actor: `client:${admin.client.clientId}`,
        detail: { roles: ["admin", "author"] },
      },
    ]);
  });

  it("has an e-mail address of their own, in whatever case", async () => {
    const { email } = await createUser(server);
    const taken = await admin.ask("POST", "/users", { email: email.toUpperCase(), password });
    expectProblem(taken, 409, "already_registered");
    const other = await createUser(server);
    expectProblem(await admin.change(`/users/${other.id}`, { email }), 409, "already_registered");
  });

  it("has members that are checked", async () => {
    const answer = await admin.ask("POST", "/users", {
      email: "nobody",
      password: "short",
      roles: ["two words", "ok"],
      id: 1,
    });
    expect(expectProblem(answer, 400, "body_invalid").sort()).toEqual([
      "/email",
      "/id",
      "/password",
      "/roles/0",
    ]);
    expect(JSON.stringify(answer.body)).not.toContain("short");
  });

  it("is found by e-mail address, and listed page by page", async () => {
    const users = [await createUser(server), await createUser(server), await createUser(server)];
    const [one] = users;
    const found = await admin.ask("GET", `/users?email=${one?.email.toUpperCase()}`);
    expect(found.body.items).toMatchObject([{ id: one?.id }]);
    expect((await admin.ask("GET", "/users?email=nobody@example.com")).body.items).toEqual([]);
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body } = await admin.ask("GET", `/users?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      if (seen.length < 8) await createUser(server);
      cursor = body.next_cursor;
    } while (cursor !== null);
    for (const { id } of users) expect(seen.filter((each) => each === id)).toEqual([id]);
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe("A changed user", () => {
  it("has the new roles from the next refresh on", async () => {
    const user = await createUser(server);
    const session = await signIn(server, client, user);
    const answer = await admin.change(`/users/${user.id}`, { roles: ["author"] });
    expect([answer.status, answer.body.roles]).toEqual([200, ["author"]]);
    const { access_token } = expectTokens(await askByRefreshToken(server, client, session.refresh_token));
    const [, claims = ""] = access_token.split(".");
    expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({ roles: ["author"] });
    expect(await auditOfRequest(server, answer)).toMatchObject([
      {
        event: "user.updated",
        detail: { changed: ["roles"], from: { roles: [] }, to: { roles: ["author"] } },
      },
    ]);
  });

  it("signs in by the new e-mail address, which the audit names no value of", async () => {
    const user = await createUser(server);
    const email = `moved-${user.email}`;
    const answer = await admin.change(`/users/${user.id}`, { email });
    expectTokens(await askByPassword(server, client, { email, password: user.password }));
    expectRefusal(
      await askByPassword(server, client, user),
      400,
      "invalid_grant",
      "user_credentials_mismatch",
    );
    const events = await auditOfRequest(server, answer);
    expect(events).toMatchObject([{ event: "user.updated", detail: { changed: ["email"] } }]);
    expect(JSON.stringify(events)).not.toContain("@");
  });

  it("with a new password is signed out of everything that the old one opened", async () => {
    const user = await createUser(server);
    const session = await signIn(server, client, user);
    const browser = await signedIn(server, user);
    const answer = await admin.change(`/users/${user.id}`, { password });
    expect(answer.status).toBe(200);
    expectRefusal(
      await askByRefreshToken(server, client, session.refresh_token),
      400,
      "invalid_grant",
      "refresh_token_revoked",
    );
    expect((await browser.get("/account")).location).toBe("/login");
    expectTokens(await askByPassword(server, client, { email: user.email, password }));
    expect((await auditOfRequest(server, answer)).map(({ event }) => event)).toEqual([
      "sign_in.ended",
      "session.revoked",
      "password.changed",
    ]);
  });

  it("keeps one of two changes at once: the other gets 412 [admin-users-1]", async () => {
    const user = await createUser(server);
    const { etag } = await admin.ask("GET", `/users/${user.id}`);
    const lock = await lockRow("select 1 from users where id = $1 for update", user.id);
    const answers = ["a", "b"].map((role) =>
      admin.ask("PATCH", `/users/${user.id}`, { roles: [role] }, { "if-match": etag }),
    );
    await lock.waiting(2);
    await lock.release();
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 412]);
    const blind = await admin.ask("PATCH", `/users/${user.id}`, { roles: [] });
    expectProblem(blind, 428, "precondition_required");
  });
});

describe("A disabled user", () => {
  it("is out at once: signing in, sessions, sign-ins and codes [admin-users-2]", async () => {
    const user = await createUser(server);
    const app = await createApp(server);
    const session = await signIn(server, client, user);
    const browser = await signedIn(server, user);
    const code = await getCode(browser, app);
    const answer = await admin.ask("POST", `/users/${user.id}/disable`);
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { user: { id: user.id, disabled: true }, sessions_ended: 1 },
    ]);
    expect((await sessionOf(server, session.refresh_token)).revoke_reason).toBe("user_disabled");
    expect((await askByRefreshToken(server, client, session.refresh_token)).status).toBe(400);
    expectRefusal(await redeem(server, app, code), 400, "invalid_grant", "code_unknown");
    expect((await browser.get("/account")).location).toBe("/login");
    expect((await askByPassword(server, client, { ...user, password: inject("password") })).status).toBe(400);
    const events = (await auditOfRequest(server, answer)).map(({ event }) => event);
    expect(events).toEqual(["user.disabled", "sign_in.ended", "session.revoked"]);
  });

  it("signs in again when enabled; what was open stays ended", async () => {
    const user = await createUser(server);
    const session = await signIn(server, client, user);
    await admin.ask("POST", `/users/${user.id}/disable`);
    await server.db.query("update sessions set revoked_at = null, revoke_reason = null where user_id = $1", [
      user.id,
    ]);
    const answer = await admin.ask("POST", `/users/${user.id}/enable`);
    expect([answer.status, answer.body.disabled]).toEqual([200, false]);
    expectRefusal(
      await askByRefreshToken(server, client, session.refresh_token),
      400,
      "invalid_grant",
      "refresh_token_revoked",
    );
    expectTokens(await askByPassword(server, client, user));
    const again = await admin.ask("POST", `/users/${user.id}/enable`);
    expect([again.status, await auditOfRequest(server, again)]).toEqual([200, []]);
  });
});

describe("A password reset by the admin API", () => {
  it("is mailed, and refused where nothing could be mailed or set", async () => {
    const mail = { SMTP_URL: "smtp://127.0.0.1:2525", MAIL_FROM: "auth@example.com" };
    const mailing = await adminOf(await testServer({ env: mail }));
    const user = await createUser(server);
    const ask = (by: typeof admin) => by.ask("POST", `/users/${user.id}/send-reset`);
    expect((await ask(mailing)).status).toBe(204);
    const { rows } = await server.db.query("select purpose, email from mailed_links where user_id = $1", [
      user.id,
    ]);
    expect(rows).toEqual([{ purpose: "password_reset", email: user.email }]);
    expectProblem(await ask(admin), 409, "state_conflict");
    await admin.ask("POST", `/users/${user.id}/disable`);
    expectProblem(await ask(mailing), 409, "state_conflict");
  });
});
