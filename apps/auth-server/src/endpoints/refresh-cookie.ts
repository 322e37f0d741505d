/**
 * Delivery by cookie: a browser app's refresh token, which no script ever sees.
 *
 * HttpOnly, Secure, SameSite=Strict, and only for addresses under /oauth2. A refusal leaves the cookie alone: it may be
 * one that a request beside it has just renewed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14
 */
import type { TokenResponse } from "@regrant/shared";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "../config.js";
import { type Form, required } from "../protocol/form.js";
import { lifetimesOf } from "../sessions/lifetimes.js";
import { isSecure } from "../sign-in-cookie.js";
import type { Client } from "../store/clients.js";

/** `__Host-` would need the path `/`. */
const nameOf = ({ issuer }: Config, { clientId }: Client): string =>
  `${isSecure(issuer) ? "__Secure-" : ""}regrant-refresh-${clientId}`;

const attributesOf = ({ issuer }: Config) =>
  ({ path: "/oauth2", httpOnly: true, secure: isSecure(issuer), sameSite: "strict" }) as const;

/** The refresh token, from where this client keeps it. A parameter does not count for a client with a cookie. */
export function presentedRefreshToken(
  config: Config,
  request: FastifyRequest,
  client: Client,
  form: Form,
): string | undefined {
  return client.refreshTokenDelivery === "cookie"
    ? request.cookies[nameOf(config, client)]
    : form.get("refresh_token");
}

/**
 * The token that is to be revoked: the parameter's, or the cookie's for a client that has one.
 *
 * @throws {OAuthError} invalid_request where there is none
 */
export function presentedToken(config: Config, request: FastifyRequest, client: Client, form: Form): string {
  const kept = client.refreshTokenDelivery === "cookie" ? request.cookies[nameOf(config, client)] : undefined;
  return form.get("token") ?? kept ?? required(form, "token");
}

/** Take the cookie away, once its session has ended. */
export function forgetRefreshToken(config: Config, reply: FastifyReply, client: Client): void {
  if (client.refreshTokenDelivery === "cookie")
    reply.clearCookie(nameOf(config, client), attributesOf(config));
}

/** Answer with the refresh token where this client keeps it: in the body, or in its cookie and not in the body. */
export function deliver(
  config: Config,
  reply: FastifyReply,
  client: Client,
  response: TokenResponse,
): TokenResponse {
  if (client.refreshTokenDelivery === "body") return response;
  const { refresh_token: refreshToken, ...rest } = response;
  if (refreshToken !== undefined) {
    reply.setCookie(nameOf(config, client), refreshToken, {
      ...attributesOf(config),
      maxAge: lifetimesOf(config, client).sessionIdleSeconds,
    });
  }
  return rest;
}
