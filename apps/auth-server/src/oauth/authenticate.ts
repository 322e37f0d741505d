/** Authenticates a request's client, and records wrong secrets and assertions. */
import type { Reason } from "@regrant/shared";
import type { FastifyRequest } from "fastify";
import { type Authenticated, authenticateClient } from "../clients/authentication/authenticate-client.js";
import type { Client } from "../clients/clients.sql.js";
import type { Context } from "../context.js";
import type { Form } from "../http/form.js";
import { originOf } from "../http/origin.js";

/** @throws {OAuthError} invalid_client, invalid_request, temporarily_unavailable */
export async function authenticate(context: Context, request: FastifyRequest, form: Form): Promise<Client> {
  const { client, spend } = await authenticateFirst(context, request, form);
  await spend();
  return client;
}

/**
 * Authenticate the client, but leave its assertion unspent: for what has more to check that can be repeated. It is authenticated
 * once `spend` returns.
 *
 * @throws {OAuthError} invalid_client, invalid_request, temporarily_unavailable
 */
export async function authenticateFirst(
  context: Context,
  request: FastifyRequest,
  form: Form,
): Promise<Authenticated> {
  const { config, db, findAuthenticating, remoteKeys, now } = context;
  const isAtTokenEndpoint = request.routeOptions.url === "/oauth2/token";
  const authenticated = await authenticateClient(form, request.headers.authorization, {
    db,
    issuer: config.issuer,
    tokenEndpoint: isAtTokenEndpoint ? `${config.issuer}/oauth2/token` : null,
    remoteKeys,
    now,
    findClient: findAuthenticating,
    onWrongProof: (clientId, reason) => recordWrongProof(context, request, { clientId, reason }),
  });
  request.clientId = authenticated.client.clientId;
  return authenticated;
}

/**
 * Record a wrong secret or assertion, with a limit per client and API. The response is the same if recording fails: clients and
 * APIs are cached while the database is away.
 */
export async function recordWrongProof(
  { db, auditRefusal, log }: Context,
  request: FastifyRequest,
  whose: { readonly clientId: string; readonly reason: Reason } | { readonly resource: string },
): Promise<void> {
  const event =
    "clientId" in whose
      ? ({ event: "client.authentication_refused", ...whose } as const)
      : ({
          event: "resource.authentication_refused",
          reason: "resource_secret_mismatch",
          detail: whose,
        } as const);
  const about = "clientId" in whose ? whose.clientId : whose.resource;
  await auditRefusal(db, { ...event, ...originOf(request) }, about).catch((err: unknown) =>
    log.error({ err, ...whose, requestId: request.id }, "failed to audit a refused authentication"),
  );
}
