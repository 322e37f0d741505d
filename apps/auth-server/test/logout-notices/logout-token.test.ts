/** What a client is told: the suite's module backchannel-rp-initiated-logout looks at the same. */
import { describe, expect, it } from "vitest";
import { buildManagementApp } from "../../src/app.js";
import { adminOf, createAdminResources } from "../support/admin.js";
import {
  createOpenIdClient,
  noticesOf,
  openId,
  receiver,
  tellClients,
  until,
  verifyLogoutToken,
} from "../support/back-channel.js";
import { cleanUp } from "../support/clean-up.js";
import { createUser } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { testServer } from "../support/server.js";
import { identify, signIn } from "../support/token-requests.js";

const server = await testServer();
await createAdminResources(server);
const admin = await adminOf(server);
const user = await createUser(server);
const app = await receiver();
const client = await createOpenIdClient(server, app.uri);
const tokens = await signIn(server, client, user, openId);
const session = await claimsOf(server, tokens.access_token);
const endedAt = performance.now();
await admin.ask("DELETE", `/sessions/${session.sid}`);
tellClients(server);
await until(() => app.received.length > 0);

const [received] = app.received;
if (received === undefined) throw new Error("nothing was received");
const told = await verifyLogoutToken(server, client, received);

describe("The logout request (Back-Channel Logout 1.0 §2.5)", () => {
  it("is a form with logout_token and nothing else, within seconds [logout-notices-2]", () => {
    expect(told.form).toEqual(["logout_token"]);
    expect(received.contentType).toMatch(/^application\/x-www-form-urlencoded(;charset=UTF-8)?$/i);
    expect(received.at - endedAt).toBeLessThan(5_000);
  });

  it("is made once: the notice is gone, and the metrics count it", async () => {
    await until(async () => (await noticesOf(server, client)).length === 0);
    expect(app.received).toHaveLength(1);
    const management = await buildManagementApp(server.context);
    cleanUp(() => management.close());
    const { body } = await management.inject("/metrics");
    expect(body).toContain('regrant_logout_notices_total{outcome="told"} 1');
    expect(body).toMatch(/^regrant_logout_notices_pending 0$/m);
  });
});

describe("The logout token (Back-Channel Logout 1.0 §2.4, suite: backchannel-rp-initiated-logout)", () => {
  it("has iss, aud, iat, exp, jti and events, and both sub and sid, as the session's tokens have them [logout-notices-3]", () => {
    const { iss, iat = 0, exp, jti, ...rest } = told.claims;
    expect({ iss, ...rest }).toEqual({
      iss: session.iss,
      sub: session.sub,
      aud: client.clientId,
      sid: session.sid,
      events: { "http://schemas.openid.net/event/backchannel-logout": {} },
    });
    expect(Math.abs(iat - Date.now() / 1000)).toBeLessThan(30);
    expect(exp).toBe(iat + 120);
    expect(jti).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("has no nonce [logout-notices-4]", () => {
    expect(told.claims).not.toHaveProperty("nonce");
  });

  it("is typed and signed with the key that signs ID tokens, RS256 [logout-notices-5]", () => {
    expect(told.header).toEqual({
      typ: "logout+jwt",
      alg: "RS256",
      kid: server.context.keyRing.keyFor("RS256").kid,
    });
  });

  it("is no access token: neither our APIs nor introspection take it for one [logout-notices-6]", async () => {
    const answer = await server.app.inject({
      url: "/admin/v1/users",
      headers: { authorization: `Bearer ${told.token}` },
    });
    expect(answer.statusCode).toBe(401);
    const introspected = await server.app.inject({
      method: "POST",
      url: "/oauth2/introspect",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams({ token: told.token, ...identify(client) }).toString(),
    });
    expect(introspected.json()).toEqual({ active: false });
  });
});
