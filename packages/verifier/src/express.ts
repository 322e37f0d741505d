/**
 * Middleware for Express, Connect and anything else that calls `(request, response, next)` with node:http objects.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { hasQueryToken, OAuthError, readNodeCredentials, schemeOf } from "@regrant/shared";
import type { Refusal } from "./bearer.js";
import type { AccessToken, Claims } from "./claims.js";
import { refusalCors } from "./cors.js";
import { admit, createDemands, createProtection, type Demands, type ProtectionOptions } from "./guard.js";
import type { Metadata } from "./metadata.js";
import type { Verifier } from "./verifier.js";

/** Where Express' types expect additions to the request. */
interface VerifiedRequest {
  /** The verified token, on routes that require one. */
  accessToken?: AccessToken;
  /** The verified token's claims, on routes that require one. */
  claims?: Claims;
}

declare global {
  namespace Express {
    interface Request extends VerifiedRequest {}
  }
}

/** Express keeps the original URL beside the one that a router has shortened. */
type Incoming = IncomingMessage & VerifiedRequest & { readonly originalUrl?: string };
type Next = (error?: unknown) => void;

export type Middleware = (request: Incoming, response: ServerResponse, next: Next) => void;
export type ErrorMiddleware = (
  error: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  next: Next,
) => void;

export type ExpressVerifierOptions = ProtectionOptions;

export interface ExpressVerifier extends Demands<Middleware> {
  readonly verifier: Verifier;
  /** For the whole app: serves the RFC 9728 metadata. */
  readonly metadata: Middleware;
  /** For the whole app, last: answers any `OAuthError` thrown by a handler; passes on other errors. */
  readonly refuse: ErrorMiddleware;
  close(): void;
}

const urlOf = ({ originalUrl, url }: Incoming): string => originalUrl ?? url ?? "/";

function answer(response: ServerResponse, { status, headers, body }: Refusal): void {
  const cors = refusalCors((name) => response.getHeader(name)?.toString());
  for (const [name, value] of Object.entries({ ...cors, ...headers })) response.setHeader(name, value);
  response.setHeader("content-type", "application/json; charset=utf-8");
  response.statusCode = status;
  response.end(JSON.stringify(body));
}

function createMetadataMiddleware({ paths, headers, document }: Metadata): Middleware {
  const text = JSON.stringify(document);
  return (request, response, next) => {
    const [path = "/"] = urlOf(request).split("?");
    const { method = "GET" } = request;
    if (!paths.has(path) || !["GET", "HEAD", "OPTIONS"].includes(method)) return next();
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (method === "OPTIONS") return void response.writeHead(204).end();
    response.setHeader("content-type", "application/json; charset=utf-8");
    response.end(text);
  };
}

/**
 * Protect an Express or Connect API. Does not answer preflights: if browsers on other origins call the API, add CORS
 * middleware before it.
 *
 * @throws TypeError if an option is invalid
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */
export function expressVerifier(options: ExpressVerifierOptions): ExpressVerifier {
  const { verifier, metadata, refusalOf } = createProtection(options);

  const fail = (
    error: unknown,
    request: IncomingMessage,
    response: ServerResponse,
    next: Next,
    scope?: readonly string[],
  ) => {
    if (!(error instanceof OAuthError) || response.headersSent) return next(error);
    answer(response, refusalOf(error, scope, schemeOf(request.headers.authorization)));
  };

  const demands = createDemands<Middleware>((demand) => (request, response, next) => {
    const accept = (token: AccessToken) => {
      request.accessToken = token;
      request.claims = token.claims;
      demand.check(token);
    };
    const settle = (error?: unknown) =>
      error === undefined ? next() : fail(error, request, response, next, demand.scope);
    const readToken = () => readNodeCredentials(request, hasQueryToken(urlOf(request)));
    const readProof = () => ({
      header: request.headers.dpop,
      method: request.method ?? "GET",
      target: urlOf(request),
      request,
    });
    admit(verifier, { readToken, readProof, accept, settle });
  });

  return {
    ...demands,
    verifier,
    metadata: metadata ? createMetadataMiddleware(metadata) : (_request, _response, next) => next(),
    refuse: (error, request, response, next) => fail(error, request, response, next), // Express counts four
    close: verifier.close,
  };
}
