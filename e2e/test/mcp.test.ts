/**
 * The MCP server of examples/mcp-server behind Regrant, called by the official SDK (MCP authorization, revision
 * 2026-07-28).
 */
import {
  auth,
  CrossAppAccessProvider,
  requestJwtAuthorizationGrant,
  StreamableHTTPClientTransport,
  Client as V2Client,
} from "@modelcontextprotocol/client";
import {
  freePort,
  type McpServer,
  mcpClientId,
  mcpServerUrl,
  registerMcpServer,
  serveMcpServer,
  visit,
} from "@regrant/dev-stack";
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type Agent, type AgentOptions, mcpSdks } from "../clients/mcp-sdks.js";
import { type DocumentHost, hasOpenssl, serveDocuments } from "../support/client-documents.js";
import { discover, insecure } from "../support/foreign-clients.js";
import { type ForeignIssuer, startForeignIssuer } from "../support/foreign-issuer.js";
import type { Identity } from "../support/mcp-provider.js";
import { registerUser, type User } from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { parseObject } from "../support/token-endpoint.js";

/** Registered without a port. Nobody listens there. */
const redirectUri = "http://localhost:53118/callback";

/** How the authorization server comes to know the agent. */
interface Registration {
  readonly name: string;
  readonly clientId: RegExp;
  /** Whether `notes:delete` is for it, which is not open. */
  readonly mayDelete: boolean;
  identify(): Identity;
}

const withDocument: Registration = {
  name: "with a metadata document",
  clientId: /^https:\/\/localhost:\d+\/agents\/\d+$/,
  mayDelete: false,
  identify() {
    const clientMetadataUrl = documents?.publish({
      client_name: "Agent of the tests",
      // As Claude Code's: nobody knows the port yet.
      redirect_uris: ["http://localhost/callback", "http://127.0.0.1/callback"],
      grant_types: ["authorization_code", "refresh_token"],
      token_endpoint_auth_method: "none",
    });
    return { ...remembered(), ...(clientMetadataUrl !== undefined && { clientMetadataUrl }) };
  },
};

const registrations: readonly Registration[] = [
  {
    name: "registered by the operator",
    clientId: /^notes-mcp$/,
    mayDelete: true,
    identify: () => ({ clientInformation: () => ({ client_id: mcpClientId }) }),
  },
  ...(hasOpenssl ? [withDocument] : []),
  {
    name: "registering itself",
    clientId: /^(?!notes-mcp)[\w-]+$/,
    mayDelete: false,
    identify: remembered,
  },
];

/** What the SDK has found out about its client. */
function remembered(): Identity {
  let information: Awaited<ReturnType<Identity["clientInformation"]>>;
  return {
    clientInformation: () => information,
    saveClientInformation: (given) => {
      information = given;
    },
  };
}

let documents: DocumentHost | undefined;
let stack: TestStack;
let server: McpServer;
let users = 0;

beforeAll(async () => {
  if (hasOpenssl) documents = await serveDocuments();
  stack = await startTestStack({
    authServerEnv: {
      REGISTRATION: "open",
      ...(documents && { NODE_EXTRA_CA_CERTS: documents.certificateFile }),
    },
  });
  const port = await freePort();
  await registerMcpServer(mcpServerUrl(port), stack.regrant);
  server = await serveMcpServer(stack.issuer, port);
});
afterAll(async () => {
  await server?.stop();
  await stack?.stop();
  documents?.stop();
});

const claimsIn = (accessToken = "") =>
  parseObject(Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString());

describe.each(mcpSdks)("$name", ({ openAgent, stepsUp }) => {
  describe.each(registrations)("$name", ({ clientId, identify, mayDelete }) => {
    /** Has agreed to nothing yet. */
    let user: User;
    /** On which something was typed or pressed. */
    let pages: string[] = [];
    beforeAll(async () => {
      user = await registerUser(stack, `agent-user-${++users}@example.com`);
    });
    beforeEach(() => {
      pages = [];
    });

    function open(options: Partial<AgentOptions> = {}): Agent {
      const agent = openAgent({
        url: server.url,
        identity: identify(),
        redirectUri,
        visit: async (url, until) => {
          const arrival = await visit(url, user, until);
          pages.push(...arrival.pages);
          return arrival.address;
        },
        ...options,
      });
      onTestFinished(() => agent.close());
      return agent;
    }

    it("is led from the 401 to a sign-in with PKCE, for the scope to begin with and this server alone [mcp-1]", async () => {
      const agent = open();
      expect(await agent.listTools()).toEqual(["list_notes", "add_note", "delete_all_notes"]);
      expect(agent.provider.sentTo).toHaveLength(1);
      expect(pages).toEqual(["/login", "/consent"]);
      const asked = Object.fromEntries(agent.provider.sentTo[0]?.searchParams ?? []);
      expect(asked).toMatchObject({
        scope: expect.stringMatching(/^notes:read( offline_access)?$/),
        client_id: expect.stringMatching(clientId),
        resource: server.url,
        code_challenge_method: "S256",
      });
      expect(claimsIn(agent.provider.answers[0]?.access_token)).toMatchObject({
        aud: server.url,
        scope: expect.stringMatching(/^notes:read( offline_access)?$/),
      });
    });

    it("asks for more scope where a tool needs it, and calls it then [mcp-2]", async () => {
      const agent = open();
      expect(await agent.call("list_notes")).toMatch(/There are no notes|note of/);
      if (!stepsUp) agent.provider.forgetRefreshToken();
      expect(await agent.call("add_note", { text: "a note of the tests" })).toMatch(/^Notes: \d\.$/);
      expect(agent.provider.tokens()?.scope).toMatch(/^notes:read( offline_access)? notes:write$/);
      expect(await agent.call("list_notes")).toContain("a note of the tests");
      expect(agent.provider.sentTo).toHaveLength(2);
    });

    it("gets scope that is not open from the operator alone [mcp-5]", async () => {
      const agent = open();
      await agent.call("list_notes");
      if (!stepsUp) agent.provider.forgetRefreshToken();
      const deleted = agent.call("delete_all_notes").catch(String);
      expect(await deleted).toMatch(mayDelete ? /^Deleted: \d\.$/ : /Unauthorized|403/);
      const scope = agent.provider.tokens()?.scope?.replace(" offline_access", "");
      expect(scope).toBe(mayDelete ? "notes:read notes:delete" : "notes:read");
      expect(await agent.call("list_notes")).toMatch(/There are no notes|note of/);
    });

    it("refreshes three times, and then at three connections at once [mcp-3]", async () => {
      const agent = open();
      await agent.call("list_notes");
      for (let round = 0; round < 3; round += 1) {
        agent.provider.spoilAccessToken();
        await agent.callAlone("list_notes");
      }
      const { provider } = agent;
      const three = [agent, open({ provider }), open({ provider })];
      for (const one of three) await one.callAlone("list_notes");
      provider.spoilAccessToken();
      await Promise.all(three.map((one) => one.callAlone("list_notes")));
      const { answers, sentTo } = provider;
      expect(sentTo).toHaveLength(1);
      expect(new Set(answers.slice(0, 4).map(({ refresh_token }) => refresh_token)).size).toBe(4);
      expect(new Set(answers.map(({ access_token }) => claimsIn(access_token).sid)).size).toBe(1);
    });

    it("has a slash more in the server's address, and in `resource` [mcp-4]", async () => {
      const resource = `${server.url}/`;
      const agent = open({ url: resource, resource });
      await agent.call("list_notes");
      expect(agent.provider.sentTo[0]?.searchParams.get("resource")).toBe(resource);
      expect(claimsIn(agent.provider.answers[0]?.access_token)).toMatchObject({ aud: server.url });
    });
  });
});

describe("Where nobody signs in here", () => {
  const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  const secret = { id: "assistant", value: "" };
  let foreign: ForeignIssuer;
  let user: User & { readonly id?: string };

  beforeAll(async () => {
    const { regrant } = stack;
    user = await registerUser(stack, "staff@example.com", "--claim", "email_verified=true");
    foreign = await startForeignIssuer({ sub: "staff", email: user.email, email_verified: true }, secret.id);
    const own = ["--name", "E2E", "--grant", jwtBearer, "--resource", server.url];
    const both = ["--scope", "notes:read notes:write"];
    const client = await regrant<{ client_secret: string }>([
      ...["client", "create", "--id", secret.id],
      ...own,
      ...both,
    ]);
    secret.value = client.client_secret;
    await regrant(["client", "create", "--id", "job", "--public", ...own, ...both]);
  });
  afterAll(() => foreign?.stop());
  const trust = (...args: string[]) => stack.regrant(["trust", ...args]);

  it("an organization's identity provider lets its agent in for its user (ID-JAG) [id-jag-15]", async () => {
    await trust("create", "org", "--issuer", foreign.issuer, "--kind", "id-jag", "--trust-email");
    const provider = new CrossAppAccessProvider({
      clientId: secret.id,
      clientSecret: secret.value,
      expectedIssuer: stack.issuer,
      assertion: async ({ authorizationServerUrl, resourceUrl, scope }) => {
        const { jwtAuthGrant } = await requestJwtAuthorizationGrant({
          tokenEndpoint: foreign.tokenEndpoint,
          audience: authorizationServerUrl,
          resource: resourceUrl,
          idToken: foreign.token({ sub: "staff", aud: "agent" }),
          clientId: "agent",
          ...(scope !== undefined && { scope }),
        });
        return jwtAuthGrant;
      },
    });
    const client = new V2Client({ name: "e2e", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
    onTestFinished(() => client.close());
    await client.connect(new StreamableHTTPClientTransport(new URL(server.url), { authProvider: provider }));
    const answer = await client.callTool({ name: "list_notes", arguments: {} });
    expect(JSON.stringify(answer)).toMatch(/There are no notes|note of/);
    const tokens = provider.tokens();
    expect(tokens).not.toHaveProperty("refresh_token");
    expect(claimsIn(tokens?.access_token)).toMatchObject({
      aud: server.url,
      client_id: secret.id,
      scope: "notes:read",
    });
    expect(foreign.exchanges.at(-1)?.get("audience")).toBe(stack.issuer);
    await trust("delete", "org", "--yes");
    await expect(auth(provider, { serverUrl: server.url })).rejects.toMatchObject({ code: "invalid_grant" });
  });

  it("a job comes by the token of its CI, through oauth4webapi [jwt-bearer-19]", async () => {
    await trust("create", "ci", "--issuer", foreign.issuer);
    await trust(
      "allow",
      "ci",
      "job",
      "--client",
      "job",
      "--claim",
      "repository=acme/shop",
      "--scope",
      "notes:read",
    );
    const found = await discover(stack.issuer);
    expect(found.grant_types_supported).toContain(jwtBearer);
    const ask = async (repository: string) => {
      const self = { client_id: "job" };
      const assertion = foreign.token({ sub: `repo:${repository}`, aud: stack.issuer, repository });
      const sent = oauth.genericTokenEndpointRequest(
        found,
        self,
        oauth.None(),
        jwtBearer,
        { assertion, resource: server.url },
        insecure,
      );
      return oauth.processGenericTokenEndpointResponse(found, self, await sent);
    };
    const { access_token } = await ask("acme/shop");
    expect(claimsIn(access_token)).toMatchObject({ sub: "job", aud: server.url, scope: "notes:read" });
    await expect(ask("acme/other")).rejects.toMatchObject({ error: "invalid_grant" });
  });
});
