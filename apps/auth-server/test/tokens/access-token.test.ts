import { AccessTokenClaims } from "@regrant/shared/schemas";
import { Value } from "typebox/value";
import { describe, expect, it } from "vitest";
import { createClient, createParties, createUser, notes } from "../support/fixtures.js";
import { claimsOf, jwksOf, verify } from "../support/jwt.js";
import { sessionOf } from "../support/rows.js";
import { passTime, testServer } from "../support/server.js";
import {
  askByClientCredentials,
  askByPassword,
  expectTokens,
  refresh,
  signIn,
} from "../support/token-requests.js";

const server = await testServer();
const { client, user } = await createParties(server, ["editor", "viewer"]);

describe("The access token's header (RFC 9068 §2.1)", () => {
  it("is typ at+jwt, alg RS256 and the kid of a published key, and nothing else [access-token-1]", async () => {
    const { access_token } = await signIn(server, client, user);
    const header = JSON.parse(Buffer.from(access_token.split(".")[0] ?? "", "base64url").toString());
    const { keys } = await jwksOf(server);
    expect(header).toEqual({ typ: "at+jwt", alg: "RS256", kid: keys[0]?.kid });
    expect(keys).toHaveLength(1);
  });
});

describe("The access token's claims (RFC 9068 §2.2)", () => {
  it("for a user's session are these and no others [access-token-2]", async () => {
    const { access_token } = await signIn(server, client, user);
    const { claims } = await verify(server, access_token);
    expect(Object.keys(claims).sort()).toEqual(
      [
        "acr",
        "aud",
        "auth_time",
        "client_id",
        "exp",
        "iat",
        "iss",
        "jti",
        "roles",
        "scope",
        "sid",
        "status",
        "sub",
      ].sort(),
    );
    expect(Value.Check(AccessTokenClaims, claims)).toBe(true);
  });

  it("for a client itself have no roles, no sid and no auth_time [access-token-3]", async () => {
    const { access_token } = expectTokens(await askByClientCredentials(server, client));
    const { claims } = await verify(server, access_token);
    expect(Object.keys(claims).sort()).toEqual(
      ["aud", "client_id", "exp", "iat", "iss", "jti", "scope", "status", "sub"].sort(),
    );
    expect(Value.Check(AccessTokenClaims, claims)).toBe(true);
  });

  it("iss is the issuer, letter for letter, whatever host the request names [access-token-4]", async () => {
    const response = await server.app.inject({
      method: "POST",
      url: "/oauth2/token",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        host: "evil.example",
        "x-forwarded-host": "evil.example",
        forwarded: "host=evil.example",
      },
      payload: `grant_type=client_credentials&client_id=${client.clientId}&client_secret=${client.secret}`,
    });
    const { access_token } = response.json<{ access_token: string }>();
    expect((await claimsOf(server, access_token)).iss).toBe("http://localhost:4000");
  });

  it("iss is another where ISSUER is", async () => {
    const other = await testServer({ env: { ISSUER: "https://auth.example.com" } });
    const { access_token } = expectTokens(await askByClientCredentials(other, client));
    expect((await claimsOf(other, access_token)).iss).toBe("https://auth.example.com");
  });

  it("sub is the user where there is one, and otherwise the client [access-token-5]", async () => {
    const ofUser = await claimsOf(server, (await signIn(server, client, user)).access_token);
    const ofClient = await claimsOf(
      server,
      expectTokens(await askByClientCredentials(server, client)).access_token,
    );
    expect([ofUser.sub, ofClient.sub]).toEqual([user.id, client.clientId]);
    expect([ofUser.client_id, ofClient.client_id]).toEqual([client.clientId, client.clientId]);
  });

  it("aud is one resource, as a string [access-token-6]", async () => {
    expect((await claimsOf(server, (await signIn(server, client, user)).access_token)).aud).toBe(notes.uri);
  });

  it("iat is now, exp is ACCESS_TOKEN_SECONDS later, in whole seconds [access-token-7]", async () => {
    const at = 1_900_000_000_987;
    const fixed = await testServer({ now: () => at, env: { ACCESS_TOKEN_SECONDS: "77" } });
    const tokens = expectTokens(await askByClientCredentials(fixed, client));
    const claims = await claimsOf(fixed, tokens.access_token);
    expect(claims).toMatchObject({ iat: 1_900_000_000, exp: 1_900_000_077 });
    expect(tokens.expires_in).toBe(77);
  });

  it("exp follows the client's own setting where it has one, also at refresh [access-token-8]", async () => {
    const brief = await createClient(server, { accessTokenSeconds: 5 });
    const first = await signIn(server, brief, user);
    const second = await refresh(server, brief, first.refresh_token);
    for (const { access_token, expires_in } of [first, second]) {
      const { exp, iat } = await claimsOf(server, access_token);
      expect([exp - iat, expires_in]).toEqual([5, 5]);
    }
  });

  it("jti is another in every token", async () => {
    const asked = Array.from({ length: 20 }, () => askByClientCredentials(server, client));
    const tokens = (await Promise.all(asked)).map((answer) => expectTokens(answer).access_token);
    const ids = await Promise.all(tokens.map(async (token) => (await claimsOf(server, token)).jti));
    expect(new Set(ids).size).toBe(20);
  });

  it("roles are the user's, and an empty list where there are none [access-token-9]", async () => {
    const plain = await createUser(server);
    expect((await claimsOf(server, (await signIn(server, client, user)).access_token)).roles).toEqual([
      "editor",
      "viewer",
    ]);
    expect((await claimsOf(server, (await signIn(server, client, plain)).access_token)).roles).toEqual([]);
  });

  it("sid is the session's id, the same through all refreshes", async () => {
    const first = await signIn(server, client, user);
    const second = await refresh(server, client, first.refresh_token);
    const { id } = await sessionOf(server, first.refresh_token);
    for (const { access_token } of [first, second]) {
      expect((await claimsOf(server, access_token)).sid).toBe(id);
    }
  });

  it("auth_time is when the user signed in, not when the token was refreshed [access-token-10]", async () => {
    const first = await signIn(server, client, user);
    const { auth_time } = await claimsOf(server, first.access_token);
    const { created_at } = await sessionOf(server, first.refresh_token);
    expect(auth_time).toBe(Math.floor(created_at.getTime() / 1000));
    await passTime(server, 1000);
    const second = await refresh(server, client, first.refresh_token);
    const later = await claimsOf(server, second.access_token);
    // The database's times moved 1000 s into the past, and the clock as far ahead.
    expect(later.auth_time).toBe((auth_time ?? 0) - 1000);
    expect(later.iat - (later.auth_time ?? 0)).toBeGreaterThanOrEqual(1000);
  });

  it("auth_time is the server's clock where there is no session", async () => {
    const brief = await createClient(server, { grantTypes: ["password"] });
    const { access_token } = expectTokens(await askByPassword(server, brief, user));
    const claims = await claimsOf(server, access_token);
    expect(claims.auth_time).toBe(claims.iat);
  });
});

describe("The access token's signature (RFC 9068 §2.1, RFC 7515)", () => {
  it("verifies against the published key set and nothing else [access-token-11]", async () => {
    const { access_token } = await signIn(server, client, user);
    await verify(server, access_token);
  });

  it("fails with any part exchanged [access-token-12]", async () => {
    const [header, payload, signature] = (await signIn(server, client, user)).access_token.split(".");
    const other = (await signIn(server, client, user)).access_token.split(".");
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString("base64url");
    for (const forged of [
      `${header}.${other[1]}.${signature}`,
      `${header}.${payload}.${other[2]}`,
      `${none}.${payload}.`,
      `${none}.${payload}.${signature}`,
    ]) {
      await expect(verify(server, forged)).rejects.toThrow();
    }
  });

  it("is worth nothing once the clock has passed exp [access-token-13]", async () => {
    const { access_token } = await signIn(server, client, user);
    await passTime(server, 601);
    await expect(verify(server, access_token)).rejects.toMatchObject({ code: "ERR_JWT_EXPIRED" });
  });

  it("is made 40 times at once without a mix-up", async () => {
    const users = await Promise.all(Array.from({ length: 5 }, () => createUser(server)));
    const asked = Array.from({ length: 40 }, async (_, index) => {
      const one = users[index % 5] ?? user;
      const { access_token } = await signIn(server, client, one);
      return (await claimsOf(server, access_token)).sub === one.id;
    });
    expect(new Set(await Promise.all(asked))).toEqual(new Set([true]));
  });
});
