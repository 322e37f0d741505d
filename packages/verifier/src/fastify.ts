/** The Fastify plugin: guards for routes, and refusals by RFC 6750. */
import { OAuthError, readNodeCredentials, schemeOf } from "@regrant/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from "fastify";
import fastifyPlugin from "fastify-plugin";
import type { AuthenticationDemand } from "./authentication.js";
import type { AccessToken, Claims } from "./claims.js";
import { refusalCors } from "./cors.js";
import {
  admit,
  createDemands,
  createProtection,
  type Demand,
  type Protection,
  type ProtectionOptions,
} from "./guard.js";
import type { Metadata } from "./metadata.js";
import type { Verifier } from "./verifier.js";

declare module "fastify" {
  interface FastifyInstance {
    readonly verifier: Verifier;
    /** For `onRequest` (or `preHandler`): any valid token. */
    requireToken(): onRequestHookHandler;
    /** For `onRequest` (or `preHandler`): a valid token with every one of these scopes. */
    requireScope(...scopes: readonly string[]): onRequestHookHandler;
    /** For `onRequest` (or `preHandler`): a valid token of a user with at least one of these roles. */
    requireAnyRole(...roles: readonly string[]): onRequestHookHandler;
    /** For `onRequest` (or `preHandler`): a valid token of a user who signed in in one of these ways, and not too long ago. */
    requireAuthentication(demand: AuthenticationDemand): onRequestHookHandler;
  }
  interface FastifyRequest {
    /** The verified token; null on a route that does not require one. */
    accessToken: AccessToken | null;
    /** The verified token's claims. Throws on a route that does not require a token. */
    readonly claims: Claims;
  }
  interface FastifyReply {
    /** Why the request was refused, for the log. */
    refusal: OAuthError | null;
    /**
     * Send this refusal: status, challenge and body. For the app's error handler. The challenge to a request without a valid
     * token names `scope`.
     */
    refuse(error: OAuthError, scope?: readonly string[]): FastifyReply;
  }
}

export type FastifyVerifierOptions = ProtectionOptions;

const hasQueryToken = ({ query }: FastifyRequest): boolean =>
  typeof query === "object" && query !== null && "access_token" in query;

const createGuard =
  (verifier: Verifier, demand: Demand): onRequestHookHandler =>
  (request, reply, done) => {
    const settle = (error?: unknown) => {
      if (error === undefined) done();
      else if (error instanceof OAuthError) reply.refuse(error, demand.scope);
      else done(error instanceof Error ? error : new Error(String(error)));
    };
    const accept = (token: AccessToken) => {
      request.accessToken = token;
      demand.check(token);
    };
    const readToken = () => readNodeCredentials(request.raw, hasQueryToken(request));
    const readProof = () => ({
      header: request.headers.dpop,
      method: request.method,
      target: request.originalUrl,
      request: request.raw,
    });
    admit(verifier, { readToken, readProof, accept, settle });
  };

function decorateRequests(app: FastifyInstance): void {
  app.decorateRequest("accessToken", null);
  app.decorateRequest("claims", {
    getter(this: FastifyRequest): Claims {
      if (this.accessToken !== null) return this.accessToken.claims;
      throw new Error("request.claims on a route without one of the guards requireToken, requireScope, …");
    },
  });
}

function decorateReplies(app: FastifyInstance, refusalOf: Protection["refusalOf"]): void {
  app.decorateReply("refusal", null);
  app.decorateReply("refuse", function (this: FastifyReply, error, scope) {
    const { status, headers, body } = refusalOf(error, scope, schemeOf(this.request.headers.authorization));
    this.refusal = error;
    this.headers(refusalCors((name) => this.getHeader(name)?.toString()));
    return this.code(status).headers(headers).type("application/json; charset=utf-8").send(body);
  });
}

/** Readable from any origin: it is public, and the way to a first token (RFC 9728 §3). */
function serveMetadata(app: FastifyInstance, { paths, headers, document }: Metadata): void {
  for (const path of paths) {
    app.get(path, (_request, reply) => reply.headers(headers).send(document));
    app.options(path, (_request, reply) => reply.headers(headers).code(204).send());
  }
}

/**
 * Protect a Fastify API: guards for routes, typed claims on requests, and the RFC 9728 metadata.
 *
 * Leaves the app's error handler alone: there, answer an `OAuthError` with `reply.refuse(error)`.
 *
 * @throws TypeError if an option is invalid
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */
export const fastifyVerifier = fastifyPlugin<FastifyVerifierOptions>(
  (app, options, done) => {
    const { verifier, metadata, refusalOf } = createProtection(options);
    app.decorate("verifier", verifier);
    app.addHook("onClose", () => verifier.close());
    const demands = createDemands((demand) => createGuard(verifier, demand));
    app.decorate("requireToken", demands.requireToken);
    app.decorate("requireScope", demands.requireScope);
    app.decorate("requireAnyRole", demands.requireAnyRole);
    app.decorate("requireAuthentication", demands.requireAuthentication);
    decorateRequests(app);
    decorateReplies(app, refusalOf);
    if (metadata) serveMetadata(app, metadata);
    done();
  },
  { fastify: "5.x", name: "@regrant/verifier" },
);
