/** The userinfo endpoint. */
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { issuer, signedIn } from "../support/authorization.js";
import type { Browser } from "../support/browser.js";
import { expectChallenge } from "../support/challenge.js";
import {
  createClient,
  createResources,
  createUser,
  files,
  notes,
  type TestClient,
  type TestUser,
} from "../support/fixtures.js";
import {
  ada,
  askUserinfo,
  createRelyingParty,
  type OpenIdTokens,
  readIdToken,
  setClaims,
  signInTo,
  userinfoOf,
} from "../support/openid.js";
import { sessionIdOf } from "../support/rows.js";
import { passTime, testServer } from "../support/server.js";
import {
  askByClientCredentials,
  askByPassword,
  askByRefreshToken,
  expectTokens,
  refresh,
} from "../support/token-requests.js";

const server = await testServer();
let client: TestClient;
let user: TestUser;
let browser: Browser;
let tokens: OpenIdTokens;

beforeAll(async () => {
  await createResources(server);
  client = await createRelyingParty(server);
  user = await createUser(server, ["editor", "reader"]);
  await setClaims(server, user, ada);
  browser = await signedIn(server, user);
  tokens = await signInTo(server, browser, client, { scope: "openid email notes:read" });
});

const url = "/oauth2/userinfo";
const form = { "content-type": "application/x-www-form-urlencoded" };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const ask = (options: InjectOptions) => server.app.inject({ url, ...options });
const about = () => ({ sub: user.id, email: user.email, email_verified: true });

function expectRefused(
  { statusCode, headers, ...response }: LightMyRequestResponse,
  status: number,
  error: string,
  reason: Parameters<typeof expectChallenge>[2]["reason"],
): void {
  expect([statusCode, response.json()]).toEqual([
    status,
    { error, error_description: expect.any(String), error_uri: `${issuer}/errors/${reason}` },
  ]);
  expectChallenge(headers["www-authenticate"], issuer, {
    error,
    ...(reason !== undefined && { reason }),
    ...(error === "insufficient_scope" && { scope: "openid" }),
  });
}

describe("The userinfo endpoint (OpenID Connect Core 1.0 §5.3)", () => {
  it("answers GET with a Bearer token in JSON that nobody caches: oidcc-userinfo-get [userinfo-1]", async () => {
    const response = await ask({ headers: bearer(tokens.access_token) });
    expect([response.statusCode, response.json()]).toEqual([200, about()]);
    expect(response.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
  });

  it("answers POST with a Bearer token, with a body or without: oidcc-userinfo-post-header [userinfo-2]", async () => {
    for (const [payload, type] of [
      [undefined, {}],
      ["", form],
      ["lang=en", form],
    ] as const) {
      const headers = { ...type, ...bearer(tokens.access_token) };
      const response = await ask({ method: "POST", headers, ...(payload !== undefined && { payload }) });
      expect([response.statusCode, response.json()]).toEqual([200, about()]);
    }
  });

  it("answers POST with the token in the form: oidcc-userinfo-post-body [userinfo-3]", async () => {
    const response = await ask({
      method: "POST",
      headers: form,
      payload: `access_token=${tokens.access_token}`,
    });
    expect([response.statusCode, response.json()]).toEqual([200, about()]);
  });

  it("says the sub of the ID token (§5.3.2) [userinfo-4]", async () => {
    const { sub } = await readIdToken(server, tokens, client);
    expect((await userinfoOf(server, tokens.access_token)).sub).toBe(sub);
  });

  it.each([
    ["oidcc-scope-profile", "openid profile"],
    ["oidcc-scope-email", "openid email"],
    ["oidcc-alternate-happy-flow", "email openid"],
    ["oidcc-scope-address", "openid address"],
    ["oidcc-scope-phone", "openid phone"],
    ["oidcc-scope-all", "openid profile email address phone"],
  ])("%s: opens exactly its claims [userinfo-5]", async (_module, scope) => {
    const { email_verified, phone_number, phone_number_verified, address, ...profile } = ada;
    const opens = {
      profile: { ...profile, roles: ["editor", "reader"], updated_at: expect.any(Number) },
      email: { email: user.email, email_verified },
      address: { address },
      phone: { phone_number, phone_number_verified },
    };
    const asked = Object.entries(opens).filter(([name]) => scope.split(" ").includes(name));
    const { access_token } = await signInTo(server, browser, client, { scope });
    const claims = await userinfoOf(server, access_token);
    expect(claims).toEqual(Object.assign({ sub: user.id }, ...asked.map(([, claims]) => claims)));
    const seconds = Date.now() / 1000;
    if ("updated_at" in claims) expect(Math.abs(seconds - Number(claims.updated_at))).toBeLessThan(600);
  });

  it("leaves out what nobody has said, rather than null or an empty text (§5.3.2) [userinfo-6]", async () => {
    const nobody = await createUser(server);
    const { access_token } = await signInTo(server, await signedIn(server, nobody), client, {
      scope: "openid profile email address phone",
    });
    expect(await userinfoOf(server, access_token)).toEqual({
      sub: nobody.id,
      email: nobody.email,
      email_verified: false,
      roles: [],
      updated_at: expect.any(Number),
    });
  });

  it("tells what is true now, also to a token issued before [userinfo-7]", async () => {
    const changing = await createUser(server);
    await setClaims(server, changing, { name: "Before" });
    const old = await signInTo(server, await signedIn(server, changing), client, { scope: "openid profile" });
    expect(await userinfoOf(server, old.access_token)).toMatchObject({ name: "Before" });
    await setClaims(server, changing, { name: "After", locale: "de" });
    const next = await refresh(server, client, old.refresh_token);
    for (const token of [old.access_token, next.access_token])
      expect(await userinfoOf(server, token)).toMatchObject({ name: "After", locale: "de" });
  });

  it("tells no more than a refresh has narrowed the scope to [userinfo-8]", async () => {
    const whole = await signInTo(server, browser, client, { scope: "openid email phone" });
    const narrowed = await refresh(server, client, whole.refresh_token, { scope: "openid phone" });
    expect(Object.keys(await userinfoOf(server, narrowed.access_token)).sort()).toEqual([
      "phone_number",
      "phone_number_verified",
      "sub",
    ]);
    expect(await userinfoOf(server, whole.access_token)).toHaveProperty("email");
  });

  it("may be asked by browser apps of registered origins, with a preflight [userinfo-9]", async () => {
    const origin = "https://spa.example.com";
    await createRelyingParty(server, { allowedOrigins: [origin], secret: null });
    const elsewhere = await testServer();
    const preflight = await elsewhere.app.inject({
      method: "OPTIONS",
      url,
      headers: {
        origin,
        "access-control-request-method": "GET",
        "access-control-request-headers": "authorization",
      },
    });
    expect(preflight.headers).toMatchObject({ "access-control-allow-origin": origin });
    const answer = await askUserinfo(elsewhere, tokens.access_token, { origin });
    expect(answer.headers).toMatchObject({ "access-control-allow-origin": origin });
    const other = await askUserinfo(elsewhere, tokens.access_token, { origin: "https://evil.example" });
    expect(other.headers).not.toHaveProperty("access-control-allow-origin");
  });
});

describe("An access token at the userinfo endpoint", () => {
  it("counts whatever API it is for, if it has the scope openid [userinfo-10]", async () => {
    const other = await signInTo(server, browser, client, { scope: "openid email", resource: notes.uri });
    expect(await userinfoOf(server, other.access_token)).toEqual(about());
    const filing = await createRelyingParty(server, {
      scope: [...files.scope, "openid"],
      resources: [files.uri],
    });
    const elsewhere = await signInTo(server, browser, filing, { scope: "openid files:read" });
    expect(await userinfoOf(server, elsewhere.access_token)).toEqual({ sub: user.id });
  });

  it("without the scope openid is refused with 403, though it has email [userinfo-11]", async () => {
    const narrowed = await refresh(
      server,
      client,
      (await signInTo(server, browser, client, { scope: "openid email" })).refresh_token,
      { scope: "email" },
    );
    expectRefused(
      await askUserinfo(server, narrowed.access_token),
      403,
      "insufficient_scope",
      "scope_insufficient",
    );
  });

  it("of a client that acts for itself is about no user [userinfo-12]", async () => {
    const own = await createClient(server, { scope: [...notes.scope, "openid"] });
    const { access_token } = expectTokens(
      await askByClientCredentials(server, own, { scope: "openid notes:read" }),
    );
    expectRefused(await askUserinfo(server, access_token), 403, "insufficient_scope", "scope_insufficient");
    const bare = await createClient(server, { scope: [...notes.scope, "openid"], grantTypes: ["password"] });
    const byPassword = expectTokens(await askByPassword(server, bare, user, { scope: "openid notes:read" }));
    expectRefused(
      await askUserinfo(server, byPassword.access_token),
      403,
      "insufficient_scope",
      "scope_insufficient",
    );
  });

  it("is refused in the query, and when sent twice [userinfo-13]", async () => {
    const { access_token: token } = tokens;
    const inQuery = `${url}?access_token=${token}`;
    const inForm = { method: "POST" as const, payload: `access_token=${token}` };
    for (const options of [
      { url: inQuery },
      { url: inQuery, headers: bearer(token) },
      { ...inForm, url: inQuery, headers: form },
      { ...inForm, headers: { ...form, ...bearer(token) } },
      { ...inForm, payload: `access_token=${token}&access_token=${token}`, headers: form },
    ]) {
      const { statusCode, ...response } = await ask(options);
      expect([statusCode, response.json().error]).toEqual([400, "invalid_request"]);
      expect(response.body).not.toContain(user.id);
    }
  });

  it("is asked for where there is none, without an error (RFC 6750 §3.1) [userinfo-14]", async () => {
    for (const options of [
      {},
      { headers: { authorization: "Basic YTpi" } },
      { method: "POST" as const, headers: form, payload: "" },
      { method: "POST" as const, headers: form, payload: "access_token=" },
    ]) {
      const { statusCode, headers } = await ask(options);
      expect(statusCode).toBe(401);
      expect(headers["www-authenticate"]).toMatch(/^Bearer /);
      expect(headers["www-authenticate"]).not.toContain("error=");
    }
  });

  it("has to come in a form or a header: other bodies and methods are refused [userinfo-15]", async () => {
    const headers = { "content-type": "application/json", ...bearer(tokens.access_token) };
    expect((await ask({ method: "POST", headers, payload: "{}" })).statusCode).toBe(400);
    for (const method of ["PUT", "PATCH", "DELETE"] as const) {
      const response = await ask({ method, headers: bearer(tokens.access_token) });
      expect([response.statusCode, response.headers.allow]).toEqual([405, "GET, POST"]);
    }
  });

  it.each(["", "x", "a.b.c", "rgr_x", "null"])(
    "such as %j is garbage, and refused [userinfo-16]",
    async (token) => {
      const response = await ask({ headers: { authorization: `Bearer ${token}` } });
      expect([400, 401]).toContain(response.statusCode);
      expect(response.headers["www-authenticate"]).toMatch(/^Bearer /);
    },
  );

  it("of an ended session is refused: signed out, revoked, or its code used twice [userinfo-17]", async () => {
    const ended = await signInTo(server, browser, client);
    await userinfoOf(server, ended.access_token);
    await server.db.query("update sessions set revoked_at = now(), revoke_reason = 'logout' where id = $1", [
      sessionIdOf(server, ended.refresh_token),
    ]);
    expectRefused(await askUserinfo(server, ended.access_token), 401, "invalid_token", "token_session_ended");
  });

  it("of a disabled user is refused, and of a deleted one [userinfo-18]", async () => {
    const leaving = await createUser(server);
    const { access_token } = await signInTo(server, await signedIn(server, leaving), client);
    await userinfoOf(server, access_token);
    await server.db.query("update users set disabled_at = now() where id = $1", [leaving.id]);
    expectRefused(await askUserinfo(server, access_token), 401, "invalid_token", "token_session_ended");
    await server.db.query("update users set disabled_at = null where id = $1", [leaving.id]);
    await userinfoOf(server, access_token);
    for (const table of ["sessions", "sign_ins", "authorization_codes"])
      await server.db.query(`delete from ${table} where user_id = $1`, [leaving.id]);
    await server.db.query("delete from users where id = $1", [leaving.id]);
    expectRefused(await askUserinfo(server, access_token), 401, "invalid_token", "token_session_ended");
  });

  it("that has expired is refused, and the next one of its session is not [userinfo-19]", async () => {
    const old = await signInTo(server, browser, client);
    await passTime(server, 700);
    expectRefused(await askUserinfo(server, old.access_token), 401, "invalid_token", "token_expired");
    const next = await refresh(server, client, old.refresh_token);
    expect(await userinfoOf(server, next.access_token)).toEqual({ sub: user.id });
    expect((await askByRefreshToken(server, client, next.refresh_token)).status).toBe(200);
  });
});
