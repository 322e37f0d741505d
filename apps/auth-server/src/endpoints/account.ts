/** The account page: where a user is signed in, what apps may do, the password. */
import { OAuthError } from "@regrant/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { changePassword, endBrowser, withdrawConsent } from "../account.js";
import { isTimeKey, pageOf } from "../administration/act.js";
import { endSessions } from "../codes/ends.js";
import { commonPasswordFault } from "../common-passwords.js";
import type { Context } from "../context.js";
import { faultOfNewPassword } from "../password-text.js";
import { type AccountSession, listAccountSessions, listEndedSessions } from "../sessions/account.sql.js";
import { toldReasons } from "../sessions/end-reasons.js";
import { currentSignIn, forgetSignIn, startSignIn } from "../sign-in-cookie.js";
import { listConsents } from "../store/consents.js";
import { listResources } from "../store/resources.js";
import { endEverything } from "../users/ends.js";
import { checkPassword } from "../users/sign-in.js";
import { type ListedSignIn, listSignIns, type SignIn } from "../users/sign-ins.sql.js";
import {
  accountPage,
  accountScriptSource,
  type BrowserView,
  type EndedView,
  type SessionView,
} from "../views/account.js";
import { loggedOutPage, signedOutEverywherePage } from "../views/logout.js";
import { deviceInWords, endedInWords, endInWords, scopeInWords } from "../views/words.js";
import { originOf } from "./origin.js";
import { formToken, queryForm, sendPage } from "./pages.js";

/** @returns what was done, or a page of its own */
type Act = (signIn: SignIn, request: FastifyRequest, reply: FastifyReply) => Promise<string | FastifyReply>;

/** Of each list on the page. */
const pageLimit = 50;
const endedLimit = 20;

export function accountEndpoint(app: FastifyInstance, context: Context): void {
  app.get("/account", async (request, reply) => {
    const signIn = await currentSignIn(context, request);
    if (signIn === null) return reply.redirect("/login", 303);
    const query = queryForm(request);
    const after = { sessions: query.get("sessions"), browsers: query.get("browsers") };
    return show(context, reply, signIn, { notice: null, problem: null }, after);
  });

  /** A form of the page: who is signed in acts, and sees the page again with what was done. */
  const onPost = (path: string, act: Act) =>
    app.post(path, async (request, reply) => {
      const signIn = await currentSignIn(context, request);
      if (signIn === null) return reply.redirect("/login", 303);
      try {
        const done = await act(signIn, request, reply);
        if (typeof done !== "string") return done;
        return await show(context, reply, signIn, { notice: done, problem: null });
      } catch (error) {
        if (!(error instanceof OAuthError) || error.status >= 500) throw error;
        request.reason = error.reason;
        reply.code(error.status).headers(error.headers);
        return show(context, reply, signIn, { notice: null, problem: error.message });
      }
    });

  onPost("/account/sessions/end", async ({ userId }, request) => {
    const id = idOf(request.form.get("session"));
    const sessionsEnded = await endSessions(context.db, { userId, id }, "user", originOf(request));
    return endedInWords({ sessionsEnded, signInsEnded: 0 });
  });
  onPost("/account/sessions/end-others", async ({ userId, id }, request) =>
    endedInWords(await endEverything(context.db, { userId, exceptSignInId: id }, "user", originOf(request))),
  );
  onPost("/account/sessions/end-all", async ({ userId }, request, reply) => {
    const ended = await endEverything(context.db, { userId }, "user", originOf(request));
    forgetSignIn(context, reply);
    return sendPage(reply, signedOutEverywherePage(endedInWords(ended)));
  });
  onPost("/account/browsers/end", async (signIn, request, reply) => {
    const id = idOf(request.form.get("browser"));
    const ended = endedInWords(await endBrowser(context, signIn.userId, id, originOf(request)));
    if (id !== signIn.id) return ended;
    forgetSignIn(context, reply);
    return sendPage(reply, loggedOutPage([]));
  });
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
  const common = await commonPasswordFault(password, email);
  if (common !== null) {
    throw new OAuthError("invalid_request", `The new password ${common}.`, { reason: "password_common" });
  }
  await checkPassword(context, { email, password: form.get("password") ?? "", origin });
  const credentialVersion = await changePassword(context, { userId, signInId, password, origin });
  // Under a new token: a copy of the old one is worth nothing either.
  await startSignIn(context, request, reply, { ...origin, userId, credentialVersion });
  return "The password is changed, and everything else is signed out.";
}

/** @throws {OAuthError} where it is no id of a session or a browser */
export function idOf(value: string | undefined): string {
  if (value !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value))
    return value.toLowerCase();
  throw new OAuthError("invalid_request", "There is no such session.", { reason: "session_unknown" });
}

async function show(
  { db }: Context,
  reply: FastifyReply,
  signIn: SignIn,
  message: { readonly notice: string | null; readonly problem: string | null },
  after: { readonly sessions?: string | undefined; readonly browsers?: string | undefined } = {},
): Promise<FastifyReply> {
  const { userId } = signIn;
  const page = <T extends { readonly key: string }>(
    cursor: string | undefined,
    list: (after: string | null, limit: number) => Promise<T[]>,
  ) => pageOf({ limit: pageLimit, cursor }, list, ({ key }) => key, isTimeKey);
  const [sessions, browsers, ended, consents, resources] = await Promise.all([
    page(after.sessions, (key, limit) => listAccountSessions(db, userId, false, key, limit)),
    page(after.browsers, (key, limit) => listSignIns(db, userId, key, limit)),
    listEndedSessions(db, userId, toldReasons, endedLimit),
    listConsents(db, userId),
    listResources(db),
  ]);
  const descriptions = new Map(resources.map(({ uri, scopeDescriptions }) => [uri, scopeDescriptions]));
  const markup = accountPage({
    ...message,
    email: signIn.email,
    formToken: formToken(reply),
    sessions: {
      items: sessions.items.map((session) => openView(session, signIn)),
      older: sessions.nextCursor,
    },
    browsers: {
      items: browsers.items.map((browser) => browserView(browser, signIn)),
      older: browsers.nextCursor,
    },
    isFirst: after.sessions === undefined && after.browsers === undefined,
    ended: ended.flatMap(endedView),
    apps: consents.map((consent) => ({
      ...consent,
      scope: scopeInWords(consent.scope, descriptions.get(consent.resource) ?? {}),
    })),
  });
  return sendPage(reply, markup, { scripts: [accountScriptSource] });
}

const openView = (session: AccountSession, signIn: SignIn): SessionView => ({
  id: session.id,
  clientName: session.clientName,
  device: deviceInWords(session.userAgent),
  address: session.lastAddress,
  signedInAt: session.createdAt,
  lastUsedAt: session.rotatedAt,
  expiresAt: session.idleExpiresAt,
  isThis: session.signInId === signIn.id,
});

const browserView = (browser: ListedSignIn, signIn: SignIn): BrowserView => ({
  id: browser.id,
  device: deviceInWords(browser.userAgent),
  address: browser.address,
  signedInAt: browser.authenticatedAt,
  expiresAt: browser.expiresAt,
  isThis: browser.id === signIn.id,
});

function endedView({ clientName, userAgent, revokedAt, revokeReason }: AccountSession): EndedView[] {
  const end = revokeReason === null ? null : endInWords(revokeReason);
  if (revokedAt === null || end === null) return [];
  return [{ clientName, device: deviceInWords(userAgent), at: revokedAt, ...end }];
}
