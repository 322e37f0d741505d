/**
 * Browser apps on other origins: who may read an answer. At the preflight nobody knows the client yet, so the origins
 * of all clients count; once it is known, its own.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
import cors, { type FastifyCorsOptions } from "@fastify/cors";
import { OAuthError, wellKnown } from "@regrant/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { shown } from "../protocol/shown-value.js";
import type { Client } from "../store/clients.js";

/**
 * What is no preflight is answered like one, instead of by plain text. A preflight is allowed whatever headers it names:
 * apps and their libraries add `X-Requested-With`, `traceparent` and the like, and no header makes an endpoint do more.
 */
const lenient = { strictPreflight: false };
const forAnyone: FastifyCorsOptions = { ...lenient, origin: "*", methods: ["GET"], maxAge: 3600 };
const forNobody: FastifyCorsOptions = { ...lenient, origin: false };
const publicPaths: readonly string[] = [wellKnown.authorizationServer, wellKnown.jwks];

export async function shareAcrossOrigins(app: FastifyInstance, { isAllowedOrigin }: Context): Promise<void> {
  const forApps: FastifyCorsOptions = {
    ...lenient,
    origin: (origin, done) => {
      if (origin === undefined) return done(null, false);
      isAllowedOrigin(origin).then(
        (allowed) => done(null, allowed),
        // The answer goes out all the same; a browser app cannot read it while the database is away.
        () => done(null, false),
      );
    },
    credentials: true,
    methods: ["GET", "POST", "DELETE"],
    exposedHeaders: ["www-authenticate", "retry-after", "x-request-id"],
    maxAge: 600,
  };
  await app.register(cors, {
    delegator: ({ url }, done) => {
      const path = url.split("?", 1)[0] ?? "";
      if (path === "/oauth2/token" || path === "/oauth2/revoke" || path.startsWith("/account/api/"))
        return done(null, forApps);
      done(null, publicPaths.includes(path) ? forAnyone : forNobody);
    },
  });
}

/**
 * Narrow what the preflight allowed to the client's own origins.
 *
 * @throws {OAuthError} invalid_request where a cookie would be used from elsewhere
 */
export function checkOrigin(request: FastifyRequest, reply: FastifyReply, client: Client): void {
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
