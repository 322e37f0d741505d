import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import { afterEach, describe, expect, it } from "vitest";
import { type McpAuthInfo, type McpOptions, mcpExpressVerifier, mcpFetchVerifier } from "../src/mcp.js";
import { dpopOffer } from "./support/challenges.js";
import { issuerOfFile } from "./support/issuer-of-file.js";

const { issuer, tokenWith } = await issuerOfFile();
const audience = "http://localhost:4003/mcp";
const metadataUrl = "http://localhost:4003/.well-known/oauth-protected-resource/mcp";
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const options: McpOptions = {
  issuer: issuer.issuer,
  audience,
  scope: ["notes:read"],
  tools: { add_note: ["notes:write"], delete_all_notes: ["notes:write", "notes:delete"] },
};

/** Sends what a client sends; `echo` answers with the token's `authInfo` and the body it got. */
type Ask = (path: string, init?: RequestInit) => Promise<Response>;

interface Seen {
  readonly authInfo: McpAuthInfo;
  readonly body: unknown;
}

async function askFetch(changes: Partial<McpOptions> = {}): Promise<Ask> {
  const api = mcpFetchVerifier({ ...options, ...changes });
  closing.push(api.close);
  const echo = async (request: Request, authInfo: McpAuthInfo) =>
    Response.json({ authInfo, body: await request.text().then((text) => text && JSON.parse(text)) });
  return (path, init) => {
    const request = new Request(new URL(path, audience), init);
    return api.guard(request, (authInfo) => echo(request, authInfo));
  };
}

const askHono = async (changes: Partial<McpOptions> = {}): Promise<Ask> => {
  const api = mcpFetchVerifier({ ...options, ...changes });
  closing.push(api.close);
  const app = new Hono().all("*", (c) =>
    api.guard(c.req.raw, async (authInfo) =>
      Response.json({ authInfo, body: c.req.method === "POST" ? await c.req.raw.json() : "" }),
    ),
  );
  return async (path, init) => app.request(new URL(path, audience).href, init);
};

async function listen(listener: RequestListener): Promise<Ask> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init);
}

type Guarded = IncomingMessage & { auth?: McpAuthInfo; body?: unknown };

function guardOf(changes: Partial<McpOptions>) {
  const api = mcpExpressVerifier({ ...options, ...changes });
  closing.push(api.close);
  return api.guard;
}

function askNode(changes: Partial<McpOptions> = {}): Promise<Ask> {
  const guard = guardOf(changes);
  return listen((request: Guarded, response) =>
    guard(request, response, () =>
      response.end(JSON.stringify({ authInfo: request.auth, body: request.body ?? "" })),
    ),
  );
}

function askExpress(changes: Partial<McpOptions> = {}): Promise<Ask> {
  const app = express();
  app.use(express.json(), guardOf(changes));
  app.all("/mcp", (request, response) => {
    response.json({ authInfo: (request as unknown as Guarded).auth, body: request.body ?? "" });
  });
  return listen(app);
}

async function askFastify(changes: Partial<McpOptions> = {}): Promise<Ask> {
  const guard = guardOf(changes);
  const app = Fastify();
  app.all("*", (request, reply) => {
    reply.hijack();
    const raw: Guarded = Object.assign(request.raw, { body: request.body });
    guard(raw, reply.raw, () => reply.raw.end(JSON.stringify({ authInfo: raw.auth, body: raw.body ?? "" })));
  });
  closing.push(() => app.close());
  const origin = await app.listen({ port: 0, host: "127.0.0.1" });
  return (path, init) => fetch(`${origin}${path}`, init);
}

const call = (tool: string) => ({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: tool } });

const post = (body: unknown, scope?: string): RequestInit => ({
  method: "POST",
  body: typeof body === "string" ? body : JSON.stringify(body),
  headers: {
    "content-type": "application/json",
    ...(scope !== undefined && { authorization: `Bearer ${tokenWith({ aud: audience, scope })}` }),
  },
});

async function outcome(response: Response): Promise<string> {
  const challenge = response.headers.get("www-authenticate") ?? "";
  const scope = /scope="([^"]*)"/.exec(challenge)?.[1];
  const isLed = challenge.includes(`resource_metadata="${metadataUrl}"`);
  return [response.status, scope, isLed && "with metadata"].filter(Boolean).join(" ");
}

describe.each([
  ["fetch", askFetch],
  ["Hono", askHono],
  ["node:http", askNode],
  ["Express", askExpress],
  ["Fastify", askFastify],
])("MCP authorization on %s", (name, start) => {
  it("challenges a request without a token with the metadata and the scope to begin with [verifier-mcp-1]", async () => {
    const response = await (await start())("/mcp", post(call("delete_all_notes")));
    expect(response.headers.get("www-authenticate")).toBe(
      `Bearer scope="notes:read", resource_metadata="${metadataUrl}"${dpopOffer}`,
    );
    expect(response.status).toBe(401);
  });

  it.each([
    [call("list_notes"), "notes:read", "200"],
    [call("list_notes"), "notes:write", "403 notes:read with metadata"],
    [call("add_note"), "notes:read", "403 notes:read notes:write with metadata"],
    [call("add_note"), "notes:read notes:write", "200"],
    [call("delete_all_notes"), "notes:read", "403 notes:read notes:write notes:delete with metadata"],
    [[call("list_notes"), call("add_note")], "notes:read", "403 notes:read notes:write with metadata"],
    [
      { ...call("add_note"), params: { name: [["add_note"]] } },
      "notes:read",
      "403 notes:read notes:write with metadata",
    ],
    [call("constructor"), "notes:read", "200"],
    [{ ...call("add_note"), method: "prompts/get" }, "notes:read", "200"],
    [{ ...call("add_note"), params: null }, "notes:read", "200"],
    ["null", "notes:read", "200"],
    ["not json", "notes:read", "400 with metadata"],
  ])("%j with %s: %s [verifier-mcp-2]", async (body, scope, expected) => {
    // Their own parsers refuse it first.
    if (typeof body === "string" && ["Express", "Fastify"].includes(name)) return;
    expect(await outcome(await (await start())("/mcp", post(body, scope)))).toBe(expected);
  });

  it.each([
    ["for another server", { aud: "http://localhost:4001" }],
    ["for the same host without the path", { aud: "http://localhost:4003" }],
    ["expired", { exp: 1 }],
  ])("refuses a token that is %s [verifier-mcp-6]", async (_what, claims) => {
    const token = tokenWith({ aud: audience, ...claims });
    const response = await (await start())("/mcp", { headers: { authorization: `Bearer ${token}` } });
    expect(await outcome(response)).toBe("401 notes:read with metadata");
    expect(response.headers.get("www-authenticate")).toContain('error="invalid_token"');
  });

  it("hands on authInfo as the SDK knows it, and the body [verifier-mcp-3]", async () => {
    const response = await (await start())("/mcp", post(call("list_notes"), "notes:read"));
    const { authInfo, body } = (await response.json()) as Seen;
    expect(authInfo).toEqual({
      token: expect.stringMatching(/^ey/),
      clientId: "app",
      scopes: ["notes:read"],
      expiresAt: expect.any(Number),
      resource: audience,
      resourceMetadataUrl: metadataUrl,
      extra: { claims: expect.objectContaining({ sub: "alice", aud: audience }) },
    });
    expect(body).toEqual(call("list_notes"));
  });

  it.each(["", "/mcp"])("serves the metadata, at …%s [verifier-mcp-4]", async (path) => {
    const response = await (await start())(`/.well-known/oauth-protected-resource${path}`);
    expect(await response.json()).toMatchObject({
      resource: audience,
      authorization_servers: [issuer.issuer],
      scopes_supported: ["notes:read"],
    });
  });

  it("answers the preflights of browsers, and lets them read what they need [verifier-mcp-5]", async () => {
    const ask = await start();
    const preflight = await ask("/mcp", {
      method: "OPTIONS",
      headers: { origin: "http://localhost:6274", "access-control-request-method": "POST" },
    });
    expect(preflight.status).toBe(204);
    const allowed = preflight.headers.get("access-control-allow-headers")?.split(", ");
    expect(allowed).toEqual(expect.arrayContaining(["authorization", "content-type", "last-event-id"]));
    expect(allowed).toEqual(expect.arrayContaining(["mcp-protocol-version", "mcp-session-id"]));
    for (const scope of [undefined, "notes:read"]) {
      const { headers } = await ask("/mcp", post(call("list_notes"), scope));
      expect(headers.get("access-control-allow-origin")).toBe("*");
      expect(headers.get("access-control-expose-headers")).toMatch(/www-authenticate.*mcp-session-id/);
    }
  });

  it("reads no body where no tool needs a scope of its own", async () => {
    const response = await (await start({ tools: undefined }))("/mcp", post(call("add_note"), "notes:read"));
    expect(response.status).toBe(200);
  });
});

describe("bodies", () => {
  it("are read up to 4 MiB", async () => {
    const large = JSON.stringify({ ...call("list_notes"), padding: "x".repeat(4 * 1024 * 1024) });
    for (const start of [askFetch, askNode]) {
      const response = await (await start())("/mcp", post(large, "notes:read"));
      expect(response.status).toBe(413);
    }
  });

  it("that a parser left unread, and set to an empty one as Express 4 does, are read", async () => {
    const guard = guardOf({});
    const ask = await listen((request: Guarded, response) => {
      request.body = {};
      guard(request, response, () => response.end());
    });
    expect((await ask("/mcp", post(call("add_note"), "notes:read"))).status).toBe(403);
  });
});

describe("options", () => {
  it.each([
    [{ audience: "urn:example:notes" }, "audience must be the MCP server's URL"],
    [{ scope: ["notes read"] }, "not a single scope name"],
    [{ tools: { add_note: [""] } }, "not a single scope name"],
  ])("%j", (changes, message) => {
    expect(() => mcpFetchVerifier({ ...options, ...changes })).toThrow(message);
  });

  it("never name offline_access, which is the client's to ask for [verifier-mcp-7]", () => {
    const named = [{ scope: ["offline_access"] }, { tools: { add_note: ["offline_access"] } }];
    for (const changes of named)
      expect(() => mcpFetchVerifier({ ...options, ...changes })).toThrow("offline_access gives no access");
  });

  it("let the metadata list more scopes than the first challenge names", async () => {
    const scopesSupported = ["notes:read", "notes:write"];
    const ask = await askFetch({ resource: { scopesSupported } });
    const document = await ask("/.well-known/oauth-protected-resource/mcp");
    expect(await document.json()).toMatchObject({ scopes_supported: scopesSupported });
  });
});
