/** Pages on which a thief at an unlocked computer must find nothing to change: they ask who is there. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import type { AccountPage } from "../http/continue-to.js";
import { currentSignIn } from "../users/sign-in-cookie.js";
import type { SignIn } from "../users/sign-ins.sql.js";

/** How long a sign-in counts as recent. */
export const recentSeconds = 300;

/**
 * The sign-in, if the user proved who they are a moment ago. Otherwise the browser is sent to the login page, which asks again and
 * leads to `page`.
 *
 * @param graceSeconds for what was begun while the sign-in was recent
 * @returns null if the reply has been sent
 */
export async function requireRecentSignIn(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  page: AccountPage,
  graceSeconds = 0,
): Promise<SignIn | null> {
  const signIn = await currentSignIn(context, request);
  if (signIn !== null && signIn.ageSeconds <= recentSeconds + graceSeconds) return signIn;
  reply.redirect(`/login?${new URLSearchParams({ continue: page })}`, 303);
  return null;
}
