/**
 * For servers that answer a Request with a Response: Hono, Workers, Deno, Bun, Next.js route handlers.
 *
 * Of Node.js it needs `node:crypto` and `node:buffer`, which those runtimes offer (Workers: `nodejs_compat`), and
 * `node:fs` only where `jwksFile` is set.
 */
import { hasQueryToken, OAuthError, parseAuthorization, tokenRepeated } from "@regrant/shared";
import type { Refusal } from "./bearer.js";
import type { AccessToken } from "./claims.js";
import { refusalCors } from "./cors.js";
import { createDemands, createProtection, type Demands, type ProtectionOptions } from "./guard.js";
import type { Metadata } from "./metadata.js";
import type { Verifier } from "./verifier.js";

export type FetchVerifierOptions = ProtectionOptions;

/**
 * Answers a request: by `respond`, where its token does, and by a refusal where it does not, or where `respond`
 * throws an `OAuthError`. What `respond` returns is returned as it is, so it may be a middleware's `next`.
 */
export type FetchGuard = <T>(
  request: Request,
  respond: (token: AccessToken) => T | Promise<T>,
) => Promise<T | Response>;

export interface FetchVerifier extends Demands<FetchGuard> {
  readonly verifier: Verifier;
  /** The RFC 9728 metadata, where this request asks for it, or null. */
  metadata(request: Request): Response | null;
  /** For refusals of one's own. */
  refuse(error: OAuthError): Response;
  close(): void;
}

/** Repeated headers arrive as one, joined by a comma, which no token has. */
function readToken({ url, headers }: Request): string {
  if (hasQueryToken(url)) throw tokenRepeated();
  return parseAuthorization(headers.get("authorization") ?? undefined);
}

const toResponse = ({ status, headers, body }: Refusal): Response =>
  Response.json(body, { status, headers: { ...refusalCors(() => null), ...headers } });

function answerMetadata({ paths, headers, document }: Metadata, { url, method }: Request): Response | null {
  if (!paths.has(new URL(url).pathname)) return null;
  if (method === "OPTIONS") return new Response(null, { status: 204, headers });
  if (method === "HEAD") return new Response(null, { headers });
  return method === "GET" ? Response.json(document, { headers }) : null;
}

/**
 * Protect an API of fetch-style handlers.
 *
 * Does not answer preflights: where browsers of other origins call the API, let its CORS middleware do so before.
 *
 * @throws TypeError where an option is wrong
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */
export function fetchVerifier(options: FetchVerifierOptions): FetchVerifier {
  const { verifier, metadata, refusalOf } = createProtection(options);
  const refuse = (error: OAuthError): Response => toResponse(refusalOf(error));

  const demands = createDemands<FetchGuard>((demand) => async (request, respond) => {
    try {
      const text = readToken(request);
      const token = verifier.verifyNow(text) ?? (await verifier.verify(text));
      demand(token);
      return await respond(token);
    } catch (error) {
      if (error instanceof OAuthError) return refuse(error);
      throw error;
    }
  });

  return {
    ...demands,
    verifier,
    metadata: (request) => (metadata ? answerMetadata(metadata, request) : null),
    refuse,
    close: verifier.close,
  };
}
