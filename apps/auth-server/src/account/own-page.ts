/** What the pages have in common on which a user proves once more who they are, then acts. */
import { OAuthError } from "@regrant/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import type { AccountPage } from "../http/continue-to.js";
import { formToken } from "../http/pages.js";
import { sendPage, textsOf } from "../http/send-page.js";
import type { FormState } from "../http/views/forms.js";
import type { View } from "../http/views/layout.js";
import { currentSignIn } from "../users/sign-in-cookie.js";
import type { SignIn } from "../users/sign-ins.sql.js";
import { proofAskedOf, proofProblem } from "./proof.js";
import { isFactorShown } from "./recent-sign-in.js";
import type { ProofView } from "./views/proof.js";

export interface OwnPage {
  readonly path: AccountPage;
  /** @param refused what the act threw; null before it */
  show(view: FormState & ProofView, request: FastifyRequest, refused: OAuthError | null): View;
  act(signIn: SignIn, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
}

/** A form for who is signed in. A refusal is the form's answer, with its status. */
export function ownPage(app: FastifyInstance, context: Context, { path, show, act }: OwnPage): void {
  const answer = async (
    request: FastifyRequest,
    reply: FastifyReply,
    signIn: SignIn,
    refused: OAuthError | null,
  ) => {
    const asked = await proofAskedOf(context, signIn);
    const problem = refused === null ? null : proofProblem(refused, textsOf(request));
    const view = { email: signIn.email, asked, problem, formToken: formToken(reply) };
    return sendPage(context, reply, show(view, request, refused));
  };

  /** Null if the browser is led to where somebody signs in, or shows the second factor that was added since. */
  const openFor = async (request: FastifyRequest, reply: FastifyReply): Promise<SignIn | null> => {
    const signIn = await currentSignIn(context, request);
    if (signIn === null) reply.redirect("/login", 303);
    else if (await isFactorShown(context, reply, signIn, path)) return signIn;
    return null;
  };

  app.get(path, async (request, reply) => {
    const signIn = await openFor(request, reply);
    return signIn === null ? reply : answer(request, reply, signIn, null);
  });

  app.post(path, async (request, reply) => {
    const signIn = await openFor(request, reply);
    if (signIn === null) return reply;
    try {
      return await act(signIn, request, reply);
    } catch (error) {
      if (!(error instanceof OAuthError) || error.status >= 500) throw error;
      request.reason = error.reason;
      reply.code(error.status).headers(error.headers);
      return answer(request, reply, signIn, error);
    }
  });
}
