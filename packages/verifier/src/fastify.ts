/** The Fastify plugin: routes say what they demand, refusals are answered as RFC 6750 has it. */
import { OAuthError, type ProtectedResourceMetadata, wellKnown } from "@regrant/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { checkRoleNames, checkScopeNames, requireAnyRole, requireScope } from "./authorization.js";
import { createRefusals, parseAuthorization, type Refusal, tokenRepeated } from "./bearer.js";
import type { AccessToken, Claims } from "./claims.js";
import { describeResource, type ResourceDescription, resourceMetadataUrl } from "./metadata.js";
import { createVerifier, type Verifier, type VerifierOptions } from "./verifier.js";

declare module "fastify" {
  interface FastifyInstance {
    readonly verifier: Verifier;
    /** For `onRequest` (or `preHandler`): any valid token. */
    requireToken(): onRequestHookHandler;
    /** For `onRequest` (or `preHandler`): a valid token with every one of these scopes. */
    requireScope(...scopes: readonly string[]): onRequestHookHandler;
    /** For `onRequest` (or `preHandler`): a valid token of a user with at least one of these roles. */
    requireAnyRole(...roles: readonly string[]): onRequestHookHandler;
  }
  interface FastifyRequest {
    /** The verified token; null on a route that does not demand one. */
    accessToken: AccessToken | null;
    /** The verified token's claims. Throws on a route that does not demand a token. */
    readonly claims: Claims;
  }
  interface FastifyReply {
    /** Why the request was refused, for the log. */
    refusal: OAuthError | null;
    /** Answer with this refusal: status, challenge and body. For the app's error handler. */
    refuse(error: OAuthError): FastifyReply;
  }
}

export interface FastifyVerifierOptions extends VerifierOptions {
  /** What the RFC 9728 metadata says about this API besides its identifiers. */
  readonly resource?: ResourceDescription | undefined;
  /** Where each reason is explained; default: `/errors` under the issuer. */
  readonly errorsUrl?: string | undefined;
}

type Demand = (token: AccessToken) => void;

/** A second header would be read by one server and ignored by the next, so Node.js' silent choice will not do. */
function hasRepeatedAuthorization(rawHeaders: readonly string[]): boolean {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (name.length === 13 && name.toLowerCase() === "authorization") count += 1;
  }
  return count > 1;
}

const hasQueryToken = ({ query }: FastifyRequest): boolean =>
  typeof query === "object" && query !== null && "access_token" in query;

function readToken(request: FastifyRequest): string {
  if (hasQueryToken(request) || hasRepeatedAuthorization(request.raw.rawHeaders)) throw tokenRepeated();
  return parseAuthorization(request.headers.authorization);
}

function fail(reply: FastifyReply, error: unknown, done: (error: Error) => void): void {
  if (error instanceof OAuthError) reply.refuse(error);
  else done(error instanceof Error ? error : new Error(String(error)));
}

/** Runs without a promise wherever the verifier does, which is nearly always. */
function createGuard(verifier: Verifier, demand: Demand): onRequestHookHandler {
  function admit(request: FastifyRequest, token: AccessToken): void {
    request.accessToken = token;
    demand(token);
  }

  function admitLater(request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void {
    verifier
      .verify(readToken(request))
      .then((token) => admit(request, token))
      .then(() => done())
      .catch((error: unknown) => fail(reply, error, done));
  }

  return (request, reply, done) => {
    try {
      const token = request.accessToken ?? verifier.verifyNow(readToken(request));
      if (token === undefined) return admitLater(request, reply, done);
      admit(request, token);
    } catch (error) {
      return fail(reply, error, done);
    }
    done();
  };
}

/** What a route can ask for. Names are checked when the route is registered. */
function decorateGuards(app: FastifyInstance, verifier: Verifier): void {
  app.decorate("requireToken", () => createGuard(verifier, () => {}));
  app.decorate("requireScope", (...scopes: readonly string[]) => {
    checkScopeNames(scopes);
    return createGuard(verifier, (token) => requireScope(token, ...scopes));
  });
  app.decorate("requireAnyRole", (...roles: readonly string[]) => {
    checkRoleNames(roles);
    return createGuard(verifier, (token) => requireAnyRole(token, ...roles));
  });
}

function decorateRequests(app: FastifyInstance): void {
  app.decorateRequest("accessToken", null);
  app.decorateRequest("claims", {
    getter(this: FastifyRequest): Claims {
      if (this.accessToken !== null) return this.accessToken.claims;
      throw new Error("request.claims on a route without requireToken, requireScope or requireAnyRole");
    },
  });
}

function decorateReplies(app: FastifyInstance, refusalOf: (error: OAuthError) => Refusal): void {
  app.decorateReply("refusal", null);
  app.decorateReply("refuse", function (this: FastifyReply, error: OAuthError): FastifyReply {
    const { status, headers, body } = refusalOf(error);
    this.refusal = error;
    return this.code(status).headers(headers).type("application/json; charset=utf-8").send(body);
  });
}

/** Browsers on any origin may read it: it is public, and the way to a first token (RFC 9728 §3). */
function serveMetadata(app: FastifyInstance, url: URL, document: ProtectedResourceMetadata): void {
  for (const path of new Set([url.pathname, wellKnown.protectedResource])) {
    app.get(path, (_request, reply) =>
      reply
        .header("access-control-allow-origin", "*")
        .header("cache-control", "public, max-age=3600")
        .send(document),
    );
  }
}

/**
 * Protect a Fastify API: guards for routes, typed claims on requests, and the RFC 9728 metadata.
 *
 * Does not touch the app's error handler: there, answer an `OAuthError` with `reply.refuse(error)`.
 *
 * @throws TypeError where an option is wrong
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */
export const fastifyVerifier = fastifyPlugin<FastifyVerifierOptions>(
  (app, options, done) => {
    const verifier = createVerifier(options);
    const { issuer, audience } = verifier;
    const metadataUrl = resourceMetadataUrl(audience);
    const resourceMetadata = metadataUrl?.href ?? null;
    app.decorate("verifier", verifier);
    app.addHook("onClose", () => verifier.close());
    decorateGuards(app, verifier);
    decorateRequests(app);
    decorateReplies(
      app,
      createRefusals({ issuer, resourceMetadataUrl: resourceMetadata, errorsUrl: options.errorsUrl }),
    );
    if (metadataUrl)
      serveMetadata(app, metadataUrl, describeResource(issuer, audience, options.resource ?? {}));
    done();
  },
  { fastify: "5.x", name: "@regrant/verifier" },
);
