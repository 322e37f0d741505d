import { beforeAll, describe, expect, it } from "vitest";
import {
  createClient,
  createResources,
  createUser,
  type TestClient,
  type TestUser,
} from "../support/fixtures.js";
import { sessionOf } from "../support/rows.js";
import { passTime, sharedDatabase, type TestServer, testServer } from "../support/server.js";
import { tcpGate } from "../support/tcp-gate.js";
import {
  type Answer,
  askByRefreshToken,
  expectRefusal,
  identify,
  refresh,
  signIn,
} from "../support/token-requests.js";

let server: TestServer;
let client: TestClient;
let user: TestUser;

beforeAll(async () => {
  server = await testServer();
  await createResources(server);
  client = await createClient(server);
  user = await createUser(server);
});

async function revoke(
  as: TestClient,
  form: Record<string, string>,
  headers = {},
  at = server,
): Promise<Answer> {
  const response = await at.app.inject({
    method: "POST",
    url: "/oauth2/revoke",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    payload: new URLSearchParams({ ...identify(as), ...form }).toString(),
  });
  const body = response.body === "" ? {} : response.json();
  return { status: response.statusCode, headers: response.headers, body };
}

describe("Revoking a refresh token (RFC 7009 §2)", () => {
  it("ends its session: 200, and every token of it is dead [revocation-1]", async () => {
    const first = await signIn(server, client, user);
    const second = await refresh(server, client, first.refresh_token);
    const answer = await revoke(client, { token: second.refresh_token, token_type_hint: "access_token" });
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: {} });
    expect(answer.headers["cache-control"]).toBe("no-store");
    const refused = await askByRefreshToken(server, client, second.refresh_token);
    expectRefusal(refused, 400, "invalid_grant", "refresh_token_revoked");
    expect((await sessionOf(server, first.refresh_token)).revoke_reason).toBe("client");
  });

  it("ends it with an older one as well, and is 200 again for a session that has ended [revocation-2]", async () => {
    const first = await signIn(server, client, user);
    await refresh(server, client, first.refresh_token);
    expect((await revoke(client, { token: first.refresh_token })).status).toBe(200);
    const { revoked_at } = await sessionOf(server, first.refresh_token);
    expect(revoked_at).not.toBeNull();
    expect((await revoke(client, { token: first.refresh_token })).status).toBe(200);
    expect((await sessionOf(server, first.refresh_token)).revoked_at).toEqual(revoked_at);
  });

  it("of another client is refused, and its session goes on [revocation-3]", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const refused = await revoke(await createClient(server), { token: refresh_token });
    expectRefusal(refused, 400, "invalid_grant", "refresh_token_wrong_client");
    await refresh(server, client, refresh_token);
  });

  it("that means nothing is 200 (§2.2) [revocation-4]", async () => {
    for (const token of ["x", `rgr_${"A".repeat(92)}`, "a.b.c", "\u{1f600}"]) {
      expect((await revoke(client, { token })).status).toBe(200);
    }
  });

  it("finds it whatever the hint says: wrong, or a kind that nobody knows (§2.1) [revocation-5]", async () => {
    for (const token_type_hint of ["access_token", "refresh_token", "id_token"]) {
      const { refresh_token } = await signIn(server, client, user);
      expect((await revoke(client, { token: refresh_token, token_type_hint })).status).toBe(200);
      expect((await sessionOf(server, refresh_token)).revoke_reason).toBe("client");
    }
  });

  it("is for public clients too, by their client_id alone, and for those that authenticate by Basic (§2.1) [revocation-6]", async () => {
    const open = await createClient(server, { secret: null });
    const theirs = await signIn(server, open, user);
    expect((await revoke(open, { token: theirs.refresh_token })).status).toBe(200);
    expect((await sessionOf(server, theirs.refresh_token)).revoke_reason).toBe("client");
    const ours = await signIn(server, client, user);
    const authorization = `Basic ${Buffer.from(`${client.clientId}:${client.secret}`).toString("base64")}`;
    const nameless = { clientId: "", secret: "" };
    const answer = await revoke(nameless, { token: ours.refresh_token }, { authorization });
    expect(answer.status).toBe(200);
    expect((await sessionOf(server, ours.refresh_token)).revoke_reason).toBe("client");
  });

  it("ends one session: the user's others at the same client go on [revocation-7]", async () => {
    const [one, other] = [await signIn(server, client, user), await signIn(server, client, user)];
    await revoke(client, { token: one.refresh_token });
    await refresh(server, client, other.refresh_token);
  });

  it("is 503 with Retry-After while the database is away: the token still exists (§2.2.1) [revocation-8]", async () => {
    const gate = await tcpGate(await sharedDatabase());
    const cutOff = await testServer({ databaseUrl: gate.url });
    const { refresh_token } = await signIn(cutOff, client, user);
    await gate.shut();
    const answer = await revoke(client, { token: refresh_token }, {}, cutOff);
    expectRefusal(answer, 503, "temporarily_unavailable", "database_unavailable");
    await refresh(server, client, refresh_token);
  });

  it("wants the client's authentication and a token [revocation-9]", async () => {
    const nobody = await revoke({ ...client, secret: "wrong" }, { token: "x" });
    expectRefusal(nobody, 401, "invalid_client", "client_secret_mismatch");
    expectRefusal(await revoke(client, {}), 400, "invalid_request", "parameter_missing");
  });

  it("takes POST only [revocation-10]", async () => {
    const response = await server.app.inject({ method: "GET", url: "/oauth2/revoke" });
    expect([response.statusCode, response.headers.allow]).toEqual([405, "POST"]);
  });
});

describe("Revoking an access token (RFC 7009 §2.2.1)", () => {
  it("is refused honestly: it stays valid until it expires, and for how long [revocation-11]", async () => {
    const { access_token, refresh_token } = await signIn(server, client, user);
    await passTime(server, 100);
    const refused = await revoke(client, { token: access_token });
    expectRefusal(refused, 400, "unsupported_token_type", "access_token_not_revocable");
    expect(refused.body.error_description).toMatch(/\b(500|499) seconds\b/);
    await refresh(server, client, refresh_token);
  });

  it("is refused whatever the hint says, and to another client as well [revocation-12]", async () => {
    const { access_token, refresh_token } = await signIn(server, client, user);
    for (const as of [client, await createClient(server)]) {
      const refused = await revoke(as, { token: access_token, token_type_hint: "refresh_token" });
      expectRefusal(refused, 400, "unsupported_token_type", "access_token_not_revocable");
    }
    await refresh(server, client, refresh_token);
  });

  it("that has expired is 200: it is as good as revoked [revocation-13]", async () => {
    const { access_token } = await signIn(server, client, user);
    await passTime(server, 601);
    expect((await revoke(client, { token: access_token })).status).toBe(200);
  });
});

describe("Revocation for browser apps (delivery by cookie)", () => {
  it("takes the token from the cookie and takes the cookie away; not for another origin [revocation-14]", async () => {
    const origin = "https://app.example.com";
    const app = await createClient(server, {
      secret: null,
      refreshTokenDelivery: "cookie",
      allowedOrigins: [origin],
    });
    const body = { ...identify(app), grant_type: "password", username: user.email, password: user.password };
    const signedIn = await server.app.inject({
      method: "POST",
      url: "/oauth2/token",
      headers: { "content-type": "application/x-www-form-urlencoded", origin },
      payload: new URLSearchParams(body).toString(),
    });
    const [cookie] = signedIn.cookies;
    expect(cookie?.name).toContain(app.clientId);
    const headers = { cookie: `${cookie?.name}=${cookie?.value}` };
    expectRefusal(await revoke(app, {}, headers), 400, "invalid_request", "origin_not_allowed");
    const answer = await revoke(app, {}, { ...headers, origin });
    expect(answer.status).toBe(200);
    expect(answer.headers["access-control-allow-origin"]).toBe(origin);
    expect(String(answer.headers["set-cookie"])).toMatch(/=; .*Max-Age=0|Expires=Thu, 01 Jan 1970/);
    expect((await sessionOf(server, cookie?.value ?? "")).revoke_reason).toBe("client");
  });
});
