/**
 * Who may administer: an access token issued by this server for itself, with `admin:read` or `admin:write`. If it is a user's,
 * the user must have the role `admin`.
 */
import { type AccessTokenClaims, OAuthError } from "@regrant/shared";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../audit/actor.js";
import { type Client, findClient } from "../clients/clients.sql.js";
import type { Context } from "../context.js";
import { originOf } from "../http/origin.js";
import { isMfaRole } from "../oauth/step-up.js";
import { findRolesOfSession } from "../sessions/account.sql.js";
import { checkAccessToken, schemeFor, withChallenge } from "../tokens/own-tokens.js";

declare module "fastify" {
  interface FastifyRequest {
    /** Set once the token is checked. */
    administrator: Actor;
  }
}

export const administratorRole = "admin";

/** The scope that a request needs. */
export const scopeOf = (method: string): "admin:read" | "admin:write" =>
  method === "GET" || method === "HEAD" ? "admin:read" : "admin:write";

/**
 * Check the token, and that its client and user still have these rights, so that revoking them takes effect at once. Where a
 * role of the user requires a second factor, the token has to come from a sign-in with one.
 *
 * @throws {OAuthError} invalid_token, insufficient_scope, insufficient_user_authentication, with WWW-Authenticate
 * @returns who acts, for the audit
 */
export async function checkAdministrator(context: Context, request: FastifyRequest): Promise<Actor> {
  const scope = scopeOf(request.method);
  const claims = checkAccessToken(context, request.raw, scope);
  request.clientId = claims.client_id;
  const client = await findClient(context.db, claims.client_id);
  if (client === null || client.disabledAt !== null || !mayAsk(client, scope, context.config.issuer))
    throw lost(context, claims);
  // In a client's own token sub is the client_id, which never looks like a user id (RFC 9068 §5).
  if (claims.sub === claims.client_id) return { actor: `client:${claims.client_id}`, ...originOf(request) };
  await checkUser(context, claims);
  return { actor: `user:${claims.sub}`, ...originOf(request) };
}

const mayAsk = (client: Client, scope: string, resource: string): boolean =>
  client.scope.includes(scope) && client.resources.some(({ uri }) => uri === resource);

async function checkUser(context: Context, claims: AccessTokenClaims): Promise<void> {
  const { sid, sub, acr, roles = [] } = claims;
  if (!roles.includes(administratorRole)) {
    const message = `This requires a user with the role ${administratorRole}.`;
    const error = new OAuthError("insufficient_scope", message, { reason: "role_insufficient" });
    throw withChallenge(context.config, error, { scheme: schemeFor(claims) });
  }
  const rolesNow = sid === undefined ? null : await findRolesOfSession(context.db, sid, sub);
  if (!rolesNow?.includes(administratorRole)) throw lost(context, claims);
  if (acr !== "2" && isMfaRole(context.config, rolesNow)) throw insufficient(context, claims);
}

const insufficient = ({ config }: Context, claims: AccessTokenClaims) =>
  withChallenge(
    config,
    new OAuthError("insufficient_user_authentication", "A role of the user requires a second factor.", {
      reason: "acr_insufficient",
    }),
    { authentication: { acrValues: ["2"] }, scheme: schemeFor(claims) },
  );

const lost = ({ config }: Context, claims: AccessTokenClaims) =>
  withChallenge(
    config,
    new OAuthError("invalid_token", "The token's client or user no longer has this right.", {
      reason: "administrator_lost",
    }),
    { scheme: schemeFor(claims) },
  );
