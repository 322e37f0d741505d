/**
 * The page on which whoever has forgotten the password asks for a link. Whether the address has an account is looked up after the
 * answer, so that neither the answer nor its time tells.
 */
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
import { requestBehind } from "../http/continue-to.js";
import { type RequestOrigin, originOf } from "../http/origin.js";
import { formToken, queryForm } from "../http/pages.js";
import { sendPage, textsOf } from "../http/send-page.js";
import { linkSeconds } from "../mail/kinds.js";
import { takeMailTurn } from "../mail/mail-limits.sql.js";
import { mailPasswordReset } from "../mailed-links/password-reset.js";
import { emailKey, trimmedEmail } from "../users/email-address.js";
import { findUserByEmail } from "../users/users.sql.js";
import { keepWayBack } from "./way-back.js";
import { resetPage, sentPage } from "./views/reset.js";

export function resetEndpoint(app: FastifyInstance, context: Context): void {
  app.get("/reset", async (request, reply) => {
    const asked = queryForm(request);
    return sendPage(context, reply, resetPage({ ...stateOf(asked), formToken: formToken(reply), problem: false }));
  });

  app.post("/reset", async (request, reply) => {
    const { form } = request;
    const email = trimmedEmail(form.get("username") ?? "");
    if (email === "") {
      request.reason = "parameter_missing";
      const view = { ...stateOf(form), formToken: formToken(reply), problem: true };
      return sendPage(context, reply.code(400), resetPage(view));
    }
    const origin = originOf(request);
    // Counted for each address, whether or not it has an account.
    if (await takeMailTurn(context.db, { address: emailKey(email), network: origin.address })) {
      const { language } = textsOf(request);
      context.background.add(mailReset(context, email, language, origin), "a password reset could not be mailed");
    }
    keepWayBack(context, request, reply, requestBehind(form));
    return sendPage(context, reply, sentPage({ email, lifeSeconds: linkSeconds.password_reset }));
  });
}
