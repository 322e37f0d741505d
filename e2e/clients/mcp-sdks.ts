/**
 * The official MCP TypeScript SDK as an agent uses it: version 1, which most agents have, and version 2, which speaks
 * MCP 2026-07-28. A person signs in wherever the SDK asks for one.
 */
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from "@modelcontextprotocol/client";
import { UnauthorizedError as UnauthorizedErrorV1 } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as TransportV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Visit } from "../support/client-walk.js";
import { type Identity, type McpProvider, openProvider } from "../support/mcp-provider.js";

export interface Agent {
  /** What the SDK keeps for the agent: tokens, and how it was led to the sign-in. */
  readonly provider: McpProvider;
  listTools(): Promise<string[]>;
  /** Signs in, or asks for more scope, wherever the SDK wants that first. @returns the tool's text */
  call(tool: string, args?: Record<string, unknown>): Promise<string>;
  /** As `call`, where nobody is there to sign in. */
  callAlone(tool: string): Promise<string>;
  close(): Promise<void>;
}

export interface AgentOptions {
  readonly url: string;
  readonly identity: Identity;
  readonly redirectUri: string;
  readonly visit: Visit;
  /** In place of the resource that the metadata names. */
  readonly resource?: string;
  /** Another agent's, as where several processes share what is kept. */
  readonly provider?: McpProvider;
}

interface Connection {
  listTools(): Promise<{ tools: { name: string }[] }>;
  callTool(params: { name: string; arguments: Record<string, unknown> }): Promise<unknown>;
  finishAuth(answer: URLSearchParams): Promise<void>;
  close(): Promise<void>;
}

const self = { name: "e2e", version: "1.0.0" };

async function connectV1(url: URL, authProvider: McpProvider): Promise<Connection> {
  const client = new ClientV1(self);
  const transport = new TransportV1(url, { authProvider });
  const finishAuth = (answer: URLSearchParams) => transport.finishAuth(answer.get("code") ?? "");
  await client.connect(transport as Parameters<typeof client.connect>[0]).catch((error: unknown) => {
    throw Object.assign(error as Error, { finishAuth });
  });
  return {
    listTools: () => client.listTools(),
    callTool: (params) => client.callTool(params),
    finishAuth,
    close: () => client.close(),
  };
}

async function connectV2(url: URL, authProvider: McpProvider): Promise<Connection> {
  const client = new Client(self, { versionNegotiation: { mode: "auto" } });
  const transport = new StreamableHTTPClientTransport(url, { authProvider });
  const finishAuth = (answer: URLSearchParams) => transport.finishAuth(answer);
  await client.connect(transport).catch((error: unknown) => {
    throw Object.assign(error as Error, { finishAuth });
  });
  return {
    listTools: () => client.listTools(),
    callTool: (params) => client.callTool(params),
    finishAuth,
    close: () => client.close(),
  };
}

const textOf = (result: unknown): string => {
  const { content } = result as { content: { text: string }[] };
  return content.map(({ text }) => text).join();
};

function openAgent(connect: typeof connectV2, options: AgentOptions): Agent {
  const provider = options.provider ?? openProvider(options);
  const url = new URL(options.url);
  let connection: Connection | undefined;

  async function connected(): Promise<Connection> {
    connection ??= await connect(url, provider);
    return connection;
  }

  /** Until the SDK is content: it says what it needs by an error, and goes on after `finishAuth`. */
  async function attended<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    try {
      return await work(await connected());
    } catch (error) {
      if (!(error instanceof UnauthorizedError || error instanceof UnauthorizedErrorV1)) throw error;
      const { finishAuth } = connection ?? (error as unknown as Connection);
      const answer = await options.visit(provider.sentTo.at(-1) as URL, options.redirectUri);
      await finishAuth(answer.searchParams);
      return work(await connected());
    }
  }

  return {
    provider,
    listTools: () => attended(async (one) => (await one.listTools()).tools.map(({ name }) => name)),
    call: (name, args = {}) => attended(async (one) => textOf(await one.callTool({ name, arguments: args }))),
    callAlone: async (name) => textOf(await (await connected()).callTool({ name, arguments: {} })),
    close: async () => connection?.close(),
  };
}

export const mcpSdks = [
  {
    name: "@modelcontextprotocol/sdk 1.32",
    openAgent: (options: AgentOptions) => openAgent(connectV1, options),
    /** With a refresh token it refreshes, gets the same scope again, and gives up. */
    stepsUp: false,
  },
  {
    name: "@modelcontextprotocol/client 2.4",
    openAgent: (options: AgentOptions) => openAgent(connectV2, options),
    stepsUp: true,
  },
] as const;
