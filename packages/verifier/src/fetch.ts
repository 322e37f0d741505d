/**
 * For servers that answer a Request with a Response: Hono, Workers, Deno, Bun, Next.js route handlers. Needs
 * Node.js's `node:crypto` and `node:buffer`, which those runtimes offer (Workers: `nodejs_compat`), and `node:fs`
 * only if `jwksFile` is set.
 */
import {
  type Credentials,
  hasQueryToken,
  OAuthError,
  parseCredentials,
  schemeOf,
  tokenRepeated,
} from "@regrant/shared";
import type { Refusal } from "./bearer.js";
import type { PresentedProof } from "./binding.js";
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
  /** For your own refusals. The request tells which scheme the challenge is to name. */
  refuse(error: OAuthError, request?: Request): Response;
  close(): void;
}

/** Repeated headers arrive joined by a comma, which no token contains. */
function readToken({ url, headers }: Request): Credentials {
  if (hasQueryToken(url)) throw tokenRepeated();
  return parseCredentials(authorizationOf(headers));
}

const authorizationOf = (headers: Headers): string | undefined => headers.get("authorization") ?? undefined;

const readProof = (request: Request): PresentedProof => ({
  header: request.headers.get("dpop") ?? undefined,
  method: request.method,
  target: new URL(request.url).pathname,
  request,
});

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

  const refuse = (error: OAuthError, request?: Request, scope?: readonly string[]) =>
    toResponse(refusalOf(error, scope, request && schemeOf(authorizationOf(request.headers))));

  const demands = createDemands<FetchGuard>((demand) => async (request, respond) => {
    try {
      const { scheme, token: text } = readToken(request);
      const proof = scheme === "DPoP" ? readProof(request) : undefined;
      const token = verifier.verifyNow(text, proof) ?? (await verifier.verify(text, proof));
      demand.check(token);
      return await respond(token);
    } catch (error) {
      if (error instanceof OAuthError) return refuse(error, request, demand.scope);
      throw error;
    }
  });

  return {
    ...demands,
    verifier,
    metadata: (request) => (metadata ? answerMetadata(metadata, request) : null),
    refuse: (error, request) => refuse(error, request),
    close: verifier.close,
  };
}
