/** What the pages have in common on which a user proves once more who they are, then acts. */
import { OAuthError } from "@regrant/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import type { AccountPage } from "../http/continue-to.js";
import { formToken } from "../http/pages.js";
import { sendPage, textsOf } from "../http/send-page.js";
import type { FormState } from "../http/views/forms.js";
import type { View } from "../http/views/layout.js";
import { problemInWords } from "../http/views/problems.js";
import { findProver, type Prover } from "./proof.js";
import type { ProofView } from "./views/proof.js";

export interface OwnPage {
  readonly path: AccountPage;
  /** @param refused what the act threw; null before it */
  show(view: FormState & ProofView, request: FastifyRequest, refused: OAuthError | null): View;
  act(prover: Prover, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
}

/** A form for who is signed in. A refusal is the form's answer, with its status. */
export function ownPage(app: FastifyInstance, context: Context, { path, show, act }: OwnPage): void {
  const answer = (
    request: FastifyRequest,
    reply: FastifyReply,
    { signIn: { email }, hasPassword }: Prover,
    refused: OAuthError | null,
  ): FastifyReply => {
    const problem = refused && problemOf(refused, request);
    const view = { email, hasPassword, problem, formToken: formToken(reply) };
    return sendPage(context, reply, show(view, request, refused));
  };

  app.get(path, async (request, reply) => {
    const prover = await findProver(context, request, reply, path);
    return prover === null ? reply : answer(request, reply, prover, null);
  });

  app.post(path, async (request, reply) => {
    const prover = await findProver(context, request, reply, path);
    if (prover === null) return reply;
    try {
      return await act(prover, request, reply);
    } catch (error) {
      if (!(error instanceof OAuthError) || error.status >= 500) throw error;
      request.reason = error.reason;
      reply.code(error.status).headers(error.headers);
      return answer(request, reply, prover, error);
    }
  });
}

/** Here the user name is certain, so that a mismatch is the password's. */
function problemOf(error: OAuthError, request: FastifyRequest): string {
  const texts = textsOf(request);
  return error.reason === "user_credentials_mismatch"
    ? texts.account.password.wrong
    : problemInWords(error, texts);
}
