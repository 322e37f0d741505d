/** A real HTTP server on loopback for one test. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

export interface Received {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Returned by a handler whose response is to be lost: the connection breaks. */
export const lost = Symbol("lost");

export type Handler = (request: Received) => Reply | typeof lost | Promise<Reply | typeof lost>;

/** Serves until the test ends. @returns the origin */
export async function listen(handler: Handler): Promise<string> {
  const server = createServer((request, response) => void serve(handler, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}

async function serve(handler: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "", url = "", headers } = request;
  const reply = await handler({ method, url, headers, body: await text(request) });
  if (reply === lost) return void response.destroy();
  response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
  response.end(reply.body === undefined ? "" : JSON.stringify(reply.body));
}
