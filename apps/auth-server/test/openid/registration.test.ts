/** Registering clients that sign users in. */
import { beforeAll, describe, expect, it } from "vitest";
import { type Admin, adminOf, askAdmin, createAdminResources, expectProblem } from "../support/admin.js";
import { answerOf, authorizeUrl, callback, issuer, redeem, signedIn } from "../support/authorization.js";
import { createUser, notes, type TestClient } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { readIdToken, userinfoOf } from "../support/openid.js";
import { testServer } from "../support/server.js";
import { expectTokens } from "../support/token-requests.js";

const server = await testServer();
let admin: Admin;

beforeAll(async () => {
  await createAdminResources(server);
  admin = await adminOf(server);
});

const rp = {
  client_name: "Intranet",
  grant_types: ["authorization_code", "refresh_token"],
  scope: "openid email",
  redirect_uris: [callback],
  first_party: true,
};
const register = (more: object = {}) => admin.ask("POST", "/clients", { ...rp, ...more });
const faultOf = async (more: object) => {
  const answer = await register(more);
  return [answer.status, ...expectProblem(answer, answer.status, "body_invalid")];
};

describe("A client that only signs users in", () => {
  it("needs no API: its tokens are the issuer's, and open nothing there but the userinfo endpoint [openid-registration-1]", async () => {
    const { status, body } = await register();
    expect([status, body.resources, body.pkce, body.id_token_claims]).toEqual([
      201,
      [issuer],
      "required",
      "requested",
    ]);
    const client: TestClient = { clientId: body.client_id, secret: body.client_secret };
    const user = await createUser(server, ["admin"]);
    const browser = await signedIn(server, user);
    const asked = { scope: "openid email admin:read admin:write sessions:read", nonce: "a nonce" };
    const { code = "" } = answerOf(await browser.get(authorizeUrl(client, asked)));
    const tokens = expectTokens(await redeem(server, client, code));
    expect(tokens.scope).toBe("openid email");
    await readIdToken(server, tokens, client);
    expect((await claimsOf(server, tokens.access_token)).aud).toBe(issuer);
    expect(await userinfoOf(server, tokens.access_token)).toMatchObject({ sub: user.id, email: user.email });
    for (const token of [tokens.access_token, tokens.id_token ?? ""]) {
      expect([401, 403]).toContain((await askAdmin(server, token, "GET", "/clients")).status);
      const headers = { authorization: `Bearer ${token}` };
      expect([401, 403]).toContain(
        (await server.app.inject({ url: "/account/api/sessions", headers })).statusCode,
      );
    }
  });

  it("without openid has to name an API, and with one keeps to it [openid-registration-2]", async () => {
    expect(await faultOf({ scope: "email" })).toEqual([400, "/resources"]);
    expect(await faultOf({ scope: "" })).toEqual([400, "/resources"]);
    const { body } = await register({ resources: [notes.uri], scope: "openid notes:read" });
    expect(body.resources).toEqual([notes.uri]);
  });

  it("may have the identity scopes at any API, and no other that no API has [openid-registration-3]", async () => {
    const all = "openid profile email address phone offline_access";
    expect((await register({ scope: all, resources: [notes.uri] })).body.scope).toBe(all);
    expect(await faultOf({ scope: "openid groups" })).toEqual([422, "/scope"]);
    expect(await faultOf({ scope: "openid OpenID" })).toEqual([422, "/scope"]);
  });
});

describe("The settings of OpenID Connect", () => {
  it("excuse only confidential clients from PKCE, now and later [openid-registration-4]", async () => {
    const open = { token_endpoint_auth_method: "none" };
    for (const pkce of ["nonce", "optional"]) {
      expect(await faultOf({ ...open, pkce })).toEqual([400, "/pkce"]);
      expect((await register({ pkce })).body.pkce).toBe(pkce);
      const { body } = await register(open);
      const changed = await admin.change(`/clients/${body.client_id}`, { pkce });
      expect(expectProblem(changed, 400, "body_invalid")).toEqual(["/pkce"]);
    }
    expect(await faultOf({ pkce: "never" })).toEqual([400, "/pkce"]);
    expect(await faultOf({ id_token_claims: "all" })).toEqual([400, "/id_token_claims"]);
  });

  it.each([
    "/signed-out",
    "app.example.com/signed-out",
    "http://app.example.com/signed-out",
    "https://app.example.com/out#fragment",
    "https://app.example.com/*",
    "https://user@app.example.com/out",
    "https://app.example.com/a/../out",
    "https:\\\\app.example.com\\out",
    "javascript:alert(1)",
    "data:text/html,x",
    "app:out",
    "https://app.example.com/ out",
    "",
  ])("take no post-logout URI such as %j [openid-registration-5]", async (uri) => {
    expect(await faultOf({ post_logout_redirect_uris: ["https://app.example.com/out", uri] })).toEqual([
      400,
      "/post_logout_redirect_uris/1",
    ]);
  });

  it("take post-logout URIs of web and native apps as they are written [openid-registration-6]", async () => {
    const uris = [
      "https://app.example.com/out?x=1",
      "http://127.0.0.1:3000/out",
      "http://localhost/",
      "com.example.app:/out",
    ];
    const { status, body } = await register({ post_logout_redirect_uris: uris });
    expect([status, body.post_logout_redirect_uris]).toEqual([201, uris]);
  });

  it.each([
    "/backchannel",
    "ftp://app.example.com/",
    "http://app.example.com/backchannel",
    "https://app.example.com/b#f",
    "https://user:password@app.example.com/b",
    "com.example.app:/b",
    "javascript:alert(1)",
    "file:///etc/passwd",
  ])("take no back-channel URI such as %j [openid-registration-7]", async (uri) => {
    expect(await faultOf({ backchannel_logout_uri: uri })).toEqual([400, "/backchannel_logout_uri"]);
  });

  it("take a back-channel URI, and take it away again [openid-registration-8]", async () => {
    const uri = "https://app.example.com/backchannel?x=1";
    const { body } = await register({ backchannel_logout_uri: uri });
    expect(body.backchannel_logout_uri).toBe(uri);
    const changed = await admin.change(`/clients/${body.client_id}`, { backchannel_logout_uri: null });
    expect([changed.status, changed.body.backchannel_logout_uri]).toEqual([200, null]);
  });
});
