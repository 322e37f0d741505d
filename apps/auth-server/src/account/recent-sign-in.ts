/** Pages on which a thief at an unlocked computer must find nothing to change: they ask who is there. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { findFactors, needsSecondFactor } from "../factors/factors.sql.js";
import { type Destination, handleOf } from "../http/continue-to.js";
import { keepHalfSignIn } from "../users/half-sign-in.js";
import { currentSignIn } from "../users/sign-in-cookie.js";
import type { SignIn } from "../users/sign-ins.sql.js";

/** How long a sign-in counts as recent. */
export const recentSeconds = 300;

/**
 * The sign-in, if the user proved who they are a moment ago, with a second factor if there is one. Otherwise the browser is sent
 * to the page that asks for what is missing, and leads to `page`.
 *
 * @param graceSeconds for what was begun while the sign-in was recent
 * @returns null if the reply has been sent
 */
export async function requireRecentSignIn(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  page: Exclude<Destination, null>,
  graceSeconds = 0,
): Promise<SignIn | null> {
  const signIn = await currentSignIn(context, request);
  if (signIn === null || signIn.ageSeconds > recentSeconds + graceSeconds) {
    reply.redirect(`/login?${new URLSearchParams({ continue: handleOf(page) })}`, 303);
    return null;
  }
  return (await isFactorShown(context, reply, signIn, page)) ? signIn : null;
}

/**
 * Whether the user has shown a second factor, or has none. Otherwise (they signed in before they added one) the browser is sent to
 * the page that asks for it, and leads to `page`.
 */
export async function isFactorShown(
  context: Context,
  reply: FastifyReply,
  { id: signInId, userId, credentialVersion, amr }: SignIn,
  page: Exclude<Destination, null>,
): Promise<boolean> {
  if (amr.includes("mfa") || !needsSecondFactor(await findFactors(context.db, userId))) return true;
  keepHalfSignIn(context, reply, { signInId, userId, credentialVersion, amr });
  reply.redirect(`/login/factor?${new URLSearchParams({ continue: handleOf(page) })}`, 303);
  return false;
}
