/** The page on which a user changes the password. */
import { OAuthError, type Reason } from "@regrant/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { originOf } from "../http/origin.js";
import { formToken } from "../http/pages.js";
import { sendPage, textsOf } from "../http/send-page.js";
import { problemInWords } from "../http/views/problems.js";
import type { Texts } from "../http/views/texts/en.js";
import { checkNewPassword } from "../users/new-password.js";
import { checkPassword } from "../users/sign-in.js";
import { currentSignIn, startSignIn } from "../users/sign-in-cookie.js";
import type { SignIn } from "../users/sign-ins.sql.js";
import { changePassword } from "./account.js";
import { keepNotice } from "./notice.js";
import { isFactorShown } from "./recent-sign-in.js";
import { type PasswordView, passwordPage } from "./views/account-forms.js";

const page = "/account/password";

export function accountPasswordEndpoint(app: FastifyInstance, context: Context): void {
  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    { email }: SignIn,
    error: OAuthError | null,
  ) => {
    const problem = error === null ? null : problemOf(error, textsOf(request));
    return sendPage(context, reply, passwordPage({ email, problem, formToken: formToken(reply) }));
  };

  app.get(page, async (request, reply) => {
    const signIn = await currentSignIn(context, request);
    if (signIn === null) return reply.redirect("/login", 303);
    return (await isFactorShown(context, reply, signIn, page)) ? show(request, reply, signIn, null) : reply;
  });

  // A refusal is the form's answer, with its status: that is how password managers learn that nothing was changed.
  app.post(page, async (request, reply) => {
    const signIn = await currentSignIn(context, request);
    if (signIn === null) return reply.redirect("/login", 303);
    if (!(await isFactorShown(context, reply, signIn, page))) return reply;
    try {
      await setPassword(context, signIn, request, reply);
    } catch (error) {
      if (!(error instanceof OAuthError) || error.status >= 500) throw error;
      request.reason = error.reason;
      reply.code(error.status).headers(error.headers);
      return show(request, reply, signIn, error);
    }
    keepNotice(context, reply, { kind: "password_changed", sessionsEnded: 0, signInsEnded: 0 });
    return reply.redirect("/account#done", 303);
  });
}

async function setPassword(
  context: Context,
  { id: signInId, userId, email, amr }: SignIn,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { form } = request;
  const origin = originOf(request);
  const password = form.get("new_password") ?? "";
  await checkNewPassword(password, email);
  const old = await checkPassword(context, { email, password: form.get("password") ?? "", origin });
  const { credentialVersion } = old;
  const changed = await changePassword(context, { userId, signInId, credentialVersion, password, origin });
  // Under a new token: a copy of the old one is worth nothing either.
  await startSignIn(context, request, reply, { ...origin, userId, credentialVersion: changed, amr });
}

const fields: Partial<Record<Reason, "password" | "new_password">> = {
  user_credentials_mismatch: "password",
  password_unsuitable: "new_password",
  password_common: "new_password",
};

/** Here the user name is certain, so that a mismatch is the password's. */
const problemOf = (error: OAuthError, texts: Texts): PasswordView["problem"] => ({
  field: fields[error.reason] ?? null,
  text:
    error.reason === "user_credentials_mismatch"
      ? texts.account.password.wrong
      : problemInWords(error, texts),
});
