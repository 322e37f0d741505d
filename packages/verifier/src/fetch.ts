/**
 * For servers that answer a Request with a Response: Hono, Workers, Deno, Bun, Next.js route handlers. Needs
 * Node.js's `node:crypto` and `node:buffer`, which those runtimes offer (Workers: `nodejs_compat`), and `node:fs`
 * only if `jwksFile` is set.
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
 * Answers a request: with `respond` if its token is sufficient, otherwise, or if `respond` throws an `OAuthError`,
 * with a refusal. Returns the result of `respond` unchanged, so it may be a middleware's `next`.
 */
export type FetchGuard = <T>(
  request: Request,
  respond: (token: AccessToken) => T | Promise<T>,
) => Promise<T | Response>;

export interface FetchVerifier extends Demands<FetchGuard> {
  readonly verifier: Verifier;
  /** The RFC 9728 metadata if this request asks for it, otherwise null. */
  metadata(request: Request): Response | null;
  /** For your own refusals. */
  refuse(error: OAuthError): Response;
  close(): void;
}

/** Repeated headers arrive joined by a comma, which no token contains. */
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
 * Protect an API of fetch-style handlers. Does not answer preflights: if browsers on other origins call the API, let
 * CORS middleware answer them first.
 *
 * @throws TypeError if an option is invalid
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */
export function fetchVerifier(options: FetchVerifierOptions): FetchVerifier {
  const { verifier, metadata, refusalOf } = createProtection(options);

  const demands = createDemands<FetchGuard>((demand) => async (request, respond) => {
    try {
      const text = readToken(request);
      const token = verifier.verifyNow(text) ?? (await verifier.verify(text));
      demand.check(token);
      return await respond(token);
    } catch (error) {
      if (error instanceof OAuthError) return toResponse(refusalOf(error, demand.scope));
      throw error;
    }
  });

  return {
    ...demands,
    verifier,
    metadata: (request) => (metadata ? answerMetadata(metadata, request) : null),
    refuse: (error) => toResponse(refusalOf(error)),
    close: verifier.close,
  };
}
