import { hash } from "node:crypto";
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { createApp, getCode, issuer, redeem, signedIn } from "../support/authorization.js";
import { createResources, createUser, notes, type TestClient, type TestUser } from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import { expectRefreshToken, refresh } from "../support/token-requests.js";

const server = await testServer();
let user: TestUser;

const identity = ["openid", "profile", "email", "address", "phone", "offline_access"];
const createRp = (options = {}): Promise<TestClient> =>
  createApp(server, { scope: [...notes.scope, ...identity], ...options });

/** The claims of an ID token, checked as a client does (§3.1.3.7). */
async function readIdToken(token: unknown, client: TestClient) {
  const jwks = (await server.app.inject("/.well-known/jwks.json")).json<JSONWebKeySet>();
  const expected = { issuer, audience: client.clientId, typ: "JWT", algorithms: ["RS256"] };
  return (await jwtVerify(String(token), createLocalJWKSet(jwks), expected)).payload;
}

beforeAll(async () => {
  await createResources(server);
  user = await createUser(server, ["editor"]);
  await server.db.query(
    `update users set claims = '{"name": "Ada Lovelace", "email_verified": true}' where id = $1`,
    [user.id],
  );
});

describe("The token response for the scope openid (OpenID Connect Core 1.0 §3.1.3.3)", () => {
  it("has an ID token about the sign-in", async () => {
    const client = await createRp();
    const browser = await signedIn(server, user);
    const code = await getCode(browser, client, { scope: "openid notes:read", nonce: "a nonce" });
    const body = expectRefreshToken(await redeem(server, client, code)) as Record<string, unknown>;
    const claims = await readIdToken(body.id_token, client);
    const access = JSON.parse(
      Buffer.from(String(body.access_token).split(".")[1] ?? "", "base64url").toString(),
    );
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
      at_hash: hash("sha256", String(body.access_token), "buffer").subarray(0, 16).toString("base64url"),
    });
    expect(body.scope).toBe("openid notes:read");
    const next = expectRefreshToken(await refresh(server, client, String(body.refresh_token)));
    const again = await readIdToken(Object(next).id_token, client);
    const { nonce, at_hash, ...same } = claims;
    expect(again).toEqual({
      ...same,
      at_hash: expect.not.stringContaining(String(at_hash)),
      iat: again.iat,
      exp: again.exp,
    });
  });
});
