import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Admin,
  adminOf,
  askAdmin,
  createAdminClient,
  createAdminResources,
  expectProblem,
  type Method,
} from "../support/admin.js";
import { answerOf, authorizeUrl, getCode, issuer, redeem, signedIn } from "../support/authorization.js";
import { expectChallenge } from "../support/challenge.js";
import { createClient, createUser, notes, type TestClient } from "../support/fixtures.js";
import { passTime, testServer } from "../support/server.js";
import { askByClientCredentials, askByPassword, expectTokens, signIn } from "../support/token-requests.js";
import { enterCode, withTotp } from "../support/totp.js";

const server = await testServer();
let admin: Admin;
let routes: readonly (readonly [Method, string])[];

/** Every operation of the document, with some id for each parameter. */
beforeAll(async () => {
  await createAdminResources(server);
  admin = await adminOf(server);
  const { body } = await admin.ask("GET", "/openapi.json");
  routes = Object.entries<object>(body.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map(
      (method) =>
        [
          method.toUpperCase() as Method,
          path.replace("/admin/v1", "").replaceAll(/\{\w+\}/g, randomUUID()),
        ] as const,
    ),
  );
  expect(routes.length).toBeGreaterThan(20);
});

const ask = (token: string | undefined, method: Method, path: string) =>
  askAdmin(server, token, method, path, undefined, { "if-match": "*" });

describe("Every address of the admin API", () => {
  it("wants a token [admin-authorization-1]", async () => {
    for (const [method, path] of [...routes, ["GET", "/openapi.json"], ["GET", "/nothing"]] as const) {
      const answer = await ask(undefined, method, path);
      expectProblem(answer, 401, "token_missing");
      const scope = method === "GET" ? "admin:read" : "admin:write";
      expectChallenge(answer.headers["www-authenticate"], issuer, { scope });
    }
  });

  it("wants a token for this server: aud is the issuer [admin-authorization-2]", async () => {
    const client = await createClient(server, { scope: ["notes:read"], resources: [notes.uri] });
    const { access_token } = expectTokens(await askByClientCredentials(server, client));
    for (const [method, path] of routes) {
      const answer = await ask(access_token, method, path);
      expectProblem(answer, 401, "token_audience");
      const [error, reason] = ["invalid_token", "token_audience"] as const;
      expectChallenge(answer.headers["www-authenticate"], issuer, { error, reason });
    }
  });

  it("wants admin:read to read, and admin:write for everything else [admin-authorization-3]", async () => {
    const only = async (scope: string) => (await adminOf(server, { scope: [scope] })).token;
    const [read, write] = [await only("admin:read"), await only("admin:write")];
    for (const [method, path] of routes) {
      const reads = method === "GET";
      const refused = await ask(reads ? write : read, method, path);
      expectProblem(refused, 403, "scope_insufficient");
      const scope = reads ? "admin:read" : "admin:write";
      const [error, reason] = ["insufficient_scope", "scope_insufficient"] as const;
      expectChallenge(refused.headers["www-authenticate"], issuer, { error, reason, scope });
      expect((await ask(reads ? read : write, method, path)).status).not.toBe(403);
    }
  });
});

describe("A user's token", () => {
  let app: TestClient;

  beforeAll(async () => {
    app = await createAdminClient(server);
  });

  it("wants the role admin besides, in the token and still now", async () => {
    const user = await createUser(server);
    const plain = await signIn(server, app, user);
    for (const [method, path] of routes) {
      const answer = await ask(plain.access_token, method, path);
      expectProblem(answer, 403, "role_insufficient");
      const [error, reason] = ["insufficient_scope", "role_insufficient"] as const;
      expectChallenge(answer.headers["www-authenticate"], issuer, { error, reason });
    }
    const boss = await createUser(server, ["admin"]);
    const { access_token } = await signIn(server, app, boss);
    expect((await ask(access_token, "GET", "/clients")).status).toBe(200);
    expect((await admin.change(`/users/${boss.id}`, { roles: [] })).status).toBe(200);
    const lost = await ask(access_token, "GET", "/clients");
    expectProblem(lost, 401, "administrator_lost");
    const challenge = { error: "invalid_token", reason: "administrator_lost" } as const;
    expectChallenge(lost.headers["www-authenticate"], issuer, challenge);
  });

  it("is worth nothing once its session has ended", async () => {
    const boss = await createUser(server, ["admin"]);
    const { access_token } = await signIn(server, app, boss);
    expect((await ask(access_token, "GET", "/clients")).status).toBe(200);
    await admin.ask("POST", "/sessions/revoke", { user: boss.id });
    expectProblem(await ask(access_token, "GET", "/clients"), 401, "administrator_lost");
  });

  it("has to come from a session", async () => {
    const boss = await createUser(server, ["admin"]);
    const sessionless = await createAdminClient(server, { grantTypes: ["password"] });
    const { access_token } = expectTokens(await askByPassword(server, sessionless, boss));
    const app = await createAdminClient(server, {
      grantTypes: ["authorization_code", "refresh_token"],
      redirectUris: ["https://app.example.com/callback"],
    });
    const tokens = expectTokens(await redeem(server, app, await getCode(await signedIn(server, boss), app)));
    expect((await ask(tokens.access_token, "GET", "/clients")).status).toBe(200);
    expectProblem(await ask(access_token, "GET", "/clients"), 401, "administrator_lost");
  });

  it("wants a sign-in with a second factor where a role of the user requires one (RFC 9470 §3)", async () => {
    const strict = await testServer({ env: { REQUIRE_MFA_ROLES: "treasurer" } });
    const boss = await createUser(server, ["admin"]);
    const app = await createAdminClient(server, {
      grantTypes: ["authorization_code", "refresh_token"],
      redirectUris: ["https://app.example.com/callback"],
    });
    const browser = await signedIn(strict, boss);
    const tokens = expectTokens(await redeem(strict, app, await getCode(browser, app)));
    const askStrict = (token: string) => askAdmin(strict, token, "GET", "/clients");
    expect((await askStrict(tokens.access_token)).status).toBe(200);
    await admin.change(`/users/${boss.id}`, { roles: ["admin", "treasurer"] });
    const refused = await askStrict(tokens.access_token);
    expectProblem(refused, 401, "acr_insufficient");
    const challenge = {
      error: "insufficient_user_authentication",
      reason: "acr_insufficient",
      acr_values: "2",
    } as const;
    expectChallenge(refused.headers["www-authenticate"], issuer, challenge);

    const { app: authenticator } = await withTotp(server, boss);
    const page = await browser.visit(authorizeUrl(app, { acr_values: "2" }));
    const { code = "" } = answerOf(await enterCode(browser, page, authenticator.code()));
    const stronger = expectTokens(await redeem(strict, app, code));
    expect((await askStrict(stronger.access_token)).status).toBe(200);
    expect((await askStrict(admin.token)).status).toBe(200);
  });

  it("leaves the user as the actor in the audit", async () => {
    const boss = await createUser(server, ["admin"]);
    const { access_token } = await signIn(server, app, boss);
    const { headers } = await askAdmin(server, access_token, "POST", "/resources", {
      resource: "https://by-user.example.com",
    });
    const { rows } = await server.db.query("select actor, address from audit_events where request_id = $1", [
      headers["x-request-id"],
    ]);
    expect(rows).toEqual([{ actor: `user:${boss.id}`, address: "127.0.0.1" }]);
  });
});

describe("A client's own token", () => {
  it("is worth nothing once the client is disabled or has lost the scope, however long it lives on", async () => {
    const other = await adminOf(server);
    expect((await other.ask("GET", "/keys")).status).toBe(200);
    await admin.change(`/clients/${other.client.clientId}`, { scope: "admin:write" });
    expectProblem(await other.ask("GET", "/keys"), 401, "administrator_lost");
    const moved = await adminOf(server, { scope: ["admin:read", "notes:read"] });
    await admin.change(`/clients/${moved.client.clientId}`, { resources: [notes.uri], scope: "notes:read" });
    expectProblem(await moved.ask("GET", "/keys"), 401, "administrator_lost");
    const disabled = await adminOf(server);
    await admin.ask("POST", `/clients/${disabled.client.clientId}/disable`);
    expectProblem(await disabled.ask("GET", "/keys"), 401, "administrator_lost");
  });

  it("has to be young enough", async () => {
    const { token } = await adminOf(server);
    await passTime(server, 601);
    expectProblem(await ask(token, "GET", "/keys"), 401, "token_expired");
  });
});
