import { describe, expect, it } from "vitest";
import { hashSecret, newSecret } from "../../src/secrets.js";
import { createClient, createResources, createUser, notes } from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import {
  type Answer,
  expectRefreshToken,
  expectRefusal,
  identify,
  type Parameters,
  postForm,
  signIn,
} from "../support/token-requests.js";

const server = await testServer();
const origin = "https://app.example.com";

await createResources(server);
const open = await createClient(server, { secret: null, allowedOrigins: [origin] });
const closed = await createClient(server);
const user = await createUser(server);

async function post(path: string, form: Parameters, authorization: string): Promise<Answer> {
  const response = await server.app.inject({
    method: "POST",
    url: path,
    headers: { "content-type": "application/x-www-form-urlencoded", authorization },
    payload: new URLSearchParams(form).toString(),
  });
  return {
    status: response.statusCode,
    headers: response.headers,
    body: response.body === "" ? {} : response.json(),
  };
}

/** What HTTP libraries and proxies add; none of it is about the client. */
const stray = (accessToken: string) => [
  `Bearer ${accessToken}`,
  "Bearer",
  "Bearer undefined",
  "bearer x",
  "Negotiate YIIKzQYGKwYBBQUCoIIKwTCC",
  'Digest username="ada", realm="x", nonce="y", uri="/", response="z"',
  `DPoP ${accessToken}`,
  "ApiKey 12345",
];

describe("An Authorization header beside a client that says in the body who it is", () => {
  it("changes nothing of a refresh, with a secret or without", async () => {
    for (const client of [open, closed]) {
      let { access_token, refresh_token } = await signIn(server, client, user);
      for (const authorization of stray(access_token)) {
        const form = { grant_type: "refresh_token", refresh_token, ...identify(client) };
        const next = expectRefreshToken(await postForm(server, form, { authorization, origin }));
        ({ refresh_token } = next);
      }
    }
  });

  it("changes nothing of a revocation or an introspection", async () => {
    const { access_token, refresh_token } = await signIn(server, closed, user);
    for (const authorization of stray(access_token)) {
      const asked = await post(
        "/oauth2/introspect",
        { token: access_token, ...identify(closed) },
        authorization,
      );
      expect(asked.body).toMatchObject({ active: true });
    }
    for (const client of [open, closed]) {
      const { refresh_token: token } = await signIn(server, client, user);
      const revoked = await post("/oauth2/revoke", { token, ...identify(client) }, `Bearer ${access_token}`);
      expect(revoked.status).toBe(200);
    }
    const after = await post(
      "/oauth2/introspect",
      { token: refresh_token, ...identify(closed) },
      `Bearer ${access_token}`,
    );
    expect(after.body).toMatchObject({ active: true });
  });

  it("replaces no secret: a client that has one and sends none is refused, without a challenge", async () => {
    const { access_token, refresh_token } = await signIn(server, closed, user);
    const form = { grant_type: "refresh_token", refresh_token, client_id: closed.clientId };
    for (const authorization of stray(access_token)) {
      const answer = await postForm(server, form, { authorization });
      expectRefusal(answer, 401, "invalid_client", "client_secret_missing");
      expect(answer.headers).not.toHaveProperty("www-authenticate");
    }
    expectRefreshToken(await postForm(server, { ...form, client_secret: closed.secret }));
  });
});

describe("An Authorization header that is not Basic, and nobody in the body", () => {
  it("is refused for what it is, by its scheme, without a challenge and without the token", async () => {
    const { access_token, refresh_token } = await signIn(server, open, user);
    for (const path of ["/oauth2/token", "/oauth2/revoke", "/oauth2/introspect"]) {
      const form = { grant_type: "refresh_token", refresh_token, token: refresh_token };
      const answer = await post(path, form, `Bearer ${access_token}`);
      expectRefusal(answer, 401, "invalid_client", "client_authentication_unsupported");
      expect(answer.headers).not.toHaveProperty("www-authenticate");
      expect(answer.body.error_description).toMatch(/with Bearer .*access token is no client credential/);
      expect(JSON.stringify(answer.body)).not.toContain(access_token);
    }
    const asIs = await postForm(server, { grant_type: "refresh_token" }, { authorization: closed.secret });
    expectRefusal(asIs, 401, "invalid_client", "client_authentication_unsupported");
    expect(asIs.body.error_description).not.toContain(closed.secret);
    expectRefreshToken(
      await postForm(server, { grant_type: "refresh_token", refresh_token, ...identify(open) }),
    );
  });
});

describe("A Basic credential", () => {
  const challenge = 'Basic realm="regrant", charset="UTF-8"';

  it("that is broken is refused with the challenge, whatever the body says [stray-authorization-header-1]", async () => {
    for (const path of ["/oauth2/token", "/oauth2/revoke", "/oauth2/introspect"]) {
      for (const authorization of ["Basic", "Basic !", "basic a b", "Basic bm9jb2xvbg=="]) {
        const form = { grant_type: "client_credentials", token: "x", ...identify(closed) };
        const answer = await post(path, form, authorization);
        expectRefusal(answer, 401, "invalid_client", "client_authentication_malformed");
        expect(answer.headers["www-authenticate"]).toBe(challenge);
      }
    }
  });

  it("beside another one in the body is still refused, for clients and for APIs", async () => {
    const basic = (name: string, secret: string) =>
      `Basic ${Buffer.from(`${name}:${secret}`).toString("base64")}`;
    const secret = newSecret();
    await server.db.query("update resources set secret_hashes = $2 where uri = $1", [
      notes.uri,
      [hashSecret(secret)],
    ]);
    const asClient = await post(
      "/oauth2/token",
      { grant_type: "client_credentials", ...identify(closed) },
      basic(closed.clientId, closed.secret),
    );
    expectRefusal(asClient, 400, "invalid_request", "client_authentication_repeated");
    const asApi = await post(
      "/oauth2/introspect",
      { token: "x", client_id: notes.uri, client_secret: secret },
      basic(encodeURIComponent(notes.uri), secret),
    );
    expectRefusal(asApi, 400, "invalid_request", "client_authentication_repeated");
  });
});
