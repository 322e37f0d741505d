/**
 * CORS for browser apps on other origins. A preflight does not name the client, so every client's origins are allowed
 * there; the response itself is limited to the client's own.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
import cors, { type FastifyCorsOptions } from "@fastify/cors";
import { OAuthError, wellKnown } from "@regrant/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { HttpContext } from "./http-context.js";
import { shown } from "./shown-value.js";

/**
 * An OPTIONS that is no preflight gets the same response instead of plain text. A preflight may name any header:
 * apps' libraries add `X-Requested-With`, `traceparent` and others, and no header makes an endpoint do more.
 */
const lenient = { strictPreflight: false };
const forAnyone: FastifyCorsOptions = { ...lenient, origin: "*", methods: ["GET"], maxAge: 3600 };
const forNobody: FastifyCorsOptions = { ...lenient, origin: false };
/** A browser app that registers itself is not registered yet, and proves what it may by a token that no browser adds. */
const forNewcomers: FastifyCorsOptions = {
  ...forAnyone,
  methods: ["GET", "POST", "PUT", "DELETE"],
  exposedHeaders: ["www-authenticate", "retry-after", "x-request-id"],
};
const publicPaths: readonly string[] = [
  wellKnown.authorizationServer,
  wellKnown.openidConfiguration,
  wellKnown.jwks,
  wellKnown.statusLists,
];
const registrationPath = /^\/oauth2\/register(\/|$)/;
const appPaths: readonly string[] = ["/oauth2/par", "/oauth2/token", "/oauth2/revoke", "/oauth2/userinfo"];

export async function shareAcrossOrigins(
  app: FastifyInstance,
  { config, isAllowedOrigin }: HttpContext,
): Promise<void> {
  const forApps: FastifyCorsOptions = {
    ...lenient,
    origin: (origin, done) => {
      if (origin === undefined) return done(null, false);
      isAllowedOrigin(origin).then(
        (allowed) => done(null, allowed),
        // The response is sent anyway; a browser app cannot read it while the database is away.
        () => done(null, false),
      );
    },
    credentials: true,
    methods: ["GET", "POST", "PATCH", "DELETE"],
    // With the date, apps judge an ID token's times by this server's clock.
    exposedHeaders: ["www-authenticate", "dpop-nonce", "retry-after", "x-request-id", "date"],
    maxAge: 600,
  };
  await app.register(cors, {
    delegator: ({ url }, done) => {
      const path = url.split("?", 1)[0] ?? "";
      if (appPaths.includes(path) || path.startsWith("/account/api/")) return done(null, forApps);
      if (config.registration !== "off" && registrationPath.test(path)) return done(null, forNewcomers);
      if (path.startsWith(`${wellKnown.statusLists}/`)) return done(null, forAnyone);
      done(null, publicPaths.includes(path) ? forAnyone : forNobody);
    },
  });
}

interface BrowserClient {
  readonly allowedOrigins: readonly string[];
  readonly refreshTokenDelivery: "body" | "cookie";
}

/**
 * Narrow the allowed origins to the client's own.
 *
 * @throws {OAuthError} invalid_request if a cookie would be used from another origin
 */
export function checkOrigin(request: FastifyRequest, reply: FastifyReply, client: BrowserClient): void {
  const { origin } = request.headers;
  if (origin !== undefined && client.allowedOrigins.includes(origin)) return;
  reply.removeHeader("access-control-allow-origin");
  reply.removeHeader("access-control-allow-credentials");
  if (client.refreshTokenDelivery === "cookie") {
    const from = origin === undefined ? "no origin" : shown(origin);
    throw new OAuthError(
      "invalid_request",
      `The request comes from ${from}, which is none of this client's origins.`,
      {
        reason: "origin_not_allowed",
      },
    );
  }
}
