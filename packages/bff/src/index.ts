/**
 * For servers that answer a Request with a Response: Hono, Workers, Deno, Bun, Next.js route handlers. For Fastify and
 * Express there are `@regrant/bff/fastify` and `@regrant/bff/express`, which are faster on Node.js.
 */
import { createBff } from "./bff.js";
import type { BffOptions } from "./options.js";
import type { HeaderFields } from "./refusal.js";
import { type Answer, answersWithinMs, NoAnswer, type Upstream } from "./upstream.js";

export type { BffOptions, RouteOptions } from "./options.js";

/** Null if the request is not one for `/bff/…` or a route. */
export type FetchBff = (request: Request) => Promise<Response | null>;

/**
 * Serves `/bff/…`, and passes the routes on.
 *
 * @throws TypeError if an option is invalid
 * @see https://www.rfc-editor.org/rfc/rfc10017#section-6.1
 */
export function fetchBff(options: BffOptions): FetchBff {
  const bff = createBff(options, throughFetch);
  return async ({ url, method, headers, body, signal }) => {
    // A Request's URL has been normalized: what is ambiguous in it is still refused.
    const target = url.slice(new URL(url).origin.length);
    if (!bff.isOwn(target)) return null;
    return toResponse(
      await bff.answer({ method, target, headers: Object.fromEntries(headers), body, signal }),
    );
  };
}

type Stream = ReadableStream<Uint8Array>;

const throughFetch: Upstream<Stream> = {
  async send({ origin, path, method, headers, body, signal }) {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), answersWithinMs);
    try {
      // fetch would decode the body, and this browser may have asked for something else.
      const asked = new Headers({ ...(headers as Record<string, string>), "accept-encoding": "identity" });
      const init = { method, headers: asked, body, redirect: "manual", duplex: "half" };
      const both = AbortSignal.any([signal, late.signal]);
      const response = await fetch(origin + path, { ...(init as RequestInit), signal: both });
      const fields: HeaderFields = Object.fromEntries(response.headers);
      return { status: response.status, headers: fields, body: response.body };
    } catch (cause) {
      signal.throwIfAborted();
      throw new NoAnswer(late.signal.aborted, { cause });
    } finally {
      clearTimeout(timer);
    }
  },
  read: async (body) => new Uint8Array(await new Response(body).arrayBuffer()),
  discard: (body) => void body.cancel().catch(() => undefined),
};

function toResponse({ status, headers, body }: Answer<Stream>): Response {
  const fields = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const each of value === undefined ? [] : [value].flat()) fields.append(name, each);
  }
  return new Response(body, { status, headers: fields });
}
