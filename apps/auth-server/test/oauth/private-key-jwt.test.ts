/** Clients that sign, at every endpoint that clients authenticate at. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { buildManagementApp } from "../../src/app.js";
import { clientAssertion, heldKey, keySet } from "../support/assertion-keys.js";
import { callback } from "../support/authorization.js";
import { cleanUp } from "../support/clean-up.js";
import { createClient, createResources, createUser, type TestClient } from "../support/fixtures.js";
import { newKey, proofBy } from "../support/proofs.js";
import { push } from "../support/pushed-requests.js";
import { passTime, testServer } from "../support/server.js";
import { answered, stranger } from "../support/stranger.js";
import {
  askByPassword,
  askByRefreshToken,
  expectRefreshToken,
  expectRefusal,
  expectTokens,
  type Parameters,
  postForm,
} from "../support/token-requests.js";

const server = await testServer();
const { context, db } = server;
const { issuer } = context.config;
const key = heldKey("ES256");
let client: TestClient;

beforeAll(async () => {
  await createResources(server);
  client = await createClient(server, { jwks: keySet(key) });
});

const proof = (of: TestClient = client, changes = {}, by = key) =>
  clientAssertion(server, of.clientId, by, changes);

const ask = async (parameters: Parameters, more: Parameters = {}) =>
  postForm(server, { grant_type: "client_credentials", ...parameters, ...more });

async function post(url: string, form: Parameters) {
  const response = await server.app.inject({
    method: "POST",
    url,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams(form).toString(),
  });
  return [response.statusCode, response.body === "" ? "" : (response.json().error_uri ?? "")] as const;
}

/** A session of the client, by the password grant. */
async function session(): Promise<string> {
  const user = await createUser(server);
  const answer = await askByPassword(server, client, user, { ...(await proof()) });
  return expectRefreshToken(answer).refresh_token;
}

describe("A client that signs", () => {
  it("gets tokens, refreshes them, and does not need to name itself [private-key-jwt-1]", async () => {
    expectTokens(await ask(await proof()));
    const refreshToken = await session();
    const refreshed = await postForm(server, {
      grant_type: "refresh_token",
      refresh_token: refreshToken,
      ...(await proof()),
    });
    expectRefreshToken(refreshed);
  });

  it("that did not get the answer to a refresh repeats it with another assertion", async () => {
    const refreshToken = await session();
    const lost = await proof();
    const first = await askByRefreshToken(server, client, refreshToken, lost);
    const again = await askByRefreshToken(server, client, refreshToken, await proof());
    expect(expectRefreshToken(again).refresh_token).toBe(expectRefreshToken(first).refresh_token);
    const replayed = await askByRefreshToken(server, client, refreshToken, lost);
    expectRefusal(replayed, 401, "invalid_client", "client_assertion_replayed");
  });

  it("introspects, revokes and starts devices; each assertion works at one endpoint, once [private-key-jwt-2]", async () => {
    const token = await session();
    for (const url of ["/oauth2/introspect", "/oauth2/revoke", "/oauth2/device_authorization"]) {
      const once = await proof();
      const [status, error] = await post(url, { token, ...once });
      expect([url, status]).toEqual([url, url.endsWith("device_authorization") ? 400 : 200]);
      if (status === 400) expect(error).toContain("grant_type_not_allowed");
      const second = await post(url, { token, ...once });
      expect([second[0], second[1]]).toEqual([401, expect.stringContaining("client_assertion_replayed")]);
      expectRefusal(await ask(once), 401, "invalid_client", "client_assertion_replayed");
    }
  });

  it("names the token endpoint there only, and only if it is an old client [private-key-jwt-5]", async () => {
    const old = await createClient(server, { jwks: keySet(key), assertionAudience: "token_endpoint" });
    const aud = `${issuer}/oauth2/token`;
    expectTokens(await ask(await proof(old, { aud })));
    expectRefusal(
      await ask(await proof(client, { aud })),
      401,
      "invalid_client",
      "client_assertion_audience",
    );
    for (const url of ["/oauth2/introspect", "/oauth2/revoke", "/oauth2/device_authorization"]) {
      const form = { token: "x", ...(await proof(old, { aud })) };
      expect(await post(url, form)).toEqual([401, expect.stringContaining("client_assertion_audience")]);
      const itself = { token: "x", ...(await proof(old, { aud: `${issuer}${url}` })) };
      expect(await post(url, itself)).toEqual([401, expect.stringContaining("client_assertion_audience")]);
    }
  });

  it("is served once where the same assertion comes many times at once [private-key-jwt-6]", async () => {
    const once = await proof();
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(once)));
    const [served, ...others] = answers.sort((one, other) => one.status - other.status);
    expect(served?.status).toBe(200);
    for (const answer of others) expectRefusal(answer, 401, "invalid_client", "client_assertion_replayed");
  });

  it("spends nothing on a request that is refused for something that can be put right", async () => {
    const once = await proof();
    const wrong = await ask(once, { grant_type: "urn:ietf:params:oauth:grant-type:device_code" });
    expectRefusal(wrong, 400, "unauthorized_client", "grant_type_not_allowed");
    expectTokens(await ask(once));
  });

  it("that is asked for a DPoP nonce sends the same assertion again [private-key-jwt-7]", async () => {
    const strict = await testServer({ env: { DPOP_NONCE: "on" } });
    const [once, dpopKey] = [await proof(), newKey()];
    const form = { grant_type: "client_credentials", ...once };
    const askWith = (nonce?: unknown) =>
      postForm(strict, form, { dpop: proofBy(strict, dpopKey, { claims: { nonce } }) });
    const asked = await askWith();
    expectRefusal(asked, 400, "use_dpop_nonce", "dpop_nonce_required");
    const answer = await askWith(asked.headers["dpop-nonce"]);
    expect([answer.status, answer.body.token_type]).toEqual([200, "DPoP"]);
    const replayed = await askWith(answer.headers["dpop-nonce"] ?? asked.headers["dpop-nonce"]);
    expectRefusal(replayed, 401, "invalid_client", "client_assertion_replayed");
  });

  it("pushes authorization requests, without any of what authenticates it in them [private-key-jwt-3]", async () => {
    const app = await createClient(server, {
      jwks: keySet(key),
      grantTypes: ["authorization_code"],
      redirectUris: [callback],
    });
    const once = await proof(app);
    const { status, body } = await push(server, app, once);
    expect({ status, body }).toMatchObject({ status: 201 });
    const { rows } = await db.query("select parameters::text from pushed_requests where client_id = $1", [
      app.clientId,
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/client_assertion/);
    expectRefusal(await push(server, app, once), 401, "invalid_client", "client_assertion_replayed");
    const aud = `${issuer}/oauth2/par`;
    const itself = await push(server, app, await proof(app, { aud }));
    expectRefusal(itself, 401, "invalid_client", "client_assertion_audience");
  });

  it("may use a jti that another client has used", async () => {
    const other = await createClient(server, { jwks: keySet(key) });
    const jti = randomUUID();
    expectTokens(await ask(await proof(client, { jti })));
    expectTokens(await ask(await proof(other, { jti })));
  });

  it("is refused for its assertion in the audit and the metrics as for a wrong secret", async () => {
    const target = await createClient(server, { jwks: keySet(key) });
    const once = await proof(target);
    await ask(once);
    await ask(once);
    await ask(await proof(target, {}, { ...heldKey(), kid: key.kid }));
    await context.background.finish();
    const { rows } = await db.query(
      "select reason from audit_events where event = 'client.authentication_refused' and client_id = $1 order by id",
      [target.clientId],
    );
    expect(rows).toEqual([{ reason: "client_assertion_replayed" }, { reason: "client_assertion_signature" }]);
    const management = await buildManagementApp(context);
    cleanUp(() => management.close());
    expect((await management.inject("/metrics")).body).toMatch(/outcome="client_assertion_replayed"} [1-9]/);
  });
});

describe("A client that changes its keys", () => {
  it("at its jwks_uri has both for a while; what it removes is refused within 5 minutes", async () => {
    const next = heldKey("EdDSA");
    const publish = (...keys: (typeof key)[]) => answered("200 OK", {}, JSON.stringify(keySet(...keys)));
    const host = await stranger(publish(key));
    const remote = await createClient(server, { jwksUri: host.url });
    expectTokens(await ask(await proof(remote)));
    host.answer = publish(key, next);
    await passTime(server, 11);
    expectTokens(await ask(await proof(remote, {}, next)));
    expectTokens(await ask(await proof(remote)));
    host.answer = publish(next);
    await passTime(server, 301);
    const former = await ask(await proof(remote));
    expectRefusal(former, 401, "invalid_client", "client_assertion_key_unknown");
    expectTokens(await ask(await proof(remote, {}, next)));
    expect(host.heads).toHaveLength(3);
  });

  it("that cannot be fetched is told to come again", async () => {
    const host = await stranger(answered("503 Service Unavailable"));
    const remote = await createClient(server, { jwksUri: host.url });
    const answer = await ask(await proof(remote));
    expectRefusal(answer, 503, "temporarily_unavailable", "client_keys_unreachable");
    expect(answer.headers["retry-after"]).toBe("5");
  });
});
