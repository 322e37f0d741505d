import { describe, expect, it } from "vitest";
import { identityScopes } from "../../src/identity-scopes.js";
import { insertResource } from "../../src/resources/resources.sql.js";
import {
  answerOf,
  authorizeUrl,
  createApp,
  getCode,
  issuer,
  login,
  redeem,
} from "../support/authorization.js";
import { Browser, textOf } from "../support/browser.js";
import { createClient, createResources, createUser } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { passTime, sharedDatabase, testServer } from "../support/server.js";
import { tcpGate } from "../support/tcp-gate.js";
import {
  askByClientCredentials,
  askByRefreshToken,
  expectRefreshToken,
  expectRefusal,
  expectTokens,
} from "../support/token-requests.js";

const server = await testServer();
const oidc = "openid profile email offline_access notes:read";

await createResources(server);
const agent = await createApp(server, {
  name: "An agent",
  firstParty: false,
  secret: null,
  scope: ["notes:read", "notes:write"],
});
const browser = new Browser(server);
await login(browser, await browser.visit("/login"), await createUser(server));

describe("A client that asks for more scope than there is", () => {
  it("is asked about, and gets, what it may have, and is told so [unknown-scope-1]", async () => {
    const consent = await browser.visit(authorizeUrl(agent, { scope: oidc }));
    expect(textOf(consent.body)).toContain("Read your notes");
    expect(consent.body).not.toMatch(/<li>(openid|profile|email|offline_access)/);
    const code = answerOf(await browser.submit(consent, "/consent", { decision: "allow" })).code ?? "";
    const tokens = expectRefreshToken(await redeem(server, agent, code));
    expect(tokens.scope).toBe("notes:read");
    expect((await claimsOf(server, tokens.access_token)).scope).toBe("notes:read");
  });

  it("may repeat the whole list at each refresh, ask for less, and never gets more than was granted", async () => {
    for (const scope of ["notes:read offline_access", oidc, "notes:read nonsense", "files:read notes:read"]) {
      const code = await getCode(browser, agent, { scope });
      let { refresh_token } = expectRefreshToken(await redeem(server, agent, code));
      for (const asked of [scope, "notes:read", oidc, "notes:read notes:write", `${scope} notes:write`]) {
        const next = expectRefreshToken(
          await askByRefreshToken(server, agent, refresh_token, { scope: asked }),
        );
        expect(next.scope).toBe("notes:read");
        expect((await claimsOf(server, next.access_token)).scope).toBe("notes:read");
        ({ refresh_token } = next);
      }
      const more = await askByRefreshToken(server, agent, refresh_token, { scope: "notes:write" });
      expectRefusal(more, 400, "invalid_scope", "scope_exceeds_grant");
      expect(more.body.error_description).toContain("'notes:write'");
      expectRefreshToken(await askByRefreshToken(server, agent, refresh_token));
    }
  });

  it("goes on refreshing with the whole list after it was given more scope", async () => {
    const reader = await createApp(server, { secret: null, scope: ["notes:read"] });
    const scope = "notes:read notes:write offline_access";
    const code = await getCode(browser, reader, { scope });
    const { refresh_token } = expectRefreshToken(await redeem(server, reader, code));
    await server.db.query("update clients set scope = '{notes:read,notes:write}' where client_id = $1", [
      reader.clientId,
    ]);
    const later = await testServer();
    const next = expectRefreshToken(await askByRefreshToken(later, reader, refresh_token, { scope }));
    expect(next.scope).toBe("notes:read");
  });

  it("is refused where nothing is left, by name, at every endpoint", async () => {
    for (const scope of ["offline_access", "openid profile", "files:read", "nonsense"]) {
      const answer = answerOf(await browser.get(authorizeUrl(agent, { scope })));
      expect(answer).toMatchObject({
        error: "invalid_scope",
        error_uri: `${issuer}/errors/scope_not_allowed`,
        error_description: expect.stringContaining(`'${scope}'`),
      });
    }
    const job = await createClient(server);
    expect(
      expectTokens(await askByClientCredentials(server, job, { scope: "notes:read offline_access" })).scope,
    ).toBe("notes:read");
    const none = await askByClientCredentials(server, job, { scope: "offline_access" });
    expectRefusal(none, 400, "invalid_scope", "scope_not_allowed");
  });
});

describe("scopes_supported (RFC 8414 §2)", () => {
  const metadataOf = async (at = server) =>
    (await at.app.inject("/.well-known/oauth-authorization-server")).json<{ scopes_supported?: string[] }>();

  it("is the scopes about users, then those of the APIs, each once, in order, and none of administration [unknown-scope-2]", async () => {
    await insertResource(server.db, {
      uri: issuer,
      name: null,
      scope: ["admin:read", "sessions:read"],
      scopeDescriptions: {},
    });
    await insertResource(server.db, {
      uri: "https://other.example.com",
      name: null,
      scope: ["notes:read", "a"],
      scopeDescriptions: {},
    });
    const fresh = await testServer();
    expect((await metadataOf(fresh)).scopes_supported).toEqual([
      ...identityScopes,
      "a",
      "files:read",
      "notes:read",
      "notes:write",
    ]);
  });

  it("outlives the database, which is not waited for [unknown-scope-3]", async () => {
    const gate = await tcpGate(await sharedDatabase());
    const cutOff = await testServer({ databaseUrl: gate.url });
    const known = await metadataOf(cutOff);
    expect(known.scopes_supported).toContain("notes:read");
    gate.freeze();
    await passTime(server, 6);
    const startedAt = performance.now();
    expect(await metadataOf(cutOff)).toEqual(known);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it("names no API's until the database has answered once, and the document is there", async () => {
    const gate = await tcpGate(await sharedDatabase());
    const cutOff = await testServer({ databaseUrl: gate.url });
    gate.freeze();
    const startedAt = performance.now();
    const unknown = await metadataOf(cutOff);
    expect(unknown).toMatchObject({ issuer, scopes_supported: identityScopes });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
