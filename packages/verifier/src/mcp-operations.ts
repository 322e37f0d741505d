/** Which scope an MCP request needs, by what its JSON-RPC body asks for. */
import type { IncomingMessage } from "node:http";
import { OAuthError } from "@regrant/shared";
import { checkScopeNames } from "./authorization.js";

export interface McpScopes {
  /** What every request needs. The first challenge asks for it, and the metadata lists it. Default: none. */
  readonly scope?: readonly string[] | undefined;
  /** What calls of single tools need beyond it, by the tool's name. A tool that is not named needs nothing more. */
  readonly tools?: Readonly<Record<string, readonly string[]>> | undefined;
}

export interface Operations {
  /** What every request needs. */
  readonly scope: readonly string[];
  /** Whether bodies have to be read. */
  readonly dependOnBody: boolean;
  /** All that these messages need together, so that one step-up is enough. */
  scopeOf(body: unknown): readonly string[];
}

/** @throws TypeError if a scope cannot be in a token, or is not a server's to require */
export function readOperations({ scope = [], tools = {} }: McpScopes): Operations {
  const all = [...scope, ...Object.values(tools).flat()];
  checkScopeNames(all);
  if (all.includes("offline_access")) {
    throw new TypeError("offline_access gives no access to a server: clients ask for it by themselves");
  }
  const byTool = new Map(Object.entries(tools));
  const needs = (message: unknown) => byTool.get(calledTool(message) ?? "") ?? [];
  return {
    scope,
    dependOnBody: byTool.size > 0,
    scopeOf: (body) => [...new Set([...scope, ...[body].flat().flatMap(needs)])],
  };
}

function calledTool(message: unknown): string | undefined {
  const { method, params } = (message ?? {}) as { method?: unknown; params?: { name?: unknown } | null };
  // As a server reads it that looks its handlers up by name: a list with one name in it is that name.
  return String(method) === "tools/call" ? String(params?.name) : undefined;
}

/** As much as the MCP SDK reads. */
const longest = 4 * 1024 * 1024;

/** @throws OAuthError 413 `body_too_large`, 400 `body_invalid` */
export async function readJson(chunks: AsyncIterable<Uint8Array>): Promise<unknown> {
  const decoder = new TextDecoder();
  let [text, length] = ["", 0];
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > longest) {
      throw new OAuthError("invalid_request", "the body is larger than 4 MiB", {
        reason: "body_too_large",
        status: 413,
      });
    }
    text += decoder.decode(chunk, { stream: true });
  }
  try {
    return JSON.parse(text + decoder.decode());
  } catch (cause) {
    throw new OAuthError("invalid_request", "the body is not JSON", { reason: "body_invalid", cause });
  }
}

/** Not its own iterator, whose end waits until the other half of a cloned body is done with too. */
export async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    void reader.cancel();
  }
}

/** What an earlier middleware has parsed, or the body, which is then kept where the next one looks for it. */
export async function keepJson(request: IncomingMessage & { body?: unknown }): Promise<unknown> {
  // Express 4 sets an empty body on what its parser leaves unread, and the handler would read something else.
  if (request.body === undefined || request.readableDidRead === false)
    request.body = await readJson(request.iterator({ destroyOnReturn: false })); // the refusal has to be sent yet
  return request.body;
}
