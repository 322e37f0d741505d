/** The example MCP server: what has to be registered for it, and its start, in this process. */
import { pathToFileURL } from "node:url";
import { checkBuilt, mcpServerScript } from "./paths.js";

/** As in examples/mcp-server, which is loaded by its path: nothing is lost where it is not there, as in containers. */
interface McpServerModule {
  serveMcp(options: { readonly issuer: string; readonly port: number }): Promise<McpServer>;
}

export interface McpServer {
  /** Its resource identifier too: access tokens for it have it as `aud`. */
  readonly url: string;
  stop(): Promise<void>;
}

export const mcpServerUrl = (port: number): string => `http://localhost:${port}/mcp`;

/** @throws Error where it is not built, or the port is taken */
export async function serveMcpServer(issuer: string, port: number): Promise<McpServer> {
  checkBuilt(mcpServerScript);
  const { serveMcp }: McpServerModule = await import(pathToFileURL(mcpServerScript).href);
  return serveMcp({ issuer, port });
}

/** For agents on this machine: public, so that its id may be in a command to paste. */
export const mcpClientId = "notes-mcp";

/** Where Claude Code, the MCP Inspector and VS Code listen, on any port. */
const redirectUris = ["localhost", "127.0.0.1"].flatMap((host) =>
  ["/callback", "/oauth/callback", "/"].map((path) => `http://${host}${path}`),
);
const describedScopes = [
  "notes:read=Read your notes",
  "notes:write=Add notes",
  "notes:delete=Delete all your notes",
];

/** Runs a `regrant` command with `--json`. */
type Regrant = <T>(args: readonly string[]) => Promise<T>;

const each = (option: string, values: readonly string[]): string[] =>
  values.flatMap((value) => [option, value]);

/** Registers the server and the client, where they are not yet. */
export async function registerMcpServer(url: string, regrant: Regrant): Promise<void> {
  const { resources } = await regrant<{ resources: { resource: string }[] }>(["resource", "list"]);
  if (!resources.some(({ resource }) => resource === url)) {
    const open = ["--open", ...each("--open-scope", ["notes:read", "notes:write"])];
    const settings = ["--name", "Notes for agents", ...each("--scope", describedScopes), ...open];
    await regrant(["resource", "create", url, ...settings]);
  }
  const { clients } = await regrant<{ clients: Client[] }>(["client", "list"]);
  const client = clients.find(({ client_id }) => client_id === mcpClientId);
  if (client === undefined) {
    await regrant([
      ...["client", "create", "--id", mcpClientId, "--name", "Agents on this computer", "--public"],
      ...each("--grant", ["authorization_code", "refresh_token"]),
      ...each("--redirect-uri", redirectUris),
      ...each(
        "--scope",
        describedScopes.map((scope) => scope.split("=")[0] ?? ""),
      ),
      ...["--resource", url],
    ]);
  } else if (!client.resources.includes(url)) {
    await regrant(["client", "update", mcpClientId, "--resource", url]);
  }
}

interface Client {
  readonly client_id: string;
  readonly resources: readonly string[];
}
