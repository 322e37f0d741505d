/**
 * Refresh tokens in cookies, for browser apps: no script ever sees them. HttpOnly, Secure, SameSite=Strict, and
 * `__Host-`, because another host of the same site could otherwise plant its own session (RFC 9700 §4.7, by cookie).
 * That prefix requires the path `/`, so pages receive the cookie as well.
 *
 * A refusal does not delete the cookie: a concurrent request may just have renewed it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-8.6
 */
import { type TokenResponse } from "../shared/index.js";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Client } from "../clients/clients.sql.js";
import type { Config } from "../config.js";
import type { Context } from "../context.js";
import { type Form } from "../http/form.js";
/** The refresh token from where this client keeps it. A client with a cookie cannot send it as a parameter. */
export declare const presentedRefreshToken: (context: Context, request: FastifyRequest, client: Client, form: Form) => Promise<string | undefined>;
/**
 * The token to revoke: the parameter's, or the cookie's for a client that has one.
 *
 * @throws {OAuthError} invalid_request if there is none
 */
export declare function presentedToken(context: Context, request: FastifyRequest, client: Client, form: Form): Promise<string>;
/** Delete the cookie of an ended session. */
export declare function forgetRefreshToken(config: Config, request: FastifyRequest, reply: FastifyReply, client: Client): void;
/** Send the refresh token to where this client keeps it: in the body, or only in its cookie. */
export declare function deliver(config: Config, request: FastifyRequest, reply: FastifyReply, client: Client, response: TokenResponse): TokenResponse;
