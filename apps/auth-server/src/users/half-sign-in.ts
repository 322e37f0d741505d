/**
 * A sign-in that waits for its second factor, in a cookie that only this server can read: a password alone leaves nothing in the
 * database. It opens nothing by itself, and is worth as much as the password that it stands for.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import { cookieAttributes, cookieName } from "../http/cookies.js";
import { seal, unseal } from "../sealing.js";
import type { Secrets } from "../secrets.js";
import type { NewSignIn } from "./sign-ins.sql.js";

/** Who is at the browser, and how that was proven. */
export interface Proven extends Pick<NewSignIn, "userId" | "credentialVersion" | "amr" | "provider"> {
  /** The sign-in of this browser to which the second factor is to be added; absent if one is to be started. */
  readonly signInId?: string;
}

interface Halves {
  readonly config: { readonly issuer: string };
  readonly secrets: Secrets;
  readonly now: () => number;
}

/** How long a user can take to find the second factor. */
const lifeSeconds = 600;

const nameOf = (issuer: string): string => cookieName(issuer, "regrant-half");

export function keepHalfSignIn(
  { config: { issuer }, secrets, now }: Halves,
  reply: FastifyReply,
  proven: Proven,
): void {
  const expiresAt = now() + lifeSeconds * 1000;
  const sealed = seal(secrets, "half sign-in", issuer, JSON.stringify({ ...proven, expiresAt }));
  reply.setCookie(nameOf(issuer), sealed.toString("base64url"), {
    ...cookieAttributes(issuer),
    maxAge: lifeSeconds,
  });
}

/** What this browser has proven so far; null if it is nothing, or too long ago. Does not check whether it still holds. */
export function findHalfSignIn(
  { config: { issuer }, secrets, now }: Halves,
  { cookies }: FastifyRequest,
): Proven | null {
  const cookie = cookies[nameOf(issuer)];
  if (cookie === undefined) return null;
  const plain = unseal(secrets, "half sign-in", issuer, Buffer.from(cookie, "base64url"));
  if (plain === null) return null;
  const { expiresAt, ...proven }: Proven & { readonly expiresAt: number } = JSON.parse(plain);
  return expiresAt > now() ? proven : null;
}

export function forgetHalfSignIn(
  { config: { issuer } }: Pick<Halves, "config">,
  { cookies }: FastifyRequest,
  reply: FastifyReply,
): void {
  if (cookies[nameOf(issuer)] !== undefined) reply.clearCookie(nameOf(issuer), cookieAttributes(issuer));
}
