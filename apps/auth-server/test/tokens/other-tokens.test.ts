/** ID tokens and logout tokens, which are signed with the access tokens' keys, where an access token belongs. */
import { beforeAll, describe, expect, it } from "vitest";
import { signJws } from "../../src/keys/sign-jws.js";
import { insertResource } from "../../src/resources/resources.sql.js";
import { issuer } from "../support/authorization.js";
import { expectChallenge } from "../support/challenge.js";
import { createClient, createResources, createUser, notes, type TestClient } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { sessionOf } from "../support/rows.js";
import { testServer } from "../support/server.js";
import { askByPassword, askByRefreshToken, expectRefusal, identify } from "../support/token-requests.js";

const server = await testServer();
const scope = ["openid", "sessions:read", "sessions:write"];
let client: TestClient;
let accessToken: string;
let refreshToken: string;
let idToken: string;

beforeAll(async () => {
  await createResources(server);
  await insertResource(server.db, {
    uri: issuer,
    name: "Your account",
    scope: ["sessions:read", "sessions:write"],
    scopeDescriptions: {},
  });
  client = await createClient(server, { scope, resources: [issuer, notes.uri] });
  const { body } = await askByPassword(server, client, await createUser(server), {
    scope: scope.join(" "),
  });
  accessToken = body.access_token ?? "";
  refreshToken = body.refresh_token ?? "";
  idToken = body.id_token ?? "";
});

/** The claims of the good access token, in a token of another kind. */
const disguised = async (typ: string): Promise<string> =>
  signJws(server.context.keyRing.keyFor("RS256"), typ, await claimsOf(server, accessToken));

const ask = (url: string, token: string) =>
  server.app.inject({ url, headers: { authorization: `Bearer ${token}` } });

const post = (url: string, form: Readonly<Record<string, string>>) =>
  server.app.inject({
    method: "POST",
    url,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({ ...identify(client), ...form }).toString(),
  });

describe.each([
  ["an ID token", "token_is_id_token", async () => idToken],
  ["a JWT with an access token's claims", "token_is_id_token", () => disguised("JWT")],
  ["a logout token with an access token's claims", "token_is_logout_token", () => disguised("logout+jwt")],
] as const)("%s", (_kind, reason, make) => {
  it.each(["/account/api/sessions", "/oauth2/userinfo"])(
    "is no access token at %s [other-tokens-1]",
    async (url) => {
      expect((await ask(url, accessToken)).statusCode).toBe(200);
      const { statusCode, headers, ...response } = await ask(url, await make());
      expect([statusCode, response.json().error_uri]).toEqual([401, `${issuer}/errors/${reason}`]);
      expectChallenge(headers["www-authenticate"], issuer, { error: "invalid_token", reason });
    },
  );

  it("is inactive at introspection [other-tokens-2]", async () => {
    const introspect = async (token: string) => (await post("/oauth2/introspect", { token })).json();
    expect(await introspect(accessToken)).toMatchObject({ active: true });
    expect(await introspect(await make())).toEqual({ active: false });
  });

  it("revokes nothing [other-tokens-3]", async () => {
    expect((await post("/oauth2/revoke", { token: await make() })).statusCode).toBe(200);
    expect((await sessionOf(server, refreshToken)).revoked_at).toBeNull();
    expect((await ask("/account/api/sessions", accessToken)).statusCode).toBe(200);
  });

  it("is no refresh token [other-tokens-4]", async () => {
    const refused = await askByRefreshToken(server, client, await make());
    expectRefusal(refused, 400, "invalid_grant", "refresh_token_malformed");
  });
});
