/** The end of every way to sign in: by password, passkey, another provider, a link in a mail. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { findFactors, needsSecondFactor } from "../factors/factors.sql.js";
import { type Destination, handleOf, pathTo, withoutLogin } from "../http/continue-to.js";
import { originOf } from "../http/origin.js";
import { sendOn } from "../http/send-page.js";
import { startSignIn } from "../users/sign-in-cookie.js";
import { forgetHalfSignIn, keepHalfSignIn, type Proven } from "./half-sign-in.js";

/**
 * Sign the user in and send the browser on; or, if the user has a second factor and has not shown it, ask for it first.
 *
 * @param asked the authorization request or page of the account that the sign-in is for; null: the account
 * @throws {OAuthError} invalid_grant if the credentials were changed, or the user disabled, while they were being checked
 */
export async function finishSignIn(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  proven: Proven,
  asked: Destination,
): Promise<FastifyReply> {
  if (!proven.amr.includes("mfa") && needsSecondFactor(await findFactors(context.db, proven.userId))) {
    keepHalfSignIn(context, reply, proven);
    const query = asked === null ? "" : `?${new URLSearchParams({ continue: handleOf(asked) })}`;
    return sendOn(context, reply, `/login/factor${query}`);
  }
  await startSignIn(context, request, reply, { ...originOf(request), ...proven });
  forgetHalfSignIn(context, request, reply);
  return sendOn(context, reply, pathTo(withoutLogin(asked)));
}
