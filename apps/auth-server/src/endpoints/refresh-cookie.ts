/**
 * Delivery by cookie: a browser app's refresh token, which no script ever sees.
 *
 * HttpOnly, Secure, SameSite=Strict, and `__Host-`: another host of the same site could otherwise plant its own session in
 * this browser (RFC 9700 §4.7, the same by cookie). That name wants the path `/`, so pages get to see the cookie as well. A
 * refusal leaves the cookie alone: it may be one that a request beside it has just renewed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-8.6
 */
import { OAuthError, type TokenResponse } from "@regrant/shared";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "../config.js";
import type { Context } from "../context.js";
import { type Form, required } from "../protocol/form.js";
import { mayComeByFormerCookie } from "../sessions/former-cookies.sql.js";
import { lifetimesOf } from "../sessions/lifetimes.js";
import { isSecure } from "../sign-in-cookie.js";
import type { Client } from "../store/clients.js";
import { decodeRefreshToken } from "../tokens/refresh-token.js";
import { cookiesOf } from "./cookies.js";

/** Without https, which is for development, there is no prefix, and a narrow path is better than none. */
const nameOf = ({ issuer }: Config, { clientId }: Client): string =>
  `${isSecure(issuer) ? "__Host-" : ""}regrant-refresh-${clientId}`;

const attributesOf = ({ issuer }: Config) => ({
  ...alwaysSet,
  path: isSecure(issuer) ? "/" : "/oauth2",
  secure: isSecure(issuer),
});

/** What the cookie was before it was `__Host-`. */
const formerNameOf = ({ clientId }: Client): string => `__Secure-regrant-refresh-${clientId}`;
const alwaysSet = { httpOnly: true, sameSite: "strict" } as const;
const formerAttributes = { ...alwaysSet, path: "/oauth2", secure: true };

/** The refresh token, from where this client keeps it. A parameter does not count for a client with a cookie. */
export const presentedRefreshToken = async (
  context: Context,
  request: FastifyRequest,
  client: Client,
  form: Form,
): Promise<string | undefined> =>
  client.refreshTokenDelivery === "cookie" ? keptToken(context, request, client) : form.get("refresh_token");

/**
 * The token that is to be revoked: the parameter's, or the cookie's for a client that has one.
 *
 * @throws {OAuthError} invalid_request where there is none
 */
export async function presentedToken(
  context: Context,
  request: FastifyRequest,
  client: Client,
  form: Form,
): Promise<string> {
  const kept =
    client.refreshTokenDelivery === "cookie" ? await keptToken(context, request, client) : undefined;
  return form.get("token") ?? kept ?? required(form, "token");
}

/**
 * The cookie's token. Browsers tell nobody who set a cookie: where there are two, one is planted, and either may be it.
 *
 * @throws {OAuthError} invalid_request where the cookie came more than once
 */
async function keptToken(
  { config, db, keys }: Context,
  request: FastifyRequest,
  client: Client,
): Promise<string | undefined> {
  const [kept, another] = cookiesOf(request, nameOf(config, client));
  if (another !== undefined) {
    throw new OAuthError(
      "invalid_request",
      "The browser sent more than one refresh cookie for this client.",
      {
        reason: "refresh_cookie_repeated",
      },
    );
  }
  if (kept !== undefined || !isSecure(config.issuer)) return kept;
  const [former, ...planted] = cookiesOf(request, formerNameOf(client));
  const token = former === undefined || planted.length > 0 ? null : decodeRefreshToken(keys, former);
  return token !== null && (await mayComeByFormerCookie(db, token)) ? former : undefined;
}

/** Take the cookie away, once its session has ended. */
export function forgetRefreshToken(
  config: Config,
  request: FastifyRequest,
  reply: FastifyReply,
  client: Client,
): void {
  if (client.refreshTokenDelivery === "body") return;
  reply.clearCookie(nameOf(config, client), attributesOf(config));
  forgetFormerCookie(request, reply, client);
}

/** Answer with the refresh token where this client keeps it: in the body, or in its cookie and not in the body. */
export function deliver(
  config: Config,
  request: FastifyRequest,
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
    forgetFormerCookie(request, reply, client);
  }
  return rest;
}

function forgetFormerCookie(request: FastifyRequest, reply: FastifyReply, client: Client): void {
  const name = formerNameOf(client);
  if (cookiesOf(request, name).length > 0) reply.clearCookie(name, formerAttributes);
}
