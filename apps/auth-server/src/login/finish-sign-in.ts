/** The end of every way to sign in: by password, passkey, another provider, a link in a mail. */
import { OAuthError } from "@regrant/shared";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { findFactors, needsSecondFactor } from "../factors/factors.sql.js";
import { pathTo, pathToPage, withoutLogin } from "../http/continue-to.js";
import type { Form } from "../http/form.js";
import { originOf } from "../http/origin.js";
import { sendOn } from "../http/send-page.js";
import { startSignIn } from "../users/sign-in-cookie.js";
import { findUserById } from "../users/users.sql.js";
import { forgetHalfSignIn, keepHalfSignIn, type Proven } from "./half-sign-in.js";

/**
 * Sign the user in and send the browser on; or, if the user has a second factor and has not shown it, ask for it first.
 *
 * @param asked the authorization request that the sign-in is for; null: the account
 * @throws {OAuthError} invalid_grant if the credentials were changed, or the user disabled, while they were being checked
 */
export async function finishSignIn(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  proven: Proven,
  asked: Form | null,
): Promise<FastifyReply> {
  if (!proven.amr.includes("mfa") && needsSecondFactor(await findFactors(context.db, proven.userId))) {
    keepHalfSignIn(context, reply, proven);
    return sendOn(context, reply, pathToPage("/login/factor", asked));
  }
  try {
    await startSignIn(context, request, reply, { ...originOf(request), ...proven });
  } catch (error) {
    if (!(await isClosed(context, error, proven.userId))) throw error;
    keepHalfSignIn(context, reply, proven);
    return sendOn(context, reply, pathToPage(closedPath, asked));
  }
  forgetHalfSignIn(context, request, reply);
  return sendOn(context, reply, pathTo(asked && withoutLogin(asked)));
}

/** Where those who have closed their account may undo it. Nothing else is open to them. */
export const closedPath = "/login/closed";

const isClosed = async ({ db }: Context, error: unknown, userId: string): Promise<boolean> =>
  error instanceof OAuthError &&
  error.reason === "user_disabled" &&
  (await findUserById(db, userId))?.closedAt != null;
