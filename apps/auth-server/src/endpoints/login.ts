/** The login page. */
import { OAuthError } from "@regrant/shared";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Context } from "../context.js";
import { trimmedEmail } from "../email-address.js";
import { checkReturnAddress } from "../protocol/authorization-request.js";
import type { Form } from "../protocol/form.js";
import { checkPassword } from "../sign-in.js";
import { startSignIn } from "../sign-in-cookie.js";
import { loginPage } from "../views/login.js";
import { problemInWords } from "../views/problems.js";
import { handleOf, pathTo, requestBehind, withoutLogin } from "./continue-to.js";
import { originOf } from "./origin.js";
import { formToken, queryForm } from "./pages.js";
import { sendOn, sendPage, textsOf } from "./send-page.js";

export function loginEndpoint(app: FastifyInstance, context: Context): void {
  app.get("/login", async (request, reply) => {
    const form = queryForm(request);
    return show(context, reply, form, {
      username: trimmedEmail(form.get("login_hint") ?? ""),
      problem: null,
    });
  });

  app.post("/login", async (request, reply) => {
    const { form } = request;
    const username = form.get("username") ?? "";
    const origin = originOf(request);
    try {
      const { id: userId, passwordHash } = await checkPassword(context, {
        email: username,
        password: form.get("password") ?? "",
        origin,
      });
      await startSignIn(context, request, reply, { ...origin, userId, passwordHash });
    } catch (error) {
      if (!(error instanceof OAuthError) || error.status >= 500) throw error;
      request.reason = error.reason;
      reply.code(error.status).headers(error.headers);
      return show(context, reply, form, { username, problem: problemInWords(error, textsOf(request)) });
    }
    const asked = requestBehind(form);
    return sendOn(context, reply, pathTo(asked && withoutLogin(asked)));
  });
}

async function show(
  context: Context,
  reply: FastifyReply,
  form: Form,
  shown: { readonly username: string; readonly problem: string | null },
): Promise<FastifyReply> {
  const asked = requestBehind(form);
  const asking = asked && (await checkReturnAddress(context.findClient, asked));
  const view = loginPage({
    ...shown,
    ...(asked !== null && { continueTo: handleOf(asked) }),
    clientName: asking?.client.name ?? null,
    formToken: formToken(reply),
  });
  return sendPage(context, reply, view, { leadsToApp: asking !== null });
}
