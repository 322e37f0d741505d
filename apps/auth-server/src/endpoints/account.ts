/** The account page: where a user is signed in, what apps may do, the password. */
import { OAuthError } from "@regrant/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { changePassword, withdrawConsent } from "../account.js";
import type { Context } from "../context.js";
import { faultOfNewPassword } from "../password-text.js";
import { checkPassword } from "../sign-in.js";
import { currentSignIn, startSignIn } from "../sign-in-cookie.js";
import { type AccountSession, listAccountSessions } from "../store/account.js";
import { listConsents } from "../store/consents.js";
import { listResources } from "../store/resources.js";
import { endSessions, type WhichSessions } from "../store/session-ends.js";
import type { SignIn } from "../store/sign-ins.js";
import { accountPage, type SessionView } from "../views/account.js";
import { deviceInWords, endInWords, scopeInWords } from "../views/words.js";
import { originOf } from "./origin.js";
import { formToken, sendPage } from "./pages.js";

type Act = (signIn: SignIn, request: FastifyRequest, reply: FastifyReply) => Promise<string>;

export function accountEndpoint(app: FastifyInstance, context: Context): void {
  app.get("/account", async (request, reply) => {
    const signIn = await currentSignIn(context, request);
    return signIn === null
      ? reply.redirect("/login", 303)
      : show(context, reply, signIn, { notice: null, problem: null });
  });

  /** A form of the page: who is signed in acts, and sees the page again with what was done. */
  const onPost = (path: string, act: Act) =>
    app.post(path, async (request, reply) => {
      const signIn = await currentSignIn(context, request);
      if (signIn === null) return reply.redirect("/login", 303);
      try {
        return await show(context, reply, signIn, {
          notice: await act(signIn, request, reply),
          problem: null,
        });
      } catch (error) {
        if (!(error instanceof OAuthError) || error.status >= 500) throw error;
        request.reason = error.reason;
        reply.code(error.status).headers(error.headers);
        return show(context, reply, signIn, { notice: null, problem: error.message });
      }
    });

  const end = async (request: FastifyRequest, which: WhichSessions & { userId: string }): Promise<string> => {
    const ended = await endSessions(context.db, which, "user", originOf(request));
    return ended === 1 ? "One session ended." : `${ended} sessions ended.`;
  };
  onPost("/account/sessions/end", async ({ userId }, request) =>
    end(request, { userId, id: sessionIdOf(request.form.get("session")) }),
  );
  onPost("/account/sessions/end-others", async ({ userId, id }, request) =>
    end(request, { userId, exceptSignInId: id }),
  );
  onPost("/account/sessions/end-all", async ({ userId }, request) => end(request, { userId }));
  onPost("/account/consents/withdraw", async ({ userId }, request) => {
    await withdrawConsent(context, userId, request.form.get("client") ?? "", originOf(request));
    return "Withdrawn. The app asks anew when it wants to come back.";
  });
  onPost("/account/password", (signIn, request, reply) => setPassword(context, signIn, request, reply));
}

async function setPassword(
  context: Context,
  { id: signInId, userId, email }: SignIn,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string> {
  const { form } = request;
  const origin = originOf(request);
  const password = form.get("new_password") ?? "";
  const fault = faultOfNewPassword(password);
  if (fault !== null) {
    throw new OAuthError("invalid_request", `The new password ${fault}.`, { reason: "password_unsuitable" });
  }
  await checkPassword(context, { email, password: form.get("password") ?? "", origin });
  const passwordHash = await changePassword(context, { userId, signInId, password, origin });
  // Under a new token: a copy of the old one is worth nothing either.
  await startSignIn(context, request, reply, { ...origin, userId, passwordHash });
  return "The password is changed, and everything else is signed out.";
}

/** @throws {OAuthError} where it is no session's id */
export function sessionIdOf(value: string | undefined): string {
  if (value !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return value;
  throw new OAuthError("invalid_request", "There is no such session.", { reason: "session_unknown" });
}

async function show(
  { db }: Context,
  reply: FastifyReply,
  signIn: SignIn,
  message: { readonly notice: string | null; readonly problem: string | null },
): Promise<FastifyReply> {
  const [sessions, consents, resources] = await Promise.all([
    listAccountSessions(db, signIn.userId),
    listConsents(db, signIn.userId),
    listResources(db),
  ]);
  const descriptions = new Map(resources.map(({ uri, scopeDescriptions }) => [uri, scopeDescriptions]));
  const markup = accountPage({
    ...message,
    email: signIn.email,
    formToken: formToken(reply),
    sessions: sessions.flatMap((session) => toView(session, signIn)),
    apps: consents.map((consent) => ({
      ...consent,
      scope: scopeInWords(consent.scope, descriptions.get(consent.resource) ?? {}),
    })),
  });
  return sendPage(reply, markup);
}

/** Sessions that users ended themselves are not news to them. */
function toView(session: AccountSession, signIn: SignIn): SessionView[] {
  const why = session.revokeReason === null ? null : endInWords(session.revokeReason);
  if (session.revokedAt !== null && why === null) return [];
  return [
    {
      id: session.id,
      clientName: session.clientName,
      device: deviceInWords(session.userAgent),
      address: session.lastAddress,
      signedInAt: session.createdAt,
      lastUsedAt: session.rotatedAt,
      expiresAt: session.expiresAt,
      isThis: session.signInId === signIn.id,
      ended: session.revokedAt === null || why === null ? null : { at: session.revokedAt, ...why },
    },
  ];
}
