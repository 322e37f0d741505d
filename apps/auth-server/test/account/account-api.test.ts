import { generateKeyPairSync, randomUUID } from "node:crypto";
import type { Reason } from "@regrant/shared";
import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { insertResource } from "../../src/resources/resources.sql.js";
import { createApp, getCode, issuer, redeem, signedIn } from "../support/authorization.js";
import { expectChallenge } from "../support/challenge.js";
import { createClient, createResources, createUser, notes } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { insertOpenSessions } from "../support/open-rows.js";
import { sessionIdOf, sessionOf } from "../support/rows.js";
import { passTime, testServer } from "../support/server.js";
import { askByClientCredentials, expectTokens, signIn } from "../support/token-requests.js";

const server = await testServer();
await createResources(server);
await insertResource(server.db, {
  uri: issuer,
  name: "Your account",
  scope: ["sessions:read", "sessions:write"],
  scopeDescriptions: {},
});
const client = await createClient(server, {
  name: "Session list",
  scope: ["sessions:read", "sessions:write", "notes:read"],
  resources: [issuer, notes.uri],
});
const user = await createUser(server);

const url = "/account/api/sessions";

async function ask(method: "GET" | "DELETE", token: string | undefined, path = url) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await server.app.inject({ method, url: path, headers });
  const body = response.body === "" ? {} : response.json();
  return { status: response.statusCode, headers: response.headers, body };
}

async function expectUnauthorized(token: string | undefined, reason: Reason) {
  for (const [method, path] of [
    ["GET", url],
    ["GET", "/account/api/sign-ins"],
    ["DELETE", "/account/api/sign-ins/00000000-0000-4000-8000-000000000000"],
    ["DELETE", url],
    ["DELETE", `${url}/${randomUUID()}`],
  ] as const) {
    const { status, headers, body } = await ask(method, token, path);
    expect({ status, error: body.error, reason: body.error_uri }).toEqual({
      status: 401,
      error: "invalid_token",
      reason: `${issuer}/errors/${reason}`,
    });
    const scope = method === "GET" ? "sessions:read" : "sessions:write";
    const challenge = reason === "token_missing" ? { scope } : { error: "invalid_token", reason };
    expectChallenge(headers["www-authenticate"], issuer, challenge);
    expect(headers["cache-control"]).toBe("no-store");
  }
}

describe("The sessions as JSON (RFC 6750)", () => {
  it("are listed for the user, with which one is this", async () => {
    const own = await createUser(server);
    const here = await signIn(server, client, own);
    const there = await signIn(server, client, own, { scope: "notes:read", resource: notes.uri });
    await signIn(server, client, user);
    const { status, headers, body } = await ask("GET", here.access_token);
    expect([status, headers["cache-control"]]).toEqual([200, "no-store"]);
    const row = await sessionOf(server, here.refresh_token);
    expect(body.sessions).toHaveLength(2);
    expect(body.sessions).toContainEqual({
      id: row.id,
      current: true,
      client_id: client.clientId,
      client_name: "Session list",
      resource: issuer,
      scope: "sessions:read sessions:write",
      device: "lightMyRequest",
      first_address: "127.0.0.1",
      last_address: "127.0.0.1",
      created_at: row.created_at.toISOString(),
      last_used_at: row.rotated_at.toISOString(),
      expires_at: row.idle_expires_at.toISOString(),
      revoked_at: null,
      jkt: null,
      revoke_reason: null,
    });
    expect(body.sessions).toContainEqual(
      expect.objectContaining({
        id: sessionIdOf(server, there.refresh_token),
        current: false,
        scope: "notes:read",
      }),
    );
    expect(JSON.stringify(body)).not.toMatch(/rgr_|hash|secret/);
  });

  it("are ended one by one, or all", async () => {
    const own = await createUser(server);
    const sessions = [];
    for (let turn = 0; turn < 3; turn += 1) sessions.push(await signIn(server, client, own));
    const [first, second, third] = sessions;
    const token = first?.access_token;
    const id = sessionIdOf(server, second?.refresh_token ?? "");
    expect((await ask("DELETE", token, `${url}/${id}`)).status).toBe(204);
    expect((await ask("DELETE", token, `${url}/${id}`)).status).toBe(404);
    expect((await sessionOf(server, second?.refresh_token ?? "")).revoke_reason).toBe("user");
    const all = await ask("DELETE", token);
    expect([all.status, all.body]).toEqual([200, { ended: 2, sign_ins_ended: 0 }]);
    expect((await sessionOf(server, third?.refresh_token ?? "")).revoked_at).not.toBeNull();
  });

  it("of another user are out of reach", async () => {
    const victim = await signIn(server, client, await createUser(server));
    const { access_token } = await signIn(server, client, user);
    const { status, body } = await ask(
      "DELETE",
      access_token,
      `${url}/${sessionIdOf(server, victim.refresh_token)}`,
    );
    expect([status, body.error_uri]).toEqual([404, `${issuer}/errors/session_unknown`]);
    expect((await sessionOf(server, victim.refresh_token)).revoked_at).toBeNull();
  });

  it("are ended with all sign-ins: no browser opens the next session silently [account-api-1]", async () => {
    const own = await createUser(server);
    const browser = await signedIn(server, own);
    const { access_token } = await signIn(server, client, own);
    const { body } = await ask("DELETE", access_token);
    expect(body).toEqual({ ended: 1, sign_ins_ended: 1 });
    expect((await browser.get("/account")).location).toBe("/login");
  });

  it("come in pages, each session once, also where others are opened meanwhile", async () => {
    const own = await createUser(server);
    const { access_token } = await signIn(server, client, own);
    const app = await createClient(server);
    await insertOpenSessions(app, own, 60);
    await server.db.query(
      "update sessions set revoked_at = now(), revoke_reason = 'administrator' where id in (select id from sessions where client_id = $1 limit 10)",
      [app.clientId],
    );
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const { status, body } = await ask(
        "GET",
        access_token,
        `${url}?limit=25${cursor && `&cursor=${cursor}`}`,
      );
      expect(status).toBe(200);
      sizes.push(body.sessions.length);
      seen.push(...body.sessions.map(({ id }: { id: string }) => id));
      await insertOpenSessions(app, own, 1, 0);
      cursor = body.next_cursor;
    }
    expect([sizes, new Set(seen).size]).toEqual([[25, 25, 11], 61]);
    expect((await ask("GET", access_token)).body.sessions).toHaveLength(50);
    for (const query of ["limit=0", "limit=501", "limit=x", "cursor=x", "cursor=%27"])
      expect((await ask("GET", access_token, `${url}?${query}`)).status).toBe(400);
  });

  it("have ids: anything else is refused as such", async () => {
    const { access_token } = await signIn(server, client, user);
    for (const id of ["x", "1", "%27%20or%20true", "x".repeat(99)]) {
      const { status, body } = await ask("DELETE", access_token, `${url}/${id}`);
      expect([status, body.error]).toEqual([400, "invalid_request"]);
    }
  });
});

describe("The browsers that are signed in, as JSON [account-api-2]", () => {
  const signIns = "/account/api/sign-ins";

  it("are listed for the user, with which one the app's session came from", async () => {
    const own = await createUser(server);
    const [here] = [await signedIn(server, own), await signedIn(server, own)];
    await signedIn(server, user);
    const app = await createApp(server, { scope: ["sessions:read"], resources: [issuer] });
    const { access_token } = expectTokens(await redeem(server, app, await getCode(here, app)));
    const { status, headers, body } = await ask("GET", access_token, signIns);
    expect([status, headers["cache-control"], body.next_cursor]).toEqual([200, "no-store", null]);
    const { rows } = await server.db.query(
      "select * from sign_ins where user_id = $1 order by authenticated_at desc",
      [own.id],
    );
    expect(body.sign_ins).toEqual(
      rows.map(({ id, authenticated_at, expires_at }, index) => ({
        id,
        current: index === 1,
        device: "Firefox on Linux",
        address: "127.0.0.1",
        authenticated_at: authenticated_at.toISOString(),
        expires_at: expires_at.toISOString(),
      })),
    );
    const page = await ask("GET", access_token, `${signIns}?limit=1`);
    expect(page.body.sign_ins).toEqual(body.sign_ins.slice(0, 1));
    const next = await ask("GET", access_token, `${signIns}?limit=1&cursor=${page.body.next_cursor}`);
    expect(next.body).toEqual({ sign_ins: body.sign_ins.slice(1), next_cursor: null });
    expect((await ask("DELETE", access_token, `${signIns}/${rows[0].id}`)).status).toBe(403);
  });

  it("are ended one by one, with the sessions that they opened; nobody else's are", async () => {
    const own = await createUser(server);
    const browser = await signedIn(server, own);
    const { access_token } = await signIn(server, client, own);
    const app = await createApp(server);
    const { refresh_token = "" } = expectTokens(await redeem(server, app, await getCode(browser, app)));
    const [{ id }] = (await ask("GET", access_token, signIns)).body.sign_ins;
    const stranger = await signIn(server, client, await createUser(server));
    expect((await ask("DELETE", stranger.access_token, `${signIns}/${id}`)).status).toBe(404);
    expect((await ask("DELETE", access_token, `${signIns}/${id}`)).status).toBe(204);
    expect((await sessionOf(server, refresh_token)).revoke_reason).toBe("user");
    expect((await browser.get("/account")).location).toBe("/login");
    expect((await ask("DELETE", access_token, `${signIns}/${id}`)).status).toBe(404);
    expect((await ask("DELETE", access_token, `${signIns}/x`)).status).toBe(400);
  });
});

describe("An access token for them", () => {
  it("has to come, as a bearer token in the header [account-api-3]", async () => {
    await expectUnauthorized(undefined, "token_missing");
    const { access_token } = await signIn(server, client, user);
    const inTheUrl = await server.app.inject(`${url}?access_token=${access_token}`);
    expect([inTheUrl.statusCode, inTheUrl.json().error]).toEqual([400, "invalid_request"]);
    expectChallenge(inTheUrl.headers["www-authenticate"], issuer, {
      error: "invalid_request",
      reason: "token_repeated",
      scope: "sessions:read",
    });
    const browser = await signedIn(server, user);
    expect((await browser.get(url)).status).toBe(401);
  });

  it("has to be for this server: aud is the issuer [account-api-4]", async () => {
    const { access_token } = await signIn(server, client, user, { resource: notes.uri });
    await expectUnauthorized(access_token, "token_audience");
  });

  it("has to have the scope: sessions:read to list, sessions:write to end [account-api-5]", async () => {
    const read = await signIn(server, client, user, { scope: "sessions:read" });
    const write = await signIn(server, client, user, { scope: "sessions:write" });
    for (const [answer, scope] of [
      [await ask("DELETE", read.access_token), "sessions:write"],
      [await ask("DELETE", read.access_token, `${url}/${randomUUID()}`), "sessions:write"],
      [await ask("GET", write.access_token), "sessions:read"],
    ] as const) {
      expect([answer.status, answer.body.error]).toEqual([403, "insufficient_scope"]);
      const [error, reason] = ["insufficient_scope", "scope_insufficient"] as const;
      expectChallenge(answer.headers["www-authenticate"], issuer, { error, reason, scope });
    }
    expect((await sessionOf(server, read.refresh_token)).revoked_at).toBeNull();
    expect((await ask("GET", read.access_token)).status).toBe(200);
  });

  it("has to be young enough [account-api-6]", async () => {
    const { access_token } = await signIn(server, client, user);
    await passTime(server, 601);
    await expectUnauthorized(access_token, "token_expired");
  });

  it("has to be of a user, not of a client alone", async () => {
    const { access_token } = expectTokens(await askByClientCredentials(server, client));
    await expectUnauthorized(access_token, "token_session_ended");
  });

  it("is worth nothing once its session has ended, however long it lives on, or its user is disabled", async () => {
    const own = await createUser(server);
    const thief = await signIn(server, client, own);
    const { access_token } = await signIn(server, client, own);
    await ask("DELETE", access_token, `${url}/${sessionIdOf(server, thief.refresh_token)}`);
    await expectUnauthorized(thief.access_token, "token_session_ended");
    await server.db.query("update users set disabled_at = now() where id = $1", [own.id]);
    await expectUnauthorized(access_token, "token_session_ended");
  });

  it("has to be signed by this server's key, unchanged, as an access token", async () => {
    const { access_token } = await signIn(server, client, user);
    const claims = await claimsOf(server, access_token);
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const { kid } = server.context.keyRing.keyFor("RS256");
    const forge = (header: { alg: string; typ?: string; kid?: string }) =>
      new SignJWT({ ...claims }).setProtectedHeader(header).sign(privateKey);
    const [head = "", body = "", signature = ""] = access_token.split(".");
    const none = Buffer.from(JSON.stringify({ alg: "none", typ: "at+jwt", kid })).toString("base64url");
    await expectUnauthorized(await forge({ alg: "RS256", typ: "at+jwt", kid }), "token_signature");
    await expectUnauthorized(await forge({ alg: "RS256", typ: "at+jwt", kid: "other" }), "token_kid_unknown");
    await expectUnauthorized(await forge({ alg: "PS256", typ: "at+jwt", kid }), "token_alg");
    await expectUnauthorized(`${none}.${body}.`, "token_alg");
    const changed = `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
    await expectUnauthorized(`${head}.${body}.${changed}`, "token_signature");
    await expectUnauthorized("x", "token_malformed");
    await expectUnauthorized("x".repeat(10_000), "token_malformed");
  });
});

describe("Sessions opened by a code", () => {
  it("are listed with the browser's device", async () => {
    const own = await createUser(server);
    const browser = await signedIn(server, own);
    const app = await createClient(server, {
      grantTypes: ["authorization_code", "refresh_token"],
      redirectUris: ["https://app.example.com/callback"],
      scope: ["sessions:read"],
      resources: [issuer],
    });
    const headers = { "user-agent": "curl/8.14.1" };
    const tokens = expectTokens(await redeem(server, app, await getCode(browser, app), {}, headers));
    const { body } = await ask("GET", tokens.access_token);
    expect(body.sessions).toMatchObject([{ device: "curl", current: true }]);
  });
});
