/**
 * The authorization request that a reset began at, kept in the browser that asked: a mail may be opened on another device, where
 * the app would know nothing of its own request. Like any handle it proves nothing, and its request is checked again.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { handleOf, requestBehind } from "../http/continue-to.js";
import { cookieAttributes, cookieName } from "../http/cookies.js";
import type { Form } from "../http/form.js";
import { linkSeconds } from "../mail/kinds.js";

const nameOf = (issuer: string): string => cookieName(issuer, "regrant-reset");

/** Characters. Browsers drop cookies of more than 4 KiB, and proxies refuse long heads. */
const longest = 2_560;

export function keepWayBack({ config: { issuer } }: Context, reply: FastifyReply, asked: Form | null): void {
  const handle = asked === null ? "" : handleOf(asked);
  if (handle === "" || handle.length > longest) reply.clearCookie(nameOf(issuer), cookieAttributes(issuer));
  else
    reply.setCookie(nameOf(issuer), handle, {
      ...cookieAttributes(issuer),
      maxAge: linkSeconds.password_reset,
    });
}

/** It is gone with this. Null leads to the account. */
export function takeWayBack(
  { config: { issuer } }: Context,
  { cookies }: FastifyRequest,
  reply: FastifyReply,
): Form | null {
  const handle = cookies[nameOf(issuer)];
  if (handle === undefined) return null;
  reply.clearCookie(nameOf(issuer), cookieAttributes(issuer));
  return requestBehind(new Map([["continue", handle]]));
}
