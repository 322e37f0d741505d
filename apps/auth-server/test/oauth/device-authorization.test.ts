/** The device grant, as the device sees it (RFC 8628 §3.1, §3.2, §3.4, §3.5). */
import { beforeAll, describe, expect, it } from "vitest";
import { endBrowser, withdrawConsent } from "../../src/account/account.js";
import { deleteClient, disableClient } from "../../src/clients/clients.js";
import { deleteResource } from "../../src/clients/delete-resource.js";
import { deviceGrantType } from "../../src/clients/grant-types.js";
import { insertResource } from "../../src/resources/resources.sql.js";
import { endEverything } from "../../src/users/ends.js";
import { deleteUser, disableUser, enableUser } from "../../src/users/users.js";
import { issuer, signedIn } from "../support/authorization.js";
import { type Browser, firefox } from "../support/browser.js";
import { askForCode, createTool, type DeviceCode, decide, poll, startDevice } from "../support/devices.js";
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
import { readIdToken } from "../support/openid.js";
import { passTime, testServer } from "../support/server.js";
import {
  type Answer,
  askByRefreshToken,
  expectRefreshToken,
  expectRefusal,
  expectTokens,
  identify,
  postForm,
  postToken,
  refresh,
} from "../support/token-requests.js";

const server = await testServer();
const replica = await testServer();
const act = { by: {} };
let tool: TestClient;
let user: TestUser;
let browser: Browser;

beforeAll(async () => {
  await createResources(server);
  tool = await createTool(server);
  user = await createUser(server, ["editor"]);
  browser = await signedIn(server, user);
});

const pending = (answer: Answer) =>
  expectRefusal(answer, 400, "authorization_pending", "authorization_pending");
const slowDown = (answer: Answer) => expectRefusal(answer, 400, "slow_down", "polling_too_fast");
const unknown = (answer: Answer) => expectRefusal(answer, 400, "invalid_grant", "device_code_unknown");
const sessionsOf = async ({ id }: TestUser, { clientId }: TestClient) =>
  (
    await server.db.query<{ revoked_at: Date | null }>(
      "select revoked_at from sessions where user_id = $1 and client_id = $2",
      [id, clientId],
    )
  ).rows;

describe("The device authorization request (§3.1)", () => {
  it("is answered with both codes, where to go, and how long and how often to ask (§3.2) [device-1]", async () => {
    const { status, headers, body } = await askForCode(server, tool);
    expect(status).toBe(200);
    const { user_code } = body as unknown as DeviceCode;
    expect(body).toEqual({
      device_code: expect.stringMatching(/^[\w-]{43}$/),
      user_code: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/),
      verification_uri: `${issuer}/device`,
      verification_uri_complete: `${issuer}/device?user_code=${user_code}`,
      expires_in: 600,
      interval: 5,
    });
    expect(headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      pragma: "no-cache",
    });
  });

  it("is a POST, a form: its errors are those of the token endpoint [device-2]", async () => {
    expectRefusal(
      await askForCode(server, tool, "{}", { "content-type": "application/json" }),
      400,
      "invalid_request",
      "content_type_unsupported",
    );
    const get = await server.app.inject({ method: "GET", url: "/oauth2/device_authorization" });
    expect([get.statusCode, get.headers.allow]).toEqual([405, "POST"]);
  });

  it("repeats no parameter; empty and unknown ones count as absent [device-3]", async () => {
    const twice = await askForCode(server, tool, `client_id=${tool.clientId}&scope=a&scope=b`);
    expectRefusal(twice, 400, "invalid_request", "parameter_repeated");
    await startDevice(server, tool, { scope: "", resource: "", colour: "green" });
  });

  it("authenticates clients that have credentials, as at the token endpoint, and identifies the others [device-4]", async () => {
    const confidential = await createTool(server, { secret: "a secret that is long enough" });
    await startDevice(server, confidential);
    expectRefusal(
      await askForCode(server, confidential, { client_secret: "wrong" }),
      401,
      "invalid_client",
      "client_secret_mismatch",
    );
    expectRefusal(
      await askForCode(server, confidential, `client_id=${confidential.clientId}`),
      401,
      "invalid_client",
      "client_secret_missing",
    );
    const basic = `Basic ${Buffer.from(`${confidential.clientId}:${confidential.secret}`).toString("base64")}`;
    expect((await askForCode(server, tool, "scope=", { authorization: basic })).status).toBe(200);
    expectRefusal(
      await askForCode(server, tool, "client_id=nobody"),
      401,
      "invalid_client",
      "client_unknown",
    );
  });

  it("is refused to a client that was not given the grant [device-5]", async () => {
    const client = await createClient(server, { secret: null });
    expectRefusal(await askForCode(server, client), 400, "unauthorized_client", "grant_type_not_allowed");
    expectRefusal(
      await poll(server, client, { device_code: "whatever" }),
      400,
      "unauthorized_client",
      "grant_type_not_allowed",
    );
  });

  it("is for one API and a scope that the client may have [device-6]", async () => {
    expectRefusal(
      await askForCode(server, tool, { scope: "files:write" }),
      400,
      "invalid_scope",
      "scope_not_allowed",
    );
    expectRefusal(
      await askForCode(server, tool, { resource: "https://elsewhere.example" }),
      400,
      "invalid_target",
      "resource_unknown",
    );
    const device = await startDevice(server, tool, { resource: files.uri, scope: "files:read notes:read" });
    await decide(browser, device);
    const tokens = expectTokens(await poll(server, tool, device));
    expect(tokens.scope).toBe("files:read");
    expect(await claimsOf(server, tokens.access_token)).toMatchObject({
      aud: files.uri,
      scope: "files:read",
    });
  });

  it("keeps the device code as a hash only, and neither code is in a log (§5.2) [device-7]", async () => {
    const device = await startDevice(server, tool);
    await decide(browser, device);
    await poll(server, tool, device);
    const { rows } = await server.db.query("select d::text as row from device_codes d");
    const texts = JSON.stringify(rows) + server.logLines.join();
    expect(texts).not.toContain(device.device_code);
    expect(server.logLines.join()).not.toContain(device.user_code);
  });

  it("is refused once a hundred devices of its network wait; others are not in its way (§5.1) [device-8]", async () => {
    const from = (remoteAddress: string) => askForCode(server, tool, {}, { remoteAddress });
    for (let turn = 0; turn < 10; turn += 1) {
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, i) => from(`198.51.100.${turn * 10 + i}`)),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    }
    const full = await from("198.51.100.200");
    expectRefusal(full, 429, "too_many_requests", "too_many_devices");
    expect(full.headers["retry-after"]).toBe("60");
    expect((await from("198.51.101.1")).status).toBe(200);
    await passTime(server, 601);
    expect((await from("198.51.100.200")).status).toBe(200);
  });
});

describe("The metadata (§4)", () => {
  it("has the endpoint and the grant [device-22]", async () => {
    const { body } = await server.app.inject("/.well-known/oauth-authorization-server");
    const metadata = JSON.parse(body);
    expect(metadata.device_authorization_endpoint).toBe(`${issuer}/oauth2/device_authorization`);
    expect(metadata.grant_types_supported).toContain(deviceGrantType);
  });
});

describe("Until the user has decided, the device (§3.5)", () => {
  it("is told authorization_pending, as often as it asks at its interval [device-9]", async () => {
    const device = await startDevice(server, tool);
    for (let turn = 0; turn < 4; turn += 1) {
      pending(await poll(server, tool, device));
      await passTime(server, 5);
    }
  });

  it("may be a second early: timers and networks are not even [device-10]", async () => {
    const device = await startDevice(server, tool);
    for (let turn = 0; turn < 4; turn += 1) {
      pending(await poll(server, tool, device));
      await server.db.query("update device_codes set next_poll_at = next_poll_at - interval '4.2 s'");
    }
  });

  it("is told slow_down if it is earlier, and has to wait five seconds longer from then on [device-11]", async () => {
    const device = await startDevice(server, tool);
    pending(await poll(server, tool, device));
    await passTime(server, 3);
    slowDown(await poll(server, tool, device));
    await passTime(server, 10);
    pending(await poll(server, tool, device));
    await passTime(server, 5);
    slowDown(await poll(server, tool, device));
    for (let turn = 0; turn < 2; turn += 1) {
      await passTime(server, 15);
      pending(await poll(server, tool, device));
    }
  });

  it("is told the same by every replica: they count in one statement [device-12]", async () => {
    const device = await startDevice(server, tool);
    pending(await poll(server, tool, device));
    slowDown(await poll(replica, tool, device));
    await passTime(server, 5);
    slowDown(await poll(server, tool, device));
    await passTime(server, 15);
    pending(await poll(replica, tool, device));
    await passTime(server, 15);
    const together = await Promise.all(
      Array.from({ length: 10 }, (_, i) => poll(i % 2 === 0 ? server : replica, tool, device)),
    );
    const errors = together.map(({ body }) => body.error);
    expect(errors.filter((error) => error === "authorization_pending")).toHaveLength(1);
    expect(errors.filter((error) => error === "slow_down")).toHaveLength(9);
    const { rows } = await server.db.query("select interval_seconds from device_codes where user_code = $1", [
      device.user_code,
    ]);
    expect(rows).toEqual([{ interval_seconds: 60 }]);
  });

  it("is not slowed down by another client that has its code", async () => {
    const device = await startDevice(server, tool);
    const other = await createTool(server);
    for (let turn = 0; turn < 3; turn += 1) unknown(await poll(server, other, device));
    pending(await poll(server, tool, device));
  });

  it("is told expired_token after ten minutes, and nothing lets it in then [device-13]", async () => {
    const device = await startDevice(server, tool);
    const allowed = await startDevice(server, tool);
    await decide(browser, allowed);
    await passTime(server, 601);
    const late = await signedIn(server, user);
    expect((await late.visit(`/device?user_code=${device.user_code}`)).status).toBe(404);
    for (const one of [device, allowed])
      expectRefusal(await poll(server, tool, one), 400, "expired_token", "device_code_expired");
    browser = late;
  });

  it("is told access_denied if the user declines [device-14]", async () => {
    const device = await startDevice(server, tool);
    await decide(browser, device, "deny");
    for (let turn = 0; turn < 2; turn += 1)
      expectRefusal(await poll(server, tool, device), 400, "access_denied", "access_denied");
  });
});

describe("Once the user has allowed it, the device", () => {
  it("gets tokens at its next request, however early, and refreshes them [device-15]", async () => {
    const device = await startDevice(server, tool);
    pending(await poll(server, tool, device));
    await decide(browser, device);
    const tokens = expectRefreshToken(await poll(server, tool, device));
    expect(tokens.scope).toBe(notes.scope.join(" "));
    expect(await claimsOf(server, tokens.access_token)).toMatchObject({
      sub: user.id,
      client_id: tool.clientId,
      aud: notes.uri,
      roles: ["editor"],
      acr: "1",
    });
    await refresh(server, tool, tokens.refresh_token);
  });

  it("gets no refresh token if it may not refresh; its session ends with the access token", async () => {
    const brief = await createTool(server, { grantTypes: [deviceGrantType] });
    const device = await startDevice(server, brief);
    await decide(browser, device);
    expect(expectTokens(await poll(server, brief, device)).refresh_token).toBeUndefined();
    const { rows } = await server.db.query(
      "select extract(epoch from absolute_expires_at - created_at)::int as seconds from sessions where client_id = $1",
      [brief.clientId],
    );
    expect(rows).toEqual([{ seconds: 600 }]);
  });

  it("is listed as a session with the device's own address and program, and audited", async () => {
    const mine = await createTool(server);
    const device = await startDevice(server, mine);
    await decide(browser, device);
    await poll(server, mine, device);
    const { rows } = await server.db.query<{ sign_in_id: string }>(
      "select sign_in_id from sessions where client_id = $1",
      [mine.clientId],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.sign_in_id).not.toBeNull();
    const audit = await server.db.query("select event from audit_events where client_id = $1", [
      mine.clientId,
    ]);
    expect(audit.rows).toContainEqual({ event: "session.created" });
  });

  it("gets them once: of fifty requests in flight at two replicas, one [device-16]", async () => {
    const one = await createTool(server);
    const device = await startDevice(server, one);
    await decide(browser, device);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => poll(i % 2 === 0 ? server : replica, one, device)),
    );
    const [tokens, ...others] = answers.filter(({ status }) => status === 200);
    expectRefreshToken(tokens as Answer);
    expect(others).toEqual([]);
    for (const answer of answers.filter(({ status }) => status !== 200))
      expectRefusal(answer, 400, "invalid_grant", "device_code_used");
    expect(await sessionsOf(user, one)).toEqual([{ revoked_at: null }]);
  });

  it("gets an ID token with how and when the user signed in, if it asked for openid [device-17]", async () => {
    const openid = await createTool(server, { scope: [...notes.scope, "openid"] });
    const device = await startDevice(server, openid, { scope: "openid notes:read" });
    await decide(browser, device);
    const tokens = expectRefreshToken(await poll(server, openid, device));
    expect(await readIdToken(server, tokens, openid)).toMatchObject({
      sub: user.id,
      acr: "1",
      amr: ["pwd"],
      auth_time: (await claimsOf(server, tokens.access_token)).auth_time,
    });
  });

  it("is refused with another client's code, a made-up one, or none (§3.4) [device-18]", async () => {
    const device = await startDevice(server, tool);
    await decide(browser, device);
    const other = await createTool(server);
    unknown(await poll(server, other, device));
    unknown(await poll(server, tool, { device_code: "made-up" }));
    unknown(await poll(server, tool, { device_code: device.user_code }));
    const none = await postForm(server, { grant_type: deviceGrantType, ...identify(tool) });
    expectRefusal(none, 400, "invalid_request", "parameter_missing");
    const twice = `grant_type=${encodeURIComponent(deviceGrantType)}&client_id=${tool.clientId}&device_code=a&device_code=b`;
    expectRefusal(await postToken(server, twice), 400, "invalid_request", "parameter_repeated");
    expectRefreshToken(await poll(server, tool, device));
  });

  it("must authenticate to get them, if it has credentials (§3.4) [device-19]", async () => {
    const confidential = await createTool(server, { secret: "a secret that is long enough" });
    const device = await startDevice(server, confidential);
    await decide(browser, device);
    const wrong = await poll(server, confidential, device, { client_secret: "wrong" });
    expectRefusal(wrong, 401, "invalid_client", "client_secret_mismatch");
    expectRefreshToken(await poll(server, confidential, device));
  });
});

describe("A code that was allowed is worth nothing once [device-20]", () => {
  interface Case {
    readonly user: TestUser;
    readonly client: TestClient;
    readonly device: DeviceCode;
    readonly signInId: string;
  }
  const signInOf = async ({ id }: TestUser): Promise<string> =>
    (await server.db.query<{ id: string }>("select id from sign_ins where user_id = $1", [id])).rows[0]?.id ??
    "";

  it.each<[string, (one: Case) => Promise<unknown>, (answer: Answer) => void]>([
    ["the user is disabled", ({ user }) => disableUser(server.db, user.id, act), unknown],
    [
      "the user is disabled, even if enabled again",
      async ({ user }) => {
        await disableUser(server.db, user.id, act);
        await enableUser(server.db, user.id, act);
      },
      unknown,
    ],
    [
      "the user's row says disabled and the codes were not deleted yet",
      ({ user }) => server.db.query("update users set disabled_at = now() where id = $1", [user.id]),
      (answer) => expectRefusal(answer, 400, "invalid_grant", "user_disabled"),
    ],
    ["the user is deleted", ({ user }) => deleteUser(server.db, user.id, act), unknown],
    [
      "the client is disabled",
      ({ client }) => disableClient(server.db, client.clientId, act),
      (answer) => expectRefusal(answer, 401, "invalid_client", "client_disabled"),
    ],
    [
      "the client is deleted",
      ({ client }) => deleteClient(server.db, client.clientId, act),
      (answer) => expectRefusal(answer, 401, "invalid_client", "client_unknown"),
    ],
    [
      "the browser is signed out on the account's page",
      ({ user, signInId }) => endBrowser(server.context, user.id, signInId, {}),
      unknown,
    ],
    [
      "the user is signed out everywhere",
      ({ user }) => endEverything(server.db, { userId: user.id }, "administrator", {}),
      unknown,
    ],
    [
      "the consent is withdrawn",
      ({ user, client }) => withdrawConsent(server.context, user.id, client.clientId, {}),
      unknown,
    ],
    [
      "the password is changed in another browser",
      async ({ user }) => {
        const other = await signedIn(server, user);
        await other.submit(await other.visit("/account/password"), "/account/password", {
          password: user.password,
          new_password: "four unrelated words",
        });
      },
      unknown,
    ],
  ])("%s", async (_what, change, expectAnswer) => {
    const user = await createUser(server);
    const client = await createTool(server, { firstParty: false });
    const device = await startDevice(server, client);
    await decide(await signedIn(server, user), device);
    await change({ user, client, device, signInId: await signInOf(user) });
    // The replica has not cached the client.
    expectAnswer(await poll(replica, client, device));
    expect(await sessionsOf(user, client)).toEqual([]);
  });

  it("the API is deleted", async () => {
    const uri = "https://brief.example.com";
    await insertResource(server.db, { ...files, uri });
    const client = await createTool(server, { resources: [uri, notes.uri] });
    const device = await startDevice(server, client);
    await decide(browser, device);
    await deleteResource(server.db, uri, act);
    unknown(await poll(server, client, device));
  });

  it("while codes of other users and clients stay", async () => {
    const [one, other] = [await createTool(server), await createTool(server)];
    const devices = [await startDevice(server, one), await startDevice(server, other)] as const;
    for (const device of devices) await decide(browser, device);
    await withdrawConsent(server.context, user.id, one.clientId, {});
    unknown(await poll(server, one, devices[0]));
    expectRefreshToken(await poll(server, other, devices[1]));
  });
});

describe("The session of a device", () => {
  it("ends like any other: by the consent that is withdrawn [device-21]", async () => {
    const client = await createTool(server, { firstParty: false });
    const device = await startDevice(server, client);
    await decide(browser, device);
    const { refresh_token } = expectRefreshToken(await poll(server, client, device));
    await withdrawConsent(server.context, user.id, client.clientId, {});
    expectRefusal(
      await askByRefreshToken(server, client, refresh_token),
      400,
      "invalid_grant",
      "refresh_token_revoked",
    );
  });

  it("knows the program that asks, not the browser that allows", async () => {
    const client = await createTool(server);
    const device = await startDevice(server, client);
    await decide(browser, device);
    await postForm(
      server,
      { grant_type: deviceGrantType, device_code: device.device_code, ...identify(client) },
      { "user-agent": "the-tool/1.0" },
    );
    const { rows } = await server.db.query<{ user_agent: string }>(
      "select user_agent from sessions where client_id = $1",
      [client.clientId],
    );
    expect(rows).toEqual([{ user_agent: "the-tool/1.0" }]);
    expect(rows[0]?.user_agent).not.toBe(firefox);
  });
});
