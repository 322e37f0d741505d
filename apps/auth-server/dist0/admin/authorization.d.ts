import type { FastifyRequest } from "fastify";
import type { Actor } from "../audit/actor.js";
import type { Context } from "../context.js";
declare module "fastify" {
    interface FastifyRequest {
        /** Set once the token is checked. */
        administrator: Actor;
    }
}
export declare const administratorRole = "admin";
/** The scope that a request needs. */
export declare const scopeOf: (method: string) => "admin:read" | "admin:write";
/**
 * Check the token, and that its client and user still have these rights, so that revoking them takes effect at once. Where a
 * role of the user requires a second factor, the token has to come from a sign-in with one.
 *
 * @throws {OAuthError} invalid_token, insufficient_scope, insufficient_user_authentication, with WWW-Authenticate
 * @returns who acts, for the audit
 */
export declare function checkAdministrator(context: Context, request: FastifyRequest): Promise<Actor>;
