import { hash } from "@node-rs/argon2";
import { describe, expect, it } from "vitest";
import { createClient, createParties, createUser } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { auditOf, sessionIdOf } from "../support/rows.js";
import { testServer } from "../support/server.js";
import {
  askByPassword,
  expectRefreshToken,
  expectRefusal,
  expectTokens,
  identify,
  postForm,
} from "../support/token-requests.js";

const server = await testServer();
const { client, user } = await createParties(server, ["editor"]);

describe("The password grant (RFC 6749 §4.3)", () => {
  it("gives access and refresh token for the user", async () => {
    const tokens = expectRefreshToken(await askByPassword(server, client, user));
    const claims = await claimsOf(server, tokens.access_token);
    expect(claims).toMatchObject({ sub: user.id, client_id: client.clientId, roles: ["editor"] });
    expect(tokens).toMatchObject({ expires_in: 600, scope: "notes:read notes:write" });
  });

  it("opens one session and audits it", async () => {
    const { refresh_token } = expectRefreshToken(await askByPassword(server, client, user));
    expect(await auditOf(server, sessionIdOf(server, refresh_token))).toEqual(["session.created"]);
  });

  it("is given to public clients as well", async () => {
    const open = await createClient(server, { secret: null });
    expectRefreshToken(await askByPassword(server, open, user));
  });

  it("opens no session for a client that may not refresh: an access token alone, without sid", async () => {
    const brief = await createClient(server, { grantTypes: ["password"] });
    const tokens = expectTokens(await askByPassword(server, brief, user));
    expect(tokens).not.toHaveProperty("refresh_token");
    const claims = await claimsOf(server, tokens.access_token);
    expect(claims).not.toHaveProperty("sid");
    expect(claims.auth_time).toBe(claims.iat);
    const { rows } = await server.db.query("select id from sessions where client_id = $1", [brief.clientId]);
    expect(rows).toEqual([]);
  });

  it("is off for a client that was not given it [password-grant-1]", async () => {
    const other = await createClient(server, { grantTypes: ["client_credentials", "refresh_token"] });
    const answer = await askByPassword(server, other, user);
    expectRefusal(answer, 400, "unauthorized_client", "grant_type_not_allowed");
  });

  it("is for first-party clients: the database takes no other with it [password-grant-2]", async () => {
    await expect(createClient(server, { firstParty: false })).rejects.toMatchObject({
      constraint: "password_grant_is_first_party",
    });
  });

  it("is refused to a third party even where someone has edited that rule away [password-grant-3]", async () => {
    await server.db.query("alter table clients drop constraint password_grant_is_first_party");
    const third = await createClient(server, { firstParty: false });
    const answer = await askByPassword(server, third, user);
    expectRefusal(answer, 400, "unauthorized_client", "grant_type_not_allowed");
  });

  it("finds the user in any letter case of the e-mail address", async () => {
    const tokens = expectTokens(
      await askByPassword(server, client, { ...user, email: user.email.toUpperCase() }),
    );
    expect((await claimsOf(server, tokens.access_token)).sub).toBe(user.id);
  });

  it("takes passwords of every kind: spaces, signs, other scripts, 1024 characters [password-grant-4]", async () => {
    const passwords = ["  two spaces  ", "a+b%20c&d=e", "пароль 密码 🔑", "x".repeat(1024)];
    for (const password of passwords) {
      const passwordHash = await hash(password, { memoryCost: 8, timeCost: 1 });
      const other = await createUser(server);
      await server.db.query("update users set password_hash = $2 where id = $1", [other.id, passwordHash]);
      expectTokens(await askByPassword(server, client, { ...other, password }));
      const trimmed = await askByPassword(server, client, { ...other, password: password.slice(1) });
      expectRefusal(trimmed, 400, "invalid_grant", "user_credentials_mismatch");
    }
  });
});

describe("Wrong credentials (RFC 6749 §4.3.2, §5.2)", () => {
  it("are answered alike, whether the user or the password is wrong [password-grant-5]", async () => {
    const unknown = await askByPassword(server, client, { ...user, email: "nobody@example.com" });
    const wrong = await askByPassword(server, client, { ...user, password: "wrong" });
    expectRefusal(unknown, 400, "invalid_grant", "user_credentials_mismatch");
    expectRefusal(wrong, 400, "invalid_grant", "user_credentials_mismatch");
    expect(unknown.body).toEqual(wrong.body);
    const headers = [unknown, wrong].map(({ headers }) => ({ ...headers, date: "", "x-request-id": "" }));
    expect(headers[0]).toEqual(headers[1]);
  });

  it("are answered so for names and passwords that nobody can have", async () => {
    for (const email of ["x".repeat(5000), "' or true --", "ada", "%", "\u{1f511}"]) {
      const answer = await askByPassword(server, client, { ...user, email });
      expectRefusal(answer, 400, "invalid_grant", "user_credentials_mismatch");
    }
    for (const password of ["x".repeat(1025), user.password.toUpperCase(), ` ${user.password}`]) {
      const answer = await askByPassword(server, client, { ...user, password });
      expectRefusal(answer, 400, "invalid_grant", "user_credentials_mismatch");
    }
  });

  it("do not tell that a user is disabled to someone without the password", async () => {
    const gone = await createUser(server);
    await server.db.query("update users set disabled_at = now() where id = $1", [gone.id]);
    const stranger = await askByPassword(server, client, { ...gone, password: "wrong" });
    expectRefusal(stranger, 400, "invalid_grant", "user_credentials_mismatch");
    const owner = await askByPassword(server, client, gone);
    expectRefusal(owner, 400, "invalid_grant", "user_disabled");
  });

  it("that are absent or empty are invalid_request [password-grant-6]", async () => {
    const form = { grant_type: "password", ...identify(client) };
    for (const part of [{}, { username: user.email }, { password: user.password }]) {
      const answer = await postForm(server, { ...form, ...part });
      expectRefusal(answer, 400, "invalid_request", "parameter_missing");
    }
    const empty = await postForm(server, { ...form, username: user.email, password: "" });
    expectRefusal(empty, 400, "invalid_request", "parameter_missing");
  });

  it("open no session", async () => {
    const victim = await createUser(server);
    await askByPassword(server, client, { ...victim, password: "wrong" });
    await askByPassword(server, client, victim, { scope: "nope" });
    await askByPassword(server, client, victim, { resource: "nope" });
    const { rows } = await server.db.query("select id from sessions where user_id = $1", [victim.id]);
    expect(rows).toEqual([]);
  });

  it("in a flood are turned away with 503 before they starve others, and every right one is let in later [password-grant-7]", async () => {
    const flood = Array.from({ length: 150 }, (_, turn) =>
      askByPassword(server, client, { email: `nobody-${turn}@example.com`, password: "wrong" }),
    );
    const answers = await Promise.all(flood);
    for (const answer of answers) {
      // Refused at the front door or, on a slow machine, after the deadline.
      const late = answer.body.error_uri?.endsWith("/deadline_exceeded") ?? false;
      if (answer.status === 400) {
        expectRefusal(answer, 400, "invalid_grant", "user_credentials_mismatch");
      } else {
        expectRefusal(answer, 503, "temporarily_unavailable", late ? "deadline_exceeded" : "overloaded");
      }
    }
    expect(answers.some(({ status }) => status === 503)).toBe(true);
    let right = await askByPassword(server, client, user);
    // Refused work may go on for a moment; clients retry a 503.
    for (let turn = 0; turn < 5 && right.status === 503; turn += 1) {
      right = await askByPassword(server, client, user);
    }
    expectTokens(right);
  });
});
