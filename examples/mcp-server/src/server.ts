/** An MCP server over Streamable HTTP at /mcp, which knows its callers by Regrant's access tokens. */
import { createServer } from "node:http";
import { toNodeHandler } from "@modelcontextprotocol/node";
import {
  createMcpHandler,
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  originValidationResponse,
} from "@modelcontextprotocol/server";
import { type McpAuthInfo, mcpFetchVerifier } from "@regrant/verifier/mcp";
import { createTools } from "./tools.js";

export interface McpServerOptions {
  readonly issuer: string;
  readonly port: number;
}

export interface McpServerProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** @throws Error where the port is taken */
export async function serveMcp({ issuer, port }: McpServerOptions): Promise<McpServerProcess> {
  const url = `http://localhost:${port}/mcp`;
  const notesOf = createNotes();
  const handler = createMcpHandler(({ authInfo }) => createTools(notesOf(authInfo as McpAuthInfo)));
  const api = mcpFetchVerifier({
    issuer,
    audience: url,
    clockToleranceSeconds: 0, // both servers are on this machine
    resource: { name: "Notes for agents" },
    scope: ["notes:read"],
    tools: { add_note: ["notes:write"], delete_all_notes: ["notes:delete"] },
  });
  const answer = (request: Request): Response | Promise<Response> =>
    refuseRebinding(request) ??
    api.guard(request, (authInfo) =>
      /^\/mcp\/?$/.test(new URL(request.url).pathname)
        ? handler.fetch(request, { authInfo })
        : new Response(null, { status: 404 }),
    );

  const server = createServer(toNodeHandler({ fetch: async (request) => answer(request) }));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "localhost", resolve);
  });
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        api.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** In memory, by user: the token's `sub`. */
function createNotes(): (caller: McpAuthInfo) => string[] {
  const notes = new Map<string, string[]>();
  return ({ extra: { claims } }) => {
    const own = notes.get(claims.sub) ?? [];
    notes.set(claims.sub, own);
    return own;
  };
}

/** DNS rebinding: MCP wants every server on this machine to check both. */
const refuseRebinding = (request: Request): Response | undefined =>
  hostHeaderValidationResponse(request, localhostAllowedHostnames()) ??
  originValidationResponse(request, localhostAllowedOrigins());
