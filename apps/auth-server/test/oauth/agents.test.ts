/** MCP clients that people use, as their metadata documents and requests were in 2026. */
import { beforeAll, describe, expect, it } from "vitest";
import { insertResource } from "../../src/resources/resources.sql.js";
import { clientAssertion, heldKey, keySet } from "../support/assertion-keys.js";
import { answerOf, authorizeUrl, getCode, redeem, signedIn } from "../support/authorization.js";
import { type Browser, textOf } from "../support/browser.js";
import { createResources, createUser, notes, type TestUser } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { type PublishedClient, publishClient } from "../support/published-client.js";
import { sessionIdOf } from "../support/rows.js";
import { passTime, testServer } from "../support/server.js";
import { answered, type Stranger, stranger } from "../support/stranger.js";
import { askByRefreshToken, expectRefreshToken, expectRefusal, refresh } from "../support/token-requests.js";

const server = await testServer();
const mcp = { uri: "https://mcp.example.com/mcp", scope: ["mcp:tools", "mcp:admin"], name: "Tools" };
let user: TestUser;

beforeAll(async () => {
  await createResources(server);
  await insertResource(server.db, { ...mcp, open: true, openScope: ["mcp:tools"] });
  user = await createUser(server);
  chatGptKeys = await stranger(answered("200 OK", {}, JSON.stringify(keySet(chatGptKey))));
});

/** What authenticates a client that is registered with a key. */
const proofOf = ({ clientId, metadata }: PublishedClient) =>
  metadata.token_endpoint_auth_method === "private_key_jwt"
    ? clientAssertion(server, clientId, chatGptKey)
    : {};

const publishClaudeCode = () =>
  publishClient({
    client_name: "Claude Code",
    client_uri: "https://claude.ai",
    redirect_uris: ["http://localhost/callback", "http://127.0.0.1/callback"],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
  });

const chatGptCallback = "https://chatgpt.com/connector_platform_oauth_redirect";
const chatGptKey = heldKey("RS256");
let chatGptKeys: Stranger;
const publishChatGpt = () =>
  publishClient({
    client_name: "ChatGPT",
    redirect_uris: [chatGptCallback],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "private_key_jwt",
    token_endpoint_auth_methods_supported: ["private_key_jwt", "none"],
    token_endpoint_auth_signing_alg: "RS256",
    jwks_uri: chatGptKeys.url,
  });

const metadata = async () => (await server.app.inject("/.well-known/oauth-authorization-server")).json();

/** The user agrees, and the agent redeems the code. */
async function connect(browser: Browser, client: PublishedClient, redirectUri: string, more = {}) {
  const asked = { redirect_uri: redirectUri, resource: mcp.uri, ...more };
  const page = await browser.visit(authorizeUrl(client, asked));
  expect(page.path).toMatch(/^\/consent/);
  const { code = "" } = answerOf(await browser.submit(page, "/consent", { decision: "allow" }), redirectUri);
  const answer = await redeem(server, client, code, {
    redirect_uri: redirectUri,
    resource: mcp.uri,
    ...(await proofOf(client)),
  });
  return expectRefreshToken(answer);
}

/** On a page of ours: the user has not agreed, so nobody is sent to the agent. */
async function getRefusal(browser: Browser, url: string, reason: string): Promise<void> {
  const page = await browser.get(url);
  expect([page.status, page.location]).toEqual([400, null]);
  expect(textOf(page.body)).toContain(`Reason ${reason} `);
}

describe("Claude Code", () => {
  it("finds what makes it use its metadata document [agents-1]", async () => {
    expect(await metadata()).toMatchObject({
      client_id_metadata_document_supported: true,
      token_endpoint_auth_methods_supported: expect.arrayContaining(["none"]),
    });
  });

  it.each(["http://localhost:54321/callback", "http://127.0.0.1:1025/callback", "http://localhost/callback"])(
    "registers no port, and listens on any: %s [agents-2]",
    async (redirectUri) => {
      const client = await publishClaudeCode();
      const { refresh_token } = await connect(await signedIn(server, user), client, redirectUri);
      await refresh(server, client, refresh_token);
    },
  );

  it.each([
    ["another path", "http://localhost:54321/other"],
    ["https", "https://localhost:54321/callback"],
    ["another loopback address", "http://[::1]:54321/callback"],
    ["another host", "http://localhost.evil.example:54321/callback"],
    ["a host behind a user name", "http://localhost:54321@evil.example/callback"],
  ])("is not sent to %s [agents-3]", async (_what, redirectUri) => {
    const client = await publishClaudeCode();
    const browser = await signedIn(server, user);
    const page = await browser.get(authorizeUrl(client, { redirect_uri: redirectUri, resource: mcp.uri }));
    expect([page.status, page.location]).toEqual([400, null]);
  });

  it("goes on at one of the user's installations when another is ended on the account page [agents-4]", async () => {
    const client = await publishClaudeCode();
    const browser = await signedIn(server, user);
    const laptop = await connect(browser, client, "http://localhost:50001/callback");
    const desktop = await connect(await signedIn(server, user), client, "http://127.0.0.1:50002/callback");
    const id = sessionIdOf(server, laptop.refresh_token);
    await browser.submit(await browser.visit("/account"), "/account/sessions/end", {}, id);
    expectRefusal(
      await askByRefreshToken(server, client, laptop.refresh_token),
      400,
      "invalid_grant",
      "refresh_token_revoked",
    );
    const next = await refresh(server, client, desktop.refresh_token);
    await refresh(server, client, next.refresh_token);
  });
});

describe("ChatGPT", () => {
  const refreshed = async (client: PublishedClient, refreshToken: string) =>
    expectRefreshToken(await askByRefreshToken(server, client, refreshToken, await proofOf(client)));

  it("authenticates by the keys at its jwks_uri, which it prefers to none [agents-5]", async () => {
    const client = await publishChatGpt();
    const tokens = await connect(await signedIn(server, user), client, chatGptCallback);
    expect(await claimsOf(server, tokens.access_token)).toMatchObject({
      aud: mcp.uri,
      client_id: client.clientId,
    });
    const bare = await askByRefreshToken(server, client, tokens.refresh_token);
    expectRefusal(bare, 401, "invalid_client", "client_assertion_missing");
    await refreshed(client, tokens.refresh_token);
    expect(chatGptKeys.heads).toHaveLength(1);
  });

  it("is asked about again when its document names another redirect URI [agents-6]", async () => {
    const client = await publishChatGpt();
    const browser = await signedIn(server, user);
    const asked = { redirect_uri: chatGptCallback, resource: mcp.uri };
    const { refresh_token } = await connect(browser, client, chatGptCallback);
    await getCode(browser, client, asked);
    client.metadata = { ...client.metadata, redirect_uris: [chatGptCallback, "https://chatgpt.com/other"] };
    await passTime(server, 600);
    await getRefusal(browser, authorizeUrl(client, { ...asked, prompt: "none" }), "consent_required");
    await connect(browser, client, chatGptCallback);
    await getCode(browser, client, asked);
    // Who has it already keeps it.
    await refreshed(client, refresh_token);
  });
});

describe("An agent with keys in its document", () => {
  const [stolen, fresh] = [heldKey(), heldKey()];
  const byKey = async (client: PublishedClient, refreshToken: string, key = fresh) =>
    askByRefreshToken(server, client, refreshToken, await clientAssertion(server, client.clientId, key));

  it("no longer authenticates by one that it has taken out of it, though nobody has signed in since", async () => {
    const client = await publishClient({
      redirect_uris: ["https://agent.example.com/callback"],
      token_endpoint_auth_method: "private_key_jwt",
      jwks: keySet(stolen),
    });
    const asked = { redirect_uri: "https://agent.example.com/callback", resource: mcp.uri };
    const browser = await signedIn(server, user);
    const page = await browser.visit(authorizeUrl(client, asked));
    const { code = "" } = answerOf(
      await browser.submit(page, "/consent", { decision: "allow" }),
      asked.redirect_uri,
    );
    const answer = await redeem(server, client, code, {
      ...asked,
      ...(await clientAssertion(server, client.clientId, stolen)),
    });
    const { refresh_token } = expectRefreshToken(answer);
    const { metadata } = client;
    client.metadata = { ...metadata, jwks: keySet(fresh) };
    await passTime(server, 600);
    const refused = await byKey(client, refresh_token, stolen);
    expectRefusal(refused, 401, "invalid_client", "client_assertion_key_unknown");
    const next = expectRefreshToken(await byKey(client, refresh_token));
    // While its host is away, the keys that were last seen are good; the stolen one is not among them.
    client.isAway = true;
    await passTime(server, 600);
    const later = await byKey(client, next.refresh_token, stolen);
    expectRefusal(later, 401, "invalid_client", "client_assertion_key_unknown");
    expectRefreshToken(await byKey(client, next.refresh_token));
  });
});

describe("An agent that asks for too much", () => {
  const redirectUri = "http://localhost:54321/callback";

  it("finds only what it may have in scopes_supported [agents-7]", async () => {
    const { scopes_supported } = await metadata();
    expect(scopes_supported).toContain("mcp:tools");
    for (const scope of ["mcp:admin", ...notes.scope, "admin:read", "admin:write"])
      expect(scopes_supported).not.toContain(scope);
  });

  it.each([
    ["all of scopes_supported", async () => (await metadata()).scopes_supported],
    [
      "every scope there is",
      async () => ["offline_access", ...mcp.scope, ...notes.scope, "admin:write", "openid"],
    ],
  ])("gets what is open of %s [agents-8]", async (_what, listed) => {
    const scope = (await listed()).join(" ");
    const client = await publishClaudeCode();
    const tokens = await connect(await signedIn(server, user), client, redirectUri, { scope });
    expect(tokens.scope?.split(" ").sort()).toEqual(["mcp:tools", "offline_access", "openid"]);
    const claims = await claimsOf(server, tokens.access_token);
    expect(claims.scope?.split(" ")).toContain("mcp:tools");
    expect(claims.scope).not.toMatch(/admin|notes/);
  });

  it("gets nothing where nothing of it is open [agents-10]", async () => {
    const client = await publishClaudeCode();
    const asked = { redirect_uri: redirectUri, resource: mcp.uri, scope: "admin:read mcp:admin" };
    const page = await (await signedIn(server, user)).get(authorizeUrl(client, asked));
    expect(answerOf(page, redirectUri).error).toBe("invalid_scope");
  });

  it("gets no resource that is not open, the issuer least of all [agents-9]", async () => {
    const client = await publishClaudeCode();
    const browser = await signedIn(server, user);
    for (const resource of [notes.uri, "http://localhost:4000", "https://nowhere.example"]) {
      const url = authorizeUrl(client, { redirect_uri: redirectUri, resource, scope: "admin:read" });
      expect(answerOf(await browser.get(url), redirectUri).error).toBe("invalid_target");
    }
  });
});
