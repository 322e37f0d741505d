/** For node:http: requests and streams as they are there, and APIs through undici. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { Agent } from "undici";
import { type Bff, createBff } from "./bff.js";
import type { BffOptions } from "./options.js";
import { answersWithinMs, type Incoming, NoAnswer, type Upstream } from "./upstream.js";

export interface NodeBff extends Bff<Readable> {
  close(): void;
}

/** @throws TypeError if an option is invalid */
export function createNodeBff(options: BffOptions): NodeBff {
  const agent = new Agent({
    headersTimeout: answersWithinMs,
    bodyTimeout: 0, // a stream of events may be silent
    connect: { timeout: 10_000 },
  });
  return { ...createBff(options, throughAgent(agent)), close: () => void agent.close() };
}

const timeouts = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_CONNECT_TIMEOUT"]);

const throughAgent = (agent: Agent): Upstream<Readable> => ({
  async send({ method, origin, path, headers, body, signal }) {
    try {
      const answer = await agent.request({
        ...{ method: method as "GET", origin, path, headers, body, signal },
      });
      return { status: answer.statusCode, headers: answer.headers, body: answer.body };
    } catch (cause) {
      signal.throwIfAborted();
      throw new NoAnswer(timeouts.has((cause as { code?: string }).code ?? ""), { cause });
    }
  },
  read: buffer,
  // Its end may never come, so the connection is given up.
  discard: (body) => void body.on("error", () => undefined).destroy(),
});

/** `target` is the request line's, which some frameworks shorten in `request.url`. */
export function incomingOf(
  request: IncomingMessage,
  response: Pick<ServerResponse, "once" | "writableFinished">,
  target: string,
): Incoming<Readable> {
  const { headers, method = "GET" } = request;
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const { "transfer-encoding": encoding, "content-length": length } = headers;
  // HTTP/2 says in another way whether there is a body.
  const { stream } = request as { readonly stream?: { readonly endAfterHeaders: boolean } };
  const hasBody = encoding !== undefined || (length ?? "0") !== "0" || stream?.endAfterHeaders === false;
  return { method, target, headers, body: hasBody ? request : null, signal: gone.signal };
}
