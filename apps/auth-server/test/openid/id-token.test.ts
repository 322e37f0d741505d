/** ID tokens: what a client learns about the sign-in. */
import { decodeProtectedHeader } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { getCode, issuer, redeem, signedIn } from "../support/authorization.js";
import type { Browser } from "../support/browser.js";
import {
  createClient,
  createResources,
  createUser,
  notes,
  type TestClient,
  type TestUser,
} from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { ada, createRelyingParty, readIdToken, setClaims, signInTo } from "../support/openid.js";
import { passTime, testServer } from "../support/server.js";
import {
  askByClientCredentials,
  askByPassword,
  askByRefreshToken,
  expectRefreshToken,
  expectRefusal,
  expectTokens,
  refresh,
} from "../support/token-requests.js";

const server = await testServer();
let client: TestClient;
let user: TestUser;
let browser: Browser;

beforeAll(async () => {
  await createResources(server);
  client = await createRelyingParty(server);
  user = await createUser(server, ["editor"]);
  await setClaims(server, user, ada);
  browser = await signedIn(server, user);
});

describe("The ID token (OpenID Connect Core 1.0 §2, §3.1.3.3)", () => {
  it("is about the sign-in, and tells nothing else: oidcc-server [id-token-1]", async () => {
    const tokens = await signInTo(server, browser, client, {
      scope: "openid profile email notes:read",
      nonce: "a nonce",
    });
    const access = await claimsOf(server, tokens.access_token);
    const { at_hash, ...claims } = await readIdToken(server, tokens, client);
    expect(claims).toEqual({
      iss: issuer,
      sub: user.id,
      aud: client.clientId,
      azp: client.clientId,
      iat: access.iat,
      exp: access.exp,
      auth_time: access.auth_time,
      sid: access.sid,
      nonce: "a nonce",
      amr: ["pwd"],
      acr: "1",
    });
    expect(tokens.scope).toBe("openid profile email notes:read");
  });

  it("is a JWT signed with a published key, named by its kid [id-token-2]", async () => {
    const { id_token } = await signInTo(server, browser, client);
    const { kid, ...header } = decodeProtectedHeader(id_token);
    expect(header).toEqual({ alg: "RS256", typ: "JWT" });
    expect(kid).toBe(server.context.keyRing.keyFor("RS256").kid);
  });

  it("has no nonce without one: oidcc-ensure-request-without-nonce-succeeds-for-code-flow [id-token-3]", async () => {
    for (const nonce of [undefined, ""]) {
      const tokens = await signInTo(server, browser, client, { nonce });
      expect(await readIdToken(server, tokens, client)).not.toHaveProperty("nonce");
    }
  });

  it("repeats any nonce letter for letter [id-token-4]", async () => {
    for (const nonce of ["n+ /?&=%00%", "\"'<>\\", "ⵥ é 😀", "n".repeat(7_000)]) {
      const tokens = await signInTo(server, browser, client, { nonce });
      expect(await readIdToken(server, tokens, client)).toMatchObject({ nonce });
    }
  });

  it("is not there where openid was not asked for, not granted, or not the client's to ask for [id-token-5]", async () => {
    const plain = await createRelyingParty(server, { scope: notes.scope });
    for (const [by, scope] of [
      [client, "notes:read email"],
      [client, undefined],
      [plain, "openid notes:read"],
    ] as const) {
      const code = await getCode(browser, by, { scope, nonce: "a nonce" });
      const tokens = expectTokens(await redeem(server, by, code));
      expect(tokens).not.toHaveProperty("id_token");
      expect(tokens.scope).not.toContain("openid");
    }
  });

  it("comes by the password grant too, where it opens a session [id-token-6]", async () => {
    const scope = [...notes.scope, "openid"];
    const own = await createClient(server, { scope });
    const tokens = expectTokens(await askByPassword(server, own, user, { scope: "openid notes:read" }));
    expect(await readIdToken(server, tokens, own)).toMatchObject({ sub: user.id });
    const bare = await createClient(server, { scope, grantTypes: ["password"] });
    const without = expectTokens(await askByPassword(server, bare, user, { scope: "openid notes:read" }));
    expect([without.id_token, without.scope]).toEqual([undefined, "notes:read"]);
  });

  it("never comes by client credentials, which are about no user [id-token-7]", async () => {
    const own = await createClient(server, { scope: [...notes.scope, "openid", "email"] });
    const tokens = expectTokens(
      await askByClientCredentials(server, own, { scope: "openid email notes:read" }),
    );
    expect([tokens.id_token, tokens.scope]).toEqual([undefined, "notes:read"]);
    const refused = await askByClientCredentials(server, own, { scope: "openid" });
    expectRefusal(refused, 400, "invalid_scope", "scope_not_allowed");
  });
});

describe("The ID token of a refresh (OpenID Connect Core 1.0 §12.2)", () => {
  it("has the same iss, sub, aud, auth_time and sid, no nonce, and its own at_hash: oidcc-refresh-token [id-token-8]", async () => {
    let tokens = await signInTo(server, browser, client, { scope: "openid notes:read", nonce: "a nonce" });
    const { nonce, at_hash, iat, exp, ...first } = await readIdToken(server, tokens, client);
    expect(nonce).toBe("a nonce");
    for (let turn = 1; turn < 4; turn += 1) {
      await passTime(server, 100);
      const next = await refresh(server, client, tokens.refresh_token);
      tokens = { ...next, id_token: next.id_token ?? "" };
      const again = await readIdToken(server, tokens, client);
      const { at_hash: itsHash, iat: itsIat = 0, exp: itsExp, ...same } = again;
      // `passTime` moves the sign-in into the past.
      const authTime = Number(first.auth_time) - turn * 100;
      expect(same).toEqual({ ...first, auth_time: authTime });
      expect(itsHash).not.toBe(at_hash);
      expect(itsIat - Number(iat)).toBeGreaterThanOrEqual(turn * 100);
      expect((await claimsOf(server, tokens.access_token)).auth_time).toBe(authTime);
    }
  });

  it("tells the sign-in's time in code and refresh alike, though the user has signed in again since [id-token-9]", async () => {
    const other = await signedIn(server, user);
    const tokens = await signInTo(server, other, client);
    const { auth_time = 0 } = await readIdToken(server, tokens, client);
    await passTime(server, 50);
    await signInTo(server, await signedIn(server, user), client);
    const next = await refresh(server, client, tokens.refresh_token);
    expect(await readIdToken(server, next, client)).toMatchObject({ auth_time: auth_time - 50 });
  });

  it("is not there for a scope narrowed below openid, and back with the next whole one [id-token-10]", async () => {
    const { refresh_token } = await signInTo(server, browser, client, { scope: "openid notes:read" });
    const narrowed = await refresh(server, client, refresh_token, { scope: "notes:read" });
    expect([narrowed.scope, narrowed.id_token]).toEqual(["notes:read", undefined]);
    const whole = await refresh(server, client, narrowed.refresh_token);
    expect(whole.scope).toBe("openid notes:read");
    await readIdToken(server, whole, client);
  });

  it("is not there once the client has lost the scope openid [id-token-11]", async () => {
    const losing = await createRelyingParty(server);
    const { refresh_token } = await signInTo(server, browser, losing, { scope: "openid notes:read" });
    await server.db.query("update clients set scope = array_remove(scope, 'openid') where client_id = $1", [
      losing.clientId,
    ]);
    await passTime(server, 10);
    const elsewhere = await testServer();
    const next = await refresh(elsewhere, losing, refresh_token);
    expect([next.scope, next.id_token]).toEqual(["notes:read", undefined]);
  });
});

describe("Claims about the user in ID tokens (OpenID Connect Core 1.0 §5.4)", () => {
  it("are there for clients with id_token_claims=scope, of the granted scope only [id-token-12]", async () => {
    const heavy = await createRelyingParty(server, { idTokenClaims: "scope" });
    const about = { email: user.email, email_verified: true };
    const tokens = await signInTo(server, browser, heavy, { scope: "openid email" });
    const claims = await readIdToken(server, tokens, heavy);
    expect(claims).toMatchObject({ ...about, sub: user.id });
    for (const name of ["name", "roles", "phone_number", "address"]) expect(claims).not.toHaveProperty(name);
    const all = await signInTo(server, browser, heavy, { scope: "openid profile email address phone" });
    expect(await readIdToken(server, all, heavy)).toMatchObject({ ...ada, ...about, roles: ["editor"] });
    const narrowed = await refresh(server, heavy, all.refresh_token, { scope: "openid phone" });
    const fewer = await readIdToken(server, narrowed, heavy);
    expect(fewer).toMatchObject({ phone_number: ada.phone_number });
    for (const name of ["name", "email", "address"]) expect(fewer).not.toHaveProperty(name);
  });

  it("never replace those of the token itself, whatever was written into the row [id-token-13]", async () => {
    const heavy = await createRelyingParty(server, { idTokenClaims: "scope" });
    const odd = await createUser(server);
    await setClaims(server, odd, {
      sub: "x",
      iss: "x",
      aud: "x",
      nonce: "x",
      sid: "x",
      __proto__: null,
      name: "N",
    });
    const tokens = await signInTo(server, await signedIn(server, odd), heavy, { scope: "openid profile" });
    const claims = await readIdToken(server, tokens, heavy);
    expect(claims).toMatchObject({ iss: issuer, sub: odd.id, aud: heavy.clientId, name: "N" });
    expect(claims).not.toHaveProperty("nonce");
    expect(claims.sid).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("are those of the moment: changes show at the next refresh [id-token-14]", async () => {
    const heavy = await createRelyingParty(server, { idTokenClaims: "scope" });
    const changing = await createUser(server, ["reader"]);
    await setClaims(server, changing, { name: "Before", nickname: "B" });
    const tokens = await signInTo(server, await signedIn(server, changing), heavy, {
      scope: "openid profile",
    });
    expect(await readIdToken(server, tokens, heavy)).toMatchObject({ name: "Before", roles: ["reader"] });
    await setClaims(server, changing, { name: "After" });
    await server.db.query("update users set roles = '{writer}' where id = $1", [changing.id]);
    const next = await refresh(server, heavy, tokens.refresh_token);
    const claims = await readIdToken(server, next, heavy);
    expect(claims).toMatchObject({ name: "After", roles: ["writer"] });
    expect(claims).not.toHaveProperty("nickname");
  });
});

describe("Many at once", () => {
  it("redemptions each get the ID token of their own session [id-token-15]", async () => {
    const codes = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        getCode(browser, client, { scope: "openid", nonce: `nonce ${n}` }),
      ),
    );
    const answers = await Promise.all(codes.map((code) => redeem(server, client, code)));
    const sids = new Set<unknown>();
    for (const [n, answer] of answers.entries()) {
      const tokens = expectRefreshToken(answer);
      const claims = await readIdToken(server, tokens, client);
      expect(claims).toMatchObject({ nonce: `nonce ${n}`, sub: user.id });
      expect((await claimsOf(server, tokens.access_token)).sid).toBe(claims.sid);
      sids.add(claims.sid);
    }
    expect(sids.size).toBe(12);
  });

  it("refreshes with one token each get an ID token for the same session, with its own at_hash [id-token-16]", async () => {
    const { refresh_token, ...first } = await signInTo(server, browser, client, { nonce: "a nonce" });
    const { sid, auth_time } = await readIdToken(server, first, client);
    const other = await testServer();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => askByRefreshToken(n % 2 ? other : server, client, refresh_token)),
    );
    for (const answer of answers) {
      const claims = await readIdToken(server, expectRefreshToken(answer), client);
      expect(claims).toMatchObject({ sub: user.id, sid, auth_time });
      expect(claims).not.toHaveProperty("nonce");
    }
  });
});
