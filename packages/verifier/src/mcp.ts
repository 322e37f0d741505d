/**
 * For MCP servers over Streamable HTTP: the resource server's part of MCP authorization, revision 2026-07-28. Knows
 * nothing of any MCP SDK; `authInfo` has the shape that the TypeScript SDK hands to tools.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization
 */
import type { IncomingMessage } from "node:http";
import { parseCredentials, parseUrl } from "@regrant/shared";
import { requireScope } from "./authorization.js";
import type { AccessToken, Claims } from "./claims.js";
import { expressVerifier, type Middleware } from "./express.js";
import { fetchVerifier } from "./fetch.js";
import type { ProtectionOptions } from "./guard.js";
import {
  chunksOf,
  keepJson,
  type McpScopes,
  type Operations,
  readJson,
  readOperations,
} from "./mcp-operations.js";
import { resourceMetadataUrl } from "./metadata.js";
import type { Verifier } from "./verifier.js";

/** `audience` is the MCP server's URL. */
export interface McpOptions extends ProtectionOptions, McpScopes {}

/** `AuthInfo` of the MCP TypeScript SDK, which hands it to tools. */
export interface McpAuthInfo {
  token: string;
  clientId: string;
  scopes: string[];
  /** Seconds since 1970. */
  expiresAt: number;
  /** The MCP server's URL. */
  resource: URL;
  /** For challenges that the SDK makes itself. */
  resourceMetadataUrl: string;
  extra: { readonly claims: Claims };
}

interface Setup {
  readonly options: ProtectionOptions;
  readonly operations: Operations;
  authInfoOf(token: string, accessToken: AccessToken): McpAuthInfo;
}

function setUp({ scope, tools, ...options }: McpOptions): Setup {
  const operations = readOperations({ scope, tools });
  const metadataUrl = resourceMetadataUrl(options.audience)?.href;
  const resource = parseUrl(options.audience);
  if (metadataUrl === undefined || resource === null) {
    throw new TypeError(`audience must be the MCP server's URL, not ${JSON.stringify(options.audience)}`);
  }
  return {
    options: { ...options, resource: { scopesSupported: operations.scope, ...options.resource } },
    operations,
    authInfoOf: (token, { claims, scopes }) => ({
      token,
      clientId: claims.client_id,
      scopes: [...scopes],
      expiresAt: claims.exp,
      resource: new URL(resource),
      resourceMetadataUrl: metadataUrl,
      extra: { claims },
    }),
  };
}

/** Any origin may call, as tokens travel in a header. `*` stands for the headers of later revisions, but never for Authorization. */
const cors = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers":
    "www-authenticate, dpop-nonce, retry-after, mcp-session-id, mcp-protocol-version",
} as const;
const preflight = {
  ...cors,
  "access-control-allow-methods": "GET, POST, DELETE",
  "access-control-allow-headers":
    "authorization, content-type, dpop, last-event-id, mcp-protocol-version, mcp-session-id, *",
  "access-control-max-age": "86400",
} as const;

export interface McpFetchVerifier {
  readonly verifier: Verifier;
  /**
   * Answers preflights, the RFC 9728 metadata, and whatever has no sufficient token; calls `respond` for all else. The
   * body stays unread for it.
   */
  guard(
    request: Request,
    respond: (authInfo: McpAuthInfo) => Response | Promise<Response>,
  ): Promise<Response>;
  close(): void;
}

/**
 * Protect an MCP server that answers a Request with a Response. Does not check `Origin` and `Host`: a token cannot be
 * had by DNS rebinding, but MCP wants both checked on local servers, for which its SDKs have functions.
 *
 * @throws TypeError if an option is invalid
 */
export function mcpFetchVerifier(mcp: McpOptions): McpFetchVerifier {
  const { options, operations, authInfoOf } = setUp(mcp);
  const api = fetchVerifier(options);
  const requireBase = api.requireScope(...operations.scope);

  const admit = (request: Request, respond: (authInfo: McpAuthInfo) => Response | Promise<Response>) =>
    requireBase(request, async (accessToken) => {
      if (operations.dependOnBody && request.method === "POST") {
        const { body } = request.clone();
        requireScope(accessToken, ...operations.scopeOf(body && (await readJson(chunksOf(body)))));
      }
      const { token } = parseCredentials(request.headers.get("authorization") ?? undefined);
      return respond(authInfoOf(token, accessToken));
    });

  return {
    verifier: api.verifier,
    async guard(request, respond) {
      const metadata = api.metadata(request);
      if (metadata) return metadata;
      if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: preflight });
      const answer = await admit(request, respond);
      const response = new Response(answer.body, answer); // the headers of a fetched one cannot be changed
      for (const [name, value] of Object.entries(cors)) response.headers.set(name, value);
      return response;
    },
    close: api.close,
  };
}

export interface McpExpressVerifier {
  readonly verifier: Verifier;
  /**
   * Answers preflights, the RFC 9728 metadata, and whatever has no sufficient token; calls `next` for all else, with
   * `request.auth`, where the MCP SDK looks for it, and `request.body` parsed if `tools` are named.
   */
  readonly guard: Middleware;
  close(): void;
}

type McpRequest = IncomingMessage & { auth?: McpAuthInfo; accessToken?: AccessToken; body?: unknown };

/**
 * Protect an MCP server on Express, Connect, Fastify's raw request or plain node:http. Does not check `Origin` and
 * `Host`, as `mcpFetchVerifier`.
 *
 * @throws TypeError if an option is invalid
 */
export function mcpExpressVerifier(mcp: McpOptions): McpExpressVerifier {
  const { options, operations, authInfoOf } = setUp(mcp);
  const api = expressVerifier(options);
  const requireBase = api.requireScope(...operations.scope);

  async function checkOperation(request: McpRequest): Promise<void> {
    const { accessToken, method, headers } = request;
    if (accessToken === undefined) throw new Error("unreachable: the guard before this one sets it");
    if (operations.dependOnBody && method === "POST")
      requireScope(accessToken, ...operations.scopeOf(await keepJson(request)));
    request.auth = authInfoOf(parseCredentials(headers.authorization).token, accessToken);
  }

  const guard: Middleware = (request, response, next) =>
    api.metadata(request, response, () => {
      const isPreflight = request.method === "OPTIONS";
      for (const [name, value] of Object.entries(isPreflight ? preflight : cors))
        response.setHeader(name, value);
      if (isPreflight) return void response.writeHead(204).end();
      requireBase(request, response, (error) => {
        if (error !== undefined) return next(error);
        checkOperation(request).then(
          () => next(),
          (refusal) => api.refuse(refusal, request, response, next),
        );
      });
    });
  return { verifier: api.verifier, guard, close: api.close };
}
