import { beforeAll, describe, expect, it } from "vitest";
import { insertResource } from "../../src/resources/resources.sql.js";
import { answerOf, authorizeUrl, getCode, redeem, signedIn } from "../support/authorization.js";
import type { Browser } from "../support/browser.js";
import { textOf } from "../support/browser.js";
import { createResources, createUser, notes, type TestUser } from "../support/fixtures.js";
import { type PublishedClient, publishClient } from "../support/published-client.js";
import { passTime, testServer } from "../support/server.js";
import { askByRefreshToken, expectRefreshToken, expectRefusal } from "../support/token-requests.js";

const server = await testServer();
const mcp = { uri: "https://mcp.example.com/mcp", scope: ["mcp:tools", "mcp:admin"], name: "Tools" };
const redirectUri = "https://agent.example/callback";

let client: PublishedClient;
let user: TestUser;

beforeAll(async () => {
  await createResources(server);
  client = await publishClient({
    client_name: "An agent",
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
  });
  user = await createUser(server);
});

const asked = {
  redirect_uri: redirectUri,
  resource: mcp.uri,
  scope: "mcp:tools mcp:admin offline_access admin:read",
};

async function consent(browser: Browser, more = {}) {
  const page = await browser.visit(authorizeUrl(client, { ...asked, ...more }));
  expect(page.path).toMatch(/^\/consent/);
  return { page, after: await browser.submit(page, "/consent", { decision: "allow" }) };
}

describe("A client that nobody registered", () => {
  it("does not exist while no resource is open, nor does the metadata speak of it", async () => {
    const browser = await signedIn(server, user);
    const page = await browser.get(authorizeUrl(client, asked));
    expect(page.status).toBe(400);
    const metadata = (await server.app.inject("/.well-known/oauth-authorization-server")).json();
    expect(metadata).not.toHaveProperty("client_id_metadata_document_supported");
    expect(metadata).not.toHaveProperty("registration_endpoint");
  });

  it("gets what is open, after the user's consent, which says where it comes from", async () => {
    await insertResource(server.db, { ...mcp, open: true, openScope: ["mcp:tools"] });
    const browser = await signedIn(server, user);
    const { page, after } = await consent(browser);
    expect(textOf(page.body)).toContain("it comes from 127.0.0.1:");
    expect(textOf(page.body)).toContain("agent.example");
    const { code = "" } = answerOf(after, redirectUri);
    const tokens = expectRefreshToken(await redeem(server, client, code, { redirect_uri: redirectUri }));
    expect(tokens.scope).toBe("mcp:tools offline_access");
    const next = expectRefreshToken(await askByRefreshToken(server, client, tokens.refresh_token));
    expect(next.scope).toBe("mcp:tools offline_access");
    // Not asked again.
    await getCode(browser, client, { ...asked, state: "a state" });
    // Until its document names other redirect URIs, or it wants the answer elsewhere.
    const other = "https://agent.example/other";
    client.metadata = { ...client.metadata, redirect_uris: [redirectUri, other] };
    await passTime(server, 86_400);
    answerOf((await consent(browser)).after, redirectUri);
    await getCode(browser, client, { ...asked, state: "a state" });
    expect((await browser.visit(authorizeUrl(client, { ...asked, redirect_uri: other }))).path).toMatch(
      /^\/consent/,
    );
  });

  it("loses what is closed again", async () => {
    const browser = await signedIn(server, user);
    const code = await getCode(browser, client, asked);
    const tokens = expectRefreshToken(await redeem(server, client, code, { redirect_uri: redirectUri }));
    await server.db.query("update resources set open = false where uri = $1", [mcp.uri]);
    expectRefusal(
      await askByRefreshToken(server, client, tokens.refresh_token),
      400,
      "invalid_target",
      "resource_unknown",
    );
    await server.db.query("update resources set open = true where uri = $1", [mcp.uri]);
    expectRefreshToken(await askByRefreshToken(server, client, tokens.refresh_token));
  });

  it("gets nothing by a code for what has been closed meanwhile", async () => {
    const code = await getCode(await signedIn(server, user), client, asked);
    await server.db.query("update resources set open = false where uri = $1", [mcp.uri]);
    server.context.forgetClient(client.clientId);
    const answer = await redeem(server, client, code, { redirect_uri: redirectUri });
    await server.db.query("update resources set open = true where uri = $1", [mcp.uri]);
    server.context.forgetClient(client.clientId);
    expect(expectRefreshToken(answer).scope).toBe("offline_access");
  });

  it("gets no other resource", async () => {
    const browser = await signedIn(server, user);
    const answer = answerOf(
      await browser.get(authorizeUrl(client, { ...asked, resource: notes.uri })),
      redirectUri,
    );
    expect(answer.error).toBe("invalid_target");
  });
});
