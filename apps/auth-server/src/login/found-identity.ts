/**
 * Who has come back from a provider to be linked, until the person who is signed in has seen who that is, and agreed: in a shared
 * browser, or after a trick, the provider may know another person.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { cookieAttributes, cookieName } from "../http/cookies.js";
import { seal, unseal } from "../sealing.js";
import type { SignIn } from "../users/sign-ins.sql.js";

export interface FoundIdentity {
  readonly providerId: string;
  readonly subject: string;
  readonly email: string | null;
  /** Who asked for it. */
  readonly signInId: string;
}

const lifeSeconds = 600;

const nameOf = (issuer: string): string => cookieName(issuer, "regrant-identity");

/** Other than what the sealed content of other cookies is about. */
const aboutOf = (issuer: string): string => `${issuer} identity`;

export function keepFoundIdentity(
  { config: { issuer }, secrets, now }: Context,
  reply: FastifyReply,
  found: FoundIdentity,
): void {
  const expiresAt = now() + lifeSeconds * 1000;
  const sealed = seal(secrets, "provider sign-in", aboutOf(issuer), JSON.stringify({ ...found, expiresAt }));
  reply.setCookie(nameOf(issuer), sealed.toString("base64url"), {
    ...cookieAttributes(issuer),
    maxAge: lifeSeconds,
  });
}

/** Null if there is none, it is too old, or somebody else has signed in since. */
export function foundIdentity(
  { config: { issuer }, secrets, now }: Context,
  { cookies }: FastifyRequest,
  { id }: SignIn,
): FoundIdentity | null {
  const cookie = cookies[nameOf(issuer)];
  if (cookie === undefined) return null;
  const plain = unseal(secrets, "provider sign-in", aboutOf(issuer), Buffer.from(cookie, "base64url"));
  if (plain === null) return null;
  const { expiresAt, ...found }: FoundIdentity & { readonly expiresAt: number } = JSON.parse(plain);
  return expiresAt > now() && found.signInId === id ? found : null;
}

export function forgetFoundIdentity({ config: { issuer } }: Context, reply: FastifyReply): void {
  reply.clearCookie(nameOf(issuer), cookieAttributes(issuer));
}
