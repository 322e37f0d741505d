import { describe, expect, it } from "vitest";
import { codeChallengeOf } from "../../src/codes/pkce.js";
import { hashSecret } from "../../src/secrets.js";
import {
  answerOf,
  authorizeUrl,
  callback,
  createApp,
  getCode,
  redeem,
  signedIn,
  verifier,
} from "../support/authorization.js";
import { createResources, createUser, files, notes } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { auditOf, everything, sessionOf } from "../support/rows.js";
import { passTime, testServer } from "../support/server.js";
import {
  askByRefreshToken,
  expectRefreshToken,
  expectRefusal,
  expectTokens,
  identify,
  postForm,
  refresh,
} from "../support/token-requests.js";

const server = await testServer();
await createResources(server);
const client = await createApp(server);
const open = await createApp(server, { secret: null });
const user = await createUser(server, ["editor"]);
const browser = await signedIn(server, user);

describe("The authorization code grant (RFC 6749 §4.1.3, §4.1.4)", () => {
  it("gives access and refresh token for the user, to clients with a secret and without", async () => {
    for (const by of [client, open]) {
      const tokens = expectRefreshToken(await redeem(server, by, await getCode(browser, by)));
      expect(tokens).toMatchObject({ expires_in: 600, scope: "notes:read notes:write" });
      const claims = await claimsOf(server, tokens.access_token);
      expect(claims).toMatchObject({
        sub: user.id,
        client_id: by.clientId,
        roles: ["editor"],
        aud: notes.uri,
      });
      expect((await refresh(server, by, tokens.refresh_token)).scope).toBe(tokens.scope);
    }
  });

  it("opens one session, which knows the sign-in and the device, and audits it", async () => {
    const code = await getCode(browser, client);
    const headers = { "user-agent": "Notes/1.0" };
    const { refresh_token } = expectRefreshToken(await redeem(server, client, code, {}, headers));
    const session = await sessionOf(server, refresh_token);
    expect(session).toMatchObject({ user_agent: "Notes/1.0", generation: 0, revoked_at: null });
    expect(await auditOf(server, session.id)).toEqual(["session.created"]);
    const { rows } = await server.db.query(
      "select i.user_id from sign_ins i join sessions s on s.sign_in_id = i.id where s.id = $1",
      [session.id],
    );
    expect(rows).toEqual([{ user_id: user.id }]);
  });

  it("carries the scope and resource of the authorization request, and no more at a refresh [authorization-code-1]", async () => {
    const narrow = await getCode(browser, client, { scope: "notes:read" });
    const read = expectRefreshToken(await redeem(server, client, narrow));
    expect(read.scope).toBe("notes:read");
    const more = await askByRefreshToken(server, client, read.refresh_token, { scope: "notes:write" });
    expectRefusal(more, 400, "invalid_scope", "scope_exceeds_grant");
    const other = expectTokens(
      await redeem(server, client, await getCode(browser, client, { resource: files.uri })),
    );
    expect(other.scope).toBe("files:read");
    expect((await claimsOf(server, other.access_token)).aud).toBe(files.uri);
  });

  it("takes scope and resource from the code, not from the token request", async () => {
    const code = await getCode(browser, client, { scope: "notes:read" });
    const asked = { scope: "notes:read notes:write", resource: notes.uri };
    const tokens = expectTokens(await redeem(server, client, code, asked));
    expect(tokens.scope).toBe("notes:read");
  });

  it("refuses a resource in the token request that is not the code's (RFC 8707 §2.2) [authorization-code-2]", async () => {
    const code = await getCode(browser, client);
    const answer = await redeem(server, client, code, { resource: files.uri });
    expectRefusal(answer, 400, "invalid_target", "resource_exceeds_grant");
    expectTokens(await redeem(server, client, code));
  });

  it("says when the user signed in, not when the code was redeemed: auth_time", async () => {
    const elsewhere = await signedIn(server, user);
    await passTime(server, 500);
    const code = await getCode(elsewhere, client);
    const { access_token, refresh_token } = expectRefreshToken(await redeem(server, client, code));
    const claims = await claimsOf(server, access_token);
    expect(claims.iat - (claims.auth_time ?? 0)).toBeGreaterThanOrEqual(499);
    const next = await claimsOf(server, (await refresh(server, client, refresh_token)).access_token);
    expect(Math.abs((next.auth_time ?? 0) - (claims.auth_time ?? 0))).toBeLessThanOrEqual(1);
  });

  it("gives no refresh token to a client without that grant; its session ends with the access token [authorization-code-3]", async () => {
    const brief = await createApp(server, { grantTypes: ["authorization_code"], accessTokenSeconds: 100 });
    const tokens = expectTokens(await redeem(server, brief, await getCode(browser, brief)));
    expect(tokens).toMatchObject({ expires_in: 100 });
    expect(tokens).not.toHaveProperty("refresh_token");
    const { sid } = await claimsOf(server, tokens.access_token);
    const { rows } = await server.db.query(
      "select extract(epoch from absolute_expires_at - created_at)::int as seconds from sessions where id = $1",
      [sid],
    );
    expect(rows).toEqual([{ seconds: 100 }]);
  });

  it("is off for a client that was not given it", async () => {
    const other = await createApp(server, { grantTypes: ["refresh_token"] });
    const answer = await redeem(server, other, "x".repeat(43));
    expectRefusal(answer, 400, "unauthorized_client", "grant_type_not_allowed");
  });

  it("wants the client's secret where it has one, and keeps the code for the client that has it [authorization-code-4]", async () => {
    const code = await getCode(browser, client);
    const stranger = await redeem(server, { ...client, secret: "" }, code);
    expectRefusal(stranger, 401, "invalid_client", "client_secret_missing");
    expectTokens(await redeem(server, client, code));
  });
});

describe("The authorization code (RFC 6749 §4.1.2, §10.5)", () => {
  it("has 256 random bits, is stored as its hash, and stands nowhere in the database [authorization-code-5]", async () => {
    const codes = await Promise.all(Array.from({ length: 5 }, () => getCode(browser, client)));
    expect(new Set(codes).size).toBe(5);
    expectTokens(await redeem(server, client, codes[0] ?? ""));
    const database = await everything(server);
    for (const code of codes) {
      expect(Buffer.from(code, "base64url")).toHaveLength(32);
      expect(database).toContain(hashSecret(code).toString("hex"));
      expect(database).not.toContain(code);
      expect(database).not.toContain(Buffer.from(code, "base64url").toString("hex"));
    }
    expect(database).not.toContain(verifier);
  });

  it("lives for 60 seconds [authorization-code-6]", async () => {
    const [young, old] = [await getCode(browser, client), await getCode(browser, client)];
    await passTime(server, 58);
    expectTokens(await redeem(server, client, young));
    await passTime(server, 3);
    expectRefusal(await redeem(server, client, old), 400, "invalid_grant", "code_expired");
  });

  it("that was made up, cut or is something else is unknown [authorization-code-7]", async () => {
    const code = await getCode(browser, client);
    const wrong = [
      code.slice(1),
      `${code}A`,
      code.toLowerCase(),
      "x".repeat(10_000),
      "' or true --",
      browser.cookie("regrant") ?? "",
    ];
    for (const value of wrong) {
      expectRefusal(await redeem(server, client, value), 400, "invalid_grant", "code_unknown");
    }
    const missing = await redeem(server, client, "");
    expectRefusal(missing, 400, "invalid_request", "parameter_missing");
    const bare = await postForm(server, { grant_type: "authorization_code", ...identify(client), code });
    expectRefusal(bare, 400, "invalid_grant", "code_redirect_uri_mismatch");
  });

  it("is for the client that asked: injected into another client's request it is refused (§10.5) [authorization-code-8]", async () => {
    const code = await getCode(browser, client);
    for (const other of [await createApp(server), open]) {
      const answer = await redeem(server, other, code);
      expectRefusal(answer, 400, "invalid_grant", "code_wrong_client");
    }
    expectTokens(await redeem(server, client, code));
  });

  it("of an attacker's own flow is refused in a victim's: the challenge is another (RFC 9700 §4.5) [authorization-code-9]", async () => {
    const attacker = await signedIn(server, await createUser(server));
    const stolen = await getCode(attacker, open, { code_challenge: codeChallengeOf("a".repeat(43)) });
    expectRefusal(await redeem(server, open, stolen), 400, "invalid_grant", "pkce_mismatch");
  });

  it("goes with the redirect URI of its request, letter for letter (§4.1.3) [authorization-code-10]", async () => {
    const two = [callback, `${callback}2`];
    const app = await createApp(server, { redirectUris: two });
    const code = await getCode(browser, app);
    for (const redirect_uri of [
      "",
      `${callback}2`,
      `${callback}/`,
      callback.toUpperCase(),
      "https://evil.example",
    ]) {
      const answer = await redeem(server, app, code, { redirect_uri });
      expectRefusal(answer, 400, "invalid_grant", "code_redirect_uri_mismatch");
    }
    expectTokens(await redeem(server, app, code));
  });

  it("needs no redirect URI where its request had none; one that comes all the same has to be right [authorization-code-11]", async () => {
    const ask = async () =>
      answerOf(await browser.get(authorizeUrl(client, { redirect_uri: undefined }))).code ?? "";
    expectTokens(await redeem(server, client, await ask(), { redirect_uri: "" }));
    const code = await ask();
    const wrong = await redeem(server, client, code, { redirect_uri: "https://evil.example" });
    expectRefusal(wrong, 400, "invalid_grant", "code_redirect_uri_mismatch");
    expectTokens(await redeem(server, client, code, { redirect_uri: callback }));
  });

  it("is worth nothing once its user is disabled [authorization-code-12]", async () => {
    const gone = await createUser(server);
    const code = await getCode(await signedIn(server, gone), client);
    await server.db.query("update users set disabled_at = now() where id = $1", [gone.id]);
    expectRefusal(await redeem(server, client, code), 400, "invalid_grant", "user_disabled");
  });

  it("is kept when there is no key to sign with", async () => {
    const keyless = await testServer({ withKeys: false });
    const code = await getCode(browser, client);
    expectRefusal(
      await redeem(keyless, client, code),
      503,
      "temporarily_unavailable",
      "signing_key_unavailable",
    );
    expectTokens(await redeem(server, client, code));
  });
});
