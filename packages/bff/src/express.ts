/** Middleware for Express, Connect and anything else that calls `(request, response, next)` with node:http objects. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { createNodeBff, incomingOf } from "./node.js";
import type { BffOptions } from "./options.js";
import type { Answer } from "./upstream.js";

export type { BffOptions, RouteOptions } from "./options.js";

/** Express keeps the original URL beside the one that a router has shortened. */
type Request = IncomingMessage & { readonly originalUrl?: string };

export type BffMiddleware = ((
  request: Request,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void) & {
  /** Closes the connections to the APIs. */
  close(): void;
};

/**
 * Serves `/bff/…`, and passes the routes on; all else is left to `next`. Mount it before what reads bodies.
 *
 * @throws TypeError if an option is invalid
 * @see https://www.rfc-editor.org/rfc/rfc10017#section-6.1
 */
export function expressBff(options: BffOptions): BffMiddleware {
  const bff = createNodeBff(options);
  const middleware = (request: Request, response: ServerResponse, next: (error?: unknown) => void) => {
    const target = request.originalUrl ?? request.url ?? "/";
    if (!bff.isOwn(target)) return next();
    const incoming = incomingOf(request, response, target);
    if (incoming.body !== null && request.readableDidRead)
      return next(new Error("the body has been read already: mount expressBff before express.json()"));
    bff.answer(incoming).then(
      (answer) => send(answer, response),
      // Otherwise the browser has gone.
      (error: unknown) => response.destroyed || next(error),
    );
  };
  return Object.assign(middleware, { close: bff.close });
}

function send({ status, headers, body }: Answer<Readable>, response: ServerResponse): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) response.setHeader(name, value);
  }
  if (body === null || typeof body === "string") return void response.end(body ?? undefined);
  // What one side breaks off is broken off on the other.
  body.once("error", () => response.destroy());
  response.once("close", () => body.destroy());
  body.pipe(response);
}
