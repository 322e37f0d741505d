import { AccessTokenClaims, IntrospectionResponse } from "@regrant/shared/schemas";
import { Value } from "typebox/value";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hashSecret, newSecret } from "../../src/secrets.js";
import { issuer } from "../support/authorization.js";
import {
  createClient,
  createResources,
  createUser,
  files,
  notes,
  type TestClient,
  type TestUser,
} from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { lockSessionRow } from "../support/row-lock.js";
import { everything, read, sessionIdOf, sessionOf } from "../support/rows.js";
import { passTime, sharedDatabase, testServer } from "../support/server.js";
import { tcpGate } from "../support/tcp-gate.js";
import {
  type Answer,
  askByClientCredentials,
  askByPassword,
  expectRefusal,
  expectTokens,
  identify,
  type Parameters,
  refresh,
  signIn,
} from "../support/token-requests.js";

const server = await testServer();
const notesApi = { uri: notes.uri, secret: newSecret() };
const filesApi = { uri: files.uri, secret: newSecret() };
let client: TestClient;
let user: TestUser;

beforeAll(async () => {
  await createResources(server);
  for (const { uri, secret } of [notesApi, filesApi]) {
    await server.db.query("update resources set secret_hashes = $2 where uri = $1", [
      uri,
      [hashSecret(secret)],
    ]);
  }
});

beforeEach(async () => {
  client = await createClient(server);
  user = await createUser(server, ["admin"]);
});

const basic = (name: string, secret: string): Parameters => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(name)}:${secret}`).toString("base64")}`,
});

/** The response to one of Regrant's clients or APIs. */
async function post(form: Parameters, headers: Parameters = {}, at = server): Promise<Answer> {
  const response = await at.app.inject({
    method: "POST",
    url: "/oauth2/introspect",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    payload: new URLSearchParams(form).toString(),
  });
  return { status: response.statusCode, headers: response.headers, body: response.json() };
}
const asClient = (token: string, as = client, more: Parameters = {}) =>
  post({ token, ...identify(as), ...more });
const asApi = (token: string, { uri, secret } = notesApi, more: Parameters = {}) =>
  post({ token, ...more }, basic(uri, secret));

function expectActive(answer: Answer): IntrospectionResponse {
  expect(answer.body).toMatchObject({ active: true });
  expect(answer.status).toBe(200);
  expect(answer.headers["cache-control"]).toBe("no-store");
  expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
  expect(Value.Check(IntrospectionResponse, answer.body)).toBe(true);
  return answer.body as IntrospectionResponse;
}

function expectInactive({ status, headers, body }: Answer): void {
  expect({ status, body }).toEqual({ status: 200, body: { active: false } });
  expect(headers["cache-control"]).toBe("no-store");
}

describe("Introspecting an access token (RFC 7662 §2)", () => {
  it("tells its client and its API the token's own claims, and that it is a bearer token [introspection-1]", async () => {
    const { access_token } = await signIn(server, client, user);
    const told = expectActive(await asApi(access_token));
    const claims = await claimsOf(server, access_token);
    expect(told).toEqual({ active: true, token_type: "Bearer", username: user.email, ...claims });
    expect(told).toMatchObject({ iss: issuer, aud: notes.uri, sub: user.id, roles: ["admin"] });
    // Nobody acts for the user here, and there is no key.
    const { act: _, cnf: __, ...properties } = AccessTokenClaims.properties;
    expect(Object.keys(told).sort()).toEqual(
      ["active", "token_type", "username", ...Object.keys(properties)].sort(),
    );
    expect(expectActive(await asClient(access_token))).toEqual(told);
    const byHeader = await post({ token: access_token }, basic(client.clientId, client.secret));
    expect(expectActive(byHeader)).toEqual(told);
  });

  it("of a client itself works alike, without a session [introspection-2]", async () => {
    const { access_token } = expectTokens(await askByClientCredentials(server, client));
    const told = expectActive(await asApi(access_token));
    expect(told).toMatchObject({ sub: client.clientId, client_id: client.clientId });
    expect(told).not.toHaveProperty("sid");
    expect(told).not.toHaveProperty("username");
  });

  it("of another client, or for another API, is inactive to whoever asks [introspection-3]", async () => {
    const { access_token } = await signIn(server, client, user);
    expectInactive(await asClient(access_token, await createClient(server)));
    expectInactive(await asApi(access_token, filesApi));
    const forFiles = await signIn(server, client, user, { resource: files.uri });
    expectActive(await asApi(forFiles.access_token, filesApi));
    expectInactive(await asApi(forFiles.access_token));
  });

  it("is inactive at once when its session is revoked [introspection-4]", async () => {
    const { access_token, refresh_token } = await signIn(server, client, user);
    expectActive(await asApi(access_token));
    const revoked = await server.app.inject({
      method: "POST",
      url: "/oauth2/revoke",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams({ ...identify(client), token: refresh_token }).toString(),
    });
    expect(revoked.statusCode).toBe(200);
    expectInactive(await asApi(access_token));
    expectInactive(await asClient(access_token));
  });

  it("is inactive when its session has expired or was purged, though it has time left itself [introspection-5]", async () => {
    const [expired, purged] = [await signIn(server, client, user), await signIn(server, client, user)];
    await server.db.query("update sessions set idle_expires_at = now() where id = $1", [
      sessionIdOf(server, expired.refresh_token),
    ]);
    await server.db.query("delete from sessions where id = $1", [sessionIdOf(server, purged.refresh_token)]);
    expectInactive(await asApi(expired.access_token));
    expectInactive(await asApi(purged.access_token));
  });

  it("is inactive when its user is disabled, with a session and without [introspection-6]", async () => {
    const oneOff = await createClient(server, { grantTypes: ["password"] });
    const inSession = await signIn(server, client, user);
    const alone = expectTokens(await askByPassword(server, oneOff, user));
    expectActive(await asApi(alone.access_token));
    await server.db.query("update users set disabled_at = now() where id = $1", [user.id]);
    expectInactive(await asApi(inSession.access_token));
    expectInactive(await asApi(alone.access_token));
  });

  it("is inactive when its client is disabled or gone, with a session and without [introspection-7]", async () => {
    const gone = await createClient(server);
    const inSession = await signIn(server, client, user);
    const alone = expectTokens(await askByClientCredentials(server, client));
    const orphan = expectTokens(await askByClientCredentials(server, gone));
    expectActive(await asApi(orphan.access_token));
    await server.db.query("update clients set disabled_at = now() where client_id = $1", [client.clientId]);
    await server.db.query("delete from clients where client_id = $1", [gone.clientId]);
    for (const { access_token } of [inSession, alone, orphan]) expectInactive(await asApi(access_token));
  });

  it("is inactive when it has expired [introspection-8]", async () => {
    const { access_token } = await signIn(server, client, user);
    await passTime(server, 601);
    expectInactive(await asApi(access_token));
  });

  it("is inactive when it is cut, changed, unsigned, of another issuer, or nothing at all [introspection-9]", async () => {
    const { access_token } = await signIn(server, client, user);
    const elsewhere = await testServer({ env: { ISSUER: "http://localhost:4999" } });
    const foreign = expectTokens(await askByPassword(elsewhere, client, user)).access_token;
    const [header = "", payload = "", signature = ""] = access_token.split(".");
    const forged = Buffer.from(
      JSON.stringify({ ...(await claimsOf(server, access_token)), scope: "admin" }),
    ).toString("base64url");
    const none = Buffer.from('{"typ":"at+jwt","alg":"none"}').toString("base64url");
    for (const token of [
      `${header}.${payload}`,
      `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
      `${header}.${forged}.${signature}`,
      `${none}.${payload}.`,
      foreign,
      "x",
      "a.b.c",
      "\u{1f600}",
      `rgr_${"A".repeat(92)}`,
    ]) {
      expectInactive(await asApi(token));
      expectInactive(await asClient(token));
    }
  });
});

describe("Introspecting a refresh token (RFC 7662 §2)", () => {
  it("tells its client what the session is, when it ends if idle, and no token_type [introspection-10]", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const { id, idle_expires_at } = await sessionOf(server, refresh_token);
    expect(expectActive(await asClient(refresh_token))).toEqual({
      active: true,
      scope: "notes:read notes:write",
      client_id: client.clientId,
      username: user.email,
      sub: user.id,
      aud: notes.uri,
      iss: issuer,
      exp: Math.floor(idle_expires_at.getTime() / 1000),
      sid: id,
      auth_time: expect.any(Number),
      acr: "1",
    });
  });

  it("is for its own client alone: inactive to another and to any API [introspection-11]", async () => {
    const { refresh_token } = await signIn(server, client, user);
    expectInactive(await asClient(refresh_token, await createClient(server)));
    expectInactive(await asApi(refresh_token));
  });

  it("is active as long as a refresh with it would succeed: the parent too, inside the window [introspection-12]", async () => {
    const first = await signIn(server, client, user);
    const second = await refresh(server, client, first.refresh_token);
    expectActive(await asClient(first.refresh_token));
    expectActive(await asClient(second.refresh_token));
    await passTime(server, 31);
    expectInactive(await asClient(first.refresh_token));
    const third = await refresh(server, client, second.refresh_token);
    await refresh(server, client, third.refresh_token);
    expectInactive(await asClient(second.refresh_token));
  });

  it("changes nothing: a reused token that is asked about ends no session [introspection-13]", async () => {
    const first = await signIn(server, client, user);
    const second = await refresh(server, client, first.refresh_token);
    const third = await refresh(server, client, second.refresh_token);
    const before = await everything(server);
    expectInactive(await asClient(first.refresh_token));
    expectActive(await asClient(third.refresh_token));
    expect(await everything(server)).toBe(before);
    await refresh(server, client, third.refresh_token);
  });

  it("is inactive when its session is revoked, expired or gone, or its user disabled [introspection-14]", async () => {
    const ends = [
      "update sessions set revoked_at = now(), revoke_reason = 'user' where id = $1",
      "update sessions set idle_expires_at = now() where id = $1",
      "delete from client_resources r using sessions s where s.id = $1 and r.client_id = s.client_id and r.resource = s.resource",
      "update users u set disabled_at = now() from sessions s where s.id = $1 and u.id = s.user_id",
      "delete from sessions where id = $1",
    ];
    for (const end of ends) {
      const own = await createClient(server);
      const { refresh_token } = await signIn(server, own, await createUser(server));
      expectActive(await asClient(refresh_token, own));
      await server.db.query(end, [read(server, refresh_token).sessionId]);
      expectInactive(await asClient(refresh_token, own));
    }
  });
});

describe("The token_type_hint (RFC 7662 §2.1)", () => {
  it("is only a hint: wrong or unknown, the token is found all the same [introspection-15]", async () => {
    const { access_token, refresh_token } = await signIn(server, client, user);
    for (const token_type_hint of ["access_token", "refresh_token", "id_token", "x"]) {
      for (const token of [access_token, refresh_token])
        expectActive(await asClient(token, client, { token_type_hint }));
    }
  });
});

describe("Who may introspect (RFC 7662 §2.1)", () => {
  it("is no public client: 401 invalid_client [introspection-16]", async () => {
    const open = await createClient(server, { secret: null });
    const { access_token } = await signIn(server, open, user);
    expectRefusal(await asClient(access_token, open), 401, "invalid_client", "introspection_public_client");
    expectActive(await asApi(access_token));
  });

  it("is nobody without credentials, nor with a bearer token [introspection-17]", async () => {
    const { access_token } = await signIn(server, client, user);
    expectRefusal(await post({ token: access_token }), 401, "invalid_client", "client_missing");
    const bearer = await post({ token: access_token }, { authorization: `Bearer ${access_token}` });
    expectRefusal(bearer, 401, "invalid_client", "client_authentication_unsupported");
    expect(bearer.headers).not.toHaveProperty("www-authenticate");
  });

  it("is a client with the right secret [introspection-18]", async () => {
    const wrong = await asClient("x", { ...client, secret: "wrong" });
    expectRefusal(wrong, 401, "invalid_client", "client_secret_mismatch");
  });

  it("is an API with a secret of its own, each of them where it has two [introspection-19]", async () => {
    const bare = `${notes.uri}/bare`;
    const [old, next] = [newSecret(), newSecret()];
    await server.db.query("insert into resources (uri) values ($1)", [bare]);
    const ask = (secret: string) => asApi("x", { uri: bare, secret });
    expectRefusal(await ask(old), 401, "invalid_client", "resource_secret_missing");
    await server.db.query("update resources set secret_hashes = $2 where uri = $1", [
      bare,
      [hashSecret(old), hashSecret(next)],
    ]);
    expectInactive(await ask(old));
    expectInactive(await ask(next));
    const wrong = await ask("wrong");
    expectRefusal(wrong, 401, "invalid_client", "resource_secret_mismatch");
    expect(wrong.headers["www-authenticate"]).toBe('Basic realm="regrant", charset="UTF-8"');
    expectRefusal(await ask(""), 401, "invalid_client", "resource_secret_mismatch");
    expectRefusal(await ask(notesApi.secret), 401, "invalid_client", "resource_secret_mismatch");
  });

  it("is an API that is registered, its URI letter for letter [introspection-20]", async () => {
    const unknown = await asApi("x", { ...notesApi, uri: `${notes.uri}/` });
    expectRefusal(unknown, 401, "invalid_client", "resource_not_registered");
    expect(unknown.body.error_description).toContain(`'${notes.uri}/'`);
  });

  it("is an API with its URI form-encoded or raw in the header, or with client_id and client_secret in the body [introspection-21]", async () => {
    const { access_token } = await signIn(server, client, user);
    const raw = (name: string, secret: string) => ({
      authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString("base64")}`,
    });
    const token = { token: access_token };
    expectActive(await post(token, raw(notesApi.uri, notesApi.secret)));
    const body = { client_id: notesApi.uri, client_secret: notesApi.secret };
    expectActive(await post({ ...token, ...body }));
    expectActive(await post({ ...token, ...body }, { authorization: `Bearer ${access_token}` }));
    expectInactive(await post(token, raw(filesApi.uri, filesApi.secret)));
    const wrong = await post(token, raw(notesApi.uri, filesApi.secret));
    expectRefusal(wrong, 401, "invalid_client", "resource_secret_mismatch");
    expect(wrong.headers["www-authenticate"]).toBe('Basic realm="regrant", charset="UTF-8"');
    const wrongInBody = await post({ ...token, ...body, client_secret: "wrong" });
    expectRefusal(wrongInBody, 401, "invalid_client", "resource_secret_mismatch");
    expect(wrongInBody.headers).not.toHaveProperty("www-authenticate");
    const unknown = await post(token, raw("https://unknown.example", notesApi.secret));
    expectRefusal(unknown, 401, "invalid_client", "resource_not_registered");
  });

  it("leaves a trace of a wrong secret of an API, bounded and without the secret [introspection-22]", async () => {
    const audited = async () => {
      const { rows } = await server.db.query<{
        reason: string;
        detail: { resource: string };
        address: string;
      }>(
        "select reason, detail, host(address) as address from audit_events where event = 'resource.authentication_refused' and detail->>'resource' = $1",
        [filesApi.uri],
      );
      return rows;
    };
    for (let times = 0; times < 12; times += 1) await asApi("x", { ...filesApi, secret: "a wrong secret" });
    const events = await audited();
    expect(events).toHaveLength(10);
    expect(events[0]).toMatchObject({ reason: "resource_secret_mismatch", address: "127.0.0.1" });
    expect(JSON.stringify(events)).not.toContain("a wrong secret");
  });

  it("authenticates in one way only [introspection-23]", async () => {
    const twice = await asApi("x", notesApi, { client_secret: notesApi.secret });
    expectRefusal(twice, 400, "invalid_request", "client_authentication_repeated");
    const alsoClient = await asApi("x", notesApi, identify(client));
    expectRefusal(alsoClient, 400, "invalid_request", "client_authentication_repeated");
  });
});

describe("The introspection endpoint", () => {
  it("takes a form by POST, with a token [introspection-24]", async () => {
    const { access_token } = await signIn(server, client, user);
    const query = `?${new URLSearchParams({ token: access_token, ...identify(client) })}`;
    const got = await server.app.inject(`/oauth2/introspect${query}`);
    expect([got.statusCode, got.headers.allow]).toEqual([405, "POST"]);
    const json = await post({}, { "content-type": "application/json" });
    expectRefusal(json, 400, "invalid_request", "content_type_unsupported");
    expectRefusal(await post(identify(client)), 400, "invalid_request", "parameter_missing");
    const inQuery = await server.app.inject({
      method: "POST",
      url: `/oauth2/introspect${query}`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams(identify(client)).toString(),
    });
    expect(inQuery.json()).toMatchObject({ error: "invalid_request" });
  });

  it("is not for scripts of other origins [introspection-25]", async () => {
    const answer = await post({ token: "x", ...identify(client) }, { origin: "https://app.example.com" });
    expectInactive(answer);
    expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
  });

  it("costs one round trip to the database, once it knows who asks [introspection-26]", async () => {
    const { access_token, refresh_token } = await signIn(server, client, user);
    await asClient("x");
    await asApi("x");
    let queries = 0;
    const count = () => {
      queries += 1;
    };
    server.db.on("acquire", count);
    for (const ask of [
      () => asApi(access_token),
      () => asClient(access_token),
      () => asClient(refresh_token),
    ]) {
      queries = 0;
      expectActive(await ask());
      expect(queries).toBe(1);
    }
    server.db.off("acquire", count);
  });

  it("answers 503 with Retry-After while the database is away or hangs, never inactive [introspection-27]", async () => {
    const gate = await tcpGate(await sharedDatabase());
    const cutOff = await testServer({ databaseUrl: gate.url });
    const { access_token } = await signIn(cutOff, client, user);
    const ask = () => post({ token: access_token, ...identify(client) }, {}, cutOff);
    expectActive(await ask());
    await gate.shut();
    expectRefusal(await ask(), 503, "temporarily_unavailable", "database_unavailable");
    await gate.open();
    expectActive(await ask());
    gate.freeze();
    const hung = await ask();
    expect([hung.status, hung.body.error]).toEqual([503, "temporarily_unavailable"]);
  });

  it("logs who asked and no token [introspection-28]", async () => {
    const { access_token, refresh_token } = await signIn(server, client, user);
    await asApi(access_token);
    await asClient(refresh_token);
    const lines = server.logLines.filter((line) => line.includes("/oauth2/introspect"));
    expect(lines.some((line) => line.includes(`"clientId":"${notes.uri}"`))).toBe(true);
    for (const secret of [access_token, refresh_token, notesApi.secret, client.secret])
      expect(server.logLines.join("")).not.toContain(secret);
  });

  it("waits for no lock: it answers in the middle of a revocation, and by its result once that is committed [introspection-29]", async () => {
    const { access_token, refresh_token } = await signIn(server, client, user);
    const sessionId = sessionIdOf(server, refresh_token);
    const lock = await lockSessionRow(sessionId);
    await lock.tx.query("update sessions set revoked_at = now(), revoke_reason = 'user' where id = $1", [
      sessionId,
    ]);
    expectActive(await asApi(access_token));
    await lock.release();
    expectInactive(await asApi(access_token));
  });
});
