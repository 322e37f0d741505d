/** The login page. */
import { OAuthError } from "@regrant/shared";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Context } from "../context.js";
import { trimmedEmail } from "../email-address.js";
import { checkReturnAddress } from "../protocol/authorization-request.js";
import type { Form } from "../protocol/form.js";
import { startSignIn } from "../sign-in-cookie.js";
import { checkPassword } from "../users/sign-in.js";
import { loginPage } from "../views/login.js";
import { handleOf, pathTo, requestBehind, withoutLogin } from "./continue-to.js";
import { originOf } from "./origin.js";
import { formToken, queryForm, sendOn, sendPage } from "./pages.js";

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
      const { id: userId, credentialVersion } = await checkPassword(context, {
        email: username,
        password: form.get("password") ?? "",
        origin,
      });
      await startSignIn(context, request, reply, { ...origin, userId, credentialVersion });
    } catch (error) {
      if (!(error instanceof OAuthError) || error.status >= 500) throw error;
      request.reason = error.reason;
      reply.code(error.status).headers(error.headers);
      return show(context, reply, form, { username, problem: problems[error.reason] ?? error.message });
    }
    const asked = requestBehind(form);
    return sendOn(reply, pathTo(asked && withoutLogin(asked)));
  });
}

const problems: Readonly<Record<string, string>> = {
  user_credentials_mismatch: "E-mail and password do not fit together.",
  user_disabled: "This account is disabled. Ask whoever runs this service.",
};

async function show(
  context: Context,
  reply: FastifyReply,
  form: Form,
  shown: { readonly username: string; readonly problem: string | null },
): Promise<FastifyReply> {
  const asked = requestBehind(form);
  const asking = asked && (await checkReturnAddress(context.findClient, asked));
  const markup = loginPage({
    ...shown,
    ...(asked !== null && { continueTo: handleOf(asked) }),
    clientName: asking?.client.name ?? null,
    formToken: formToken(reply),
  });
  return sendPage(reply, markup, { leadsToApp: asking !== null });
}
