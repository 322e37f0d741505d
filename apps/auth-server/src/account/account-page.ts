/** The account page: where a user is signed in, what apps may do in their name, and the forms that end both. */
import { OAuthError } from "@regrant/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isTimeKey, type Page, pageOf } from "../administration/act.js";
import { destinationOf } from "../clients/redirect-uri.js";
import { endSessions } from "../codes/ends.js";
import { type ConsentedApp, listConsentedApps } from "../consents/consents.sql.js";
import type { Context } from "../context.js";
import { findFactors } from "../factors/factors.sql.js";
import { originOf } from "../http/origin.js";
import { formToken, queryForm } from "../http/pages.js";
import { sendPage, textsOf } from "../http/send-page.js";
import { deviceOf } from "../http/views/device.js";
import type { Texts } from "../http/views/texts/en.js";
import { apiInWords, scopeInWords } from "../http/views/words.js";
import { listIdentities } from "../providers/identities.sql.js";
import {
  type AccountSession,
  countSessionsOf,
  listAccountSessions,
  listEndedSessions,
  listSessionsOfSignIn,
} from "../sessions/account.sql.js";
import { toldReasons } from "../sessions/end-reasons.js";
import { endEverything } from "../users/ends.js";
import { currentSignIn, forgetSignIn } from "../users/sign-in-cookie.js";
import {
  countSignIns,
  findListedSignIn,
  type ListedSignIn,
  listSignIns,
  type SignIn,
} from "../users/sign-ins.sql.js";
import { readUser } from "../users/users.js";
import { findCredentials } from "../users/users.sql.js";
import { endBrowser, withdrawConsent } from "./account.js";
import { keepNotice, type Notice, takeNotice } from "./notice.js";
import { accountPage, type Items, type List, type Section } from "./views/account.js";
import { endPage } from "./views/account-forms.js";
import type { AppView, BrowserView, EndedView, SessionView, WayView } from "./views/account-rows.js";
import { endInWords } from "./views/ends.js";
import { signedOutEverywherePage } from "./views/logout.js";

/** Of each list on the page. */
const pageLimit = 20;
const endedLimit = 20;
/** Counted before everything ends; nobody needs to know how many more there are. */
const mostCounted = 100;

export function accountEndpoint(app: FastifyInstance, context: Context): void {
  /** A page for who is signed in; others are led to the login page. */
  const onGet = (
    path: string,
    show: (signIn: SignIn, request: FastifyRequest, reply: FastifyReply) => unknown,
  ) =>
    app.get(path, async (request, reply) => {
      const signIn = await currentSignIn(context, request);
      return signIn === null ? reply.redirect("/login", 303) : show(signIn, request, reply);
    });

  onGet("/account", (signIn, request, reply) => showAccount(context, signIn, request, reply));
  for (const which of ["endOthers", "endAll"] as const) {
    onGet(pathOf[which], async ({ id, userId }, _request, reply) => {
      const except = which === "endOthers" ? id : null;
      const [sessions, browsers] = await Promise.all([
        countSessionsOf(context.db, userId, except, mostCounted + 1),
        countSignIns(context.db, userId, except, mostCounted + 1),
      ]);
      return sendPage(
        context,
        reply,
        endPage({ which, sessions, browsers, most: mostCounted, formToken: formToken(reply) }),
      );
    });
  }
  app.get("/account/signed-out", async (request, reply) => {
    const notice = takeNotice(context, request, reply);
    if (notice?.kind !== "all_ended") return reply.redirect("/logout", 303);
    return sendPage(context, reply, signedOutEverywherePage(noticeInWords(notice, textsOf(request))));
  });

  /** A form of the page: who is signed in acts, and is sent on to the page, which says what was done. */
  const onPost = (path: string, act: (signIn: SignIn, request: FastifyRequest) => Promise<Done>) =>
    app.post(path, async (request, reply) => {
      const signIn = await currentSignIn(context, request);
      if (signIn === null) return reply.redirect("/login", 303);
      const { leadsTo, ...notice } = await act(signIn, request);
      // That page takes none: whoever signs in next with this browser would get it.
      if (leadsTo !== "/logout") keepNotice(context, reply, notice);
      if (leadsTo !== undefined) forgetSignIn(context, reply);
      return reply.redirect(leadsTo ?? "/account#done", 303);
    });
  /** Whoever types the address of such a form, or opens it from a list of visited pages. */
  const pointBack = (path: string) => app.get(path, (_request, reply) => reply.redirect("/account", 303));

  pointBack("/account/sessions/end");
  onPost("/account/sessions/end", async ({ userId }, request) => {
    const id = idOf(request.form.get("session"));
    const sessionsEnded = await endSessions(context.db, { userId, id }, "user", originOf(request));
    return { kind: "session_ended", sessionsEnded, signInsEnded: 0 };
  });
  onPost(pathOf.endOthers, async ({ userId, id }, request) => {
    const ended = await endEverything(context.db, { userId, exceptSignInId: id }, "user", originOf(request));
    return { kind: "others_ended", ...ended };
  });
  onPost(pathOf.endAll, async ({ userId }, request) => {
    const ended = await endEverything(context.db, { userId }, "user", originOf(request));
    return { kind: "all_ended", ...ended, leadsTo: "/account/signed-out" };
  });
  pointBack("/account/browsers/end");
  onPost("/account/browsers/end", async (signIn, request) => {
    const id = idOf(request.form.get("browser"));
    const ended = await endBrowser(context, signIn.userId, id, originOf(request));
    return { kind: "browser_ended", ...ended, ...(id === signIn.id && { leadsTo: "/logout" }) };
  });
  pointBack("/account/consents/withdraw");
  onPost("/account/consents/withdraw", async ({ userId }, request) => {
    const clientId = request.form.get("client") ?? "";
    const sessionsEnded = await withdrawConsent(context, userId, clientId, originOf(request));
    return { kind: "access_removed", sessionsEnded, signInsEnded: 0 };
  });
}

/** What an act came to, and where it leads where it signed out the browser that asked. */
interface Done extends Notice {
  readonly leadsTo?: string;
}

const pathOf = { endOthers: "/account/sessions/end-others", endAll: "/account/sessions/end-all" } as const;

/** @throws {OAuthError} where it is no id of a session or a browser */
export function idOf(value: string | undefined): string {
  if (value !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value))
    return value.toLowerCase();
  throw new OAuthError("invalid_request", "There is no such session.", { reason: "session_unknown" });
}

/** Where on the page it is said. */
const sectionOf: Readonly<Record<Notice["kind"], Section>> = {
  session_ended: "sessions",
  others_ended: "security",
  all_ended: "security",
  browser_ended: "browsers",
  access_removed: "apps",
  password_changed: "security",
  profile_saved: "profile",
  identity_linked: "ways",
  identity_unlinked: "ways",
  identity_last: "ways",
  identity_taken: "ways",
  email_changed: "profile",
  verification_sent: "profile",
  passkey_added: "security",
  passkey_renamed: "security",
  passkey_removed: "security",
  totp_added: "security",
  totp_removed: "security",
};

export const noticeInWords = ({ kind, sessionsEnded, signInsEnded }: Notice, { account }: Texts): string =>
  account.notices[kind](sessionsEnded, signInsEnded);

async function showAccount(
  context: Context,
  signIn: SignIn,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { db } = context;
  const { userId, id: signInId } = signIn;
  const texts = textsOf(request);
  const query = queryForm(request);
  const isFirst = !["sessions", "browsers", "apps"].some((list) => query.has(list));
  const requestOf = (name: List) => ({ limit: pageLimit, cursor: query.get(name) });
  const page = <T extends { readonly key: string }>(
    name: List,
    list: (after: string | null, limit: number) => Promise<T[]>,
  ) => pageOf(requestOf(name), list, ({ key }) => key, isTimeKey);

  const own = await listSessionsOfSignIn(db, userId, signInId, pageLimit);
  const exceptIds = own.map(({ id }) => id);
  const [sessions, browser, browsers, apps, ended, { claims }, factors, ways, credentials] =
    await Promise.all([
      page("sessions", (after, limit) => listAccountSessions(db, userId, { exceptIds }, after, limit)),
      findListedSignIn(db, signInId),
      page("browsers", (after, limit) => listSignIns(db, userId, signInId, after, limit)),
      pageOf(
        requestOf("apps"),
        (after, limit) => listConsentedApps(db, userId, after, limit),
        ({ clientId }) => clientId,
      ),
      listEndedSessions(db, userId, toldReasons, endedLimit),
      readUser(db, userId),
      findFactors(db, userId),
      waysOf(context, userId),
      findCredentials(db, userId),
    ]);
  const notice = takeNotice(context, request, reply);
  const view = accountPage({
    email: signIn.email,
    isVerified: claims.email_verified === true,
    mayChangeAddress: context.config.mail !== null,
    formToken: formToken(reply),
    notice: notice && { section: sectionOf[notice.kind], text: noticeInWords(notice, texts) },
    now: new Date(signIn.authenticatedAt.getTime() + signIn.ageSeconds * 1000),
    isFirst,
    sessions: itemsOf(sessions, query.has("sessions") ? [] : own, (each) => openView(each, signIn)),
    browsers: itemsOf(browsers, query.has("browsers") || browser === null ? [] : [browser], (each) =>
      browserView(each, signIn),
    ),
    apps: itemsOf(apps, [], (each) => appView(each, texts)),
    factors,
    ended: isFirst ? ended.flatMap((each) => endedView(each, texts)) : [],
    ways,
    hasPassword: credentials?.hasPassword ?? false,
  });
  // A form of the section leads to a provider.
  return sendPage(context, reply, view, { leadsToApp: ways.length > 0 });
}

/** What the user is linked with, and could be. */
async function waysOf({ db, providers }: Context, userId: string): Promise<WayView[]> {
  const [offered, identities] = await Promise.all([providers.list(), listIdentities(db, userId)]);
  const linked = identities.map(({ providerId, providerName, email, createdAt, lastUsedAt }) => ({
    providerId,
    name: providerName,
    link: { email, createdAt, lastUsedAt },
  }));
  const open = offered.filter(({ id }) => !identities.some(({ providerId }) => providerId === id));
  return [...linked, ...open.map(({ id, name }) => ({ providerId: id, name, link: null }))];
}

/** @param first comes before all of the list, on its first page */
const itemsOf = <T, View>(
  { items, nextCursor }: Page<T>,
  first: readonly T[],
  viewOf: (item: T) => View,
): Items<View> => ({ items: [...first, ...items].map(viewOf), older: nextCursor });

const openView = (session: AccountSession, signIn: SignIn): SessionView => ({
  id: session.id,
  clientName: session.clientName,
  device: deviceOf(session.userAgent),
  address: session.lastAddress,
  signedInAt: session.createdAt,
  lastUsedAt: session.rotatedAt,
  expiresAt: session.idleExpiresAt,
  isThis: session.signInId === signIn.id,
  isBound: session.jkt !== null,
});

const browserView = (browser: ListedSignIn, signIn: SignIn): BrowserView => ({
  id: browser.id,
  device: deviceOf(browser.userAgent),
  address: browser.address,
  signedInAt: browser.authenticatedAt,
  expiresAt: browser.expiresAt,
  isThis: browser.id === signIn.id,
});

const appView = (
  { clientId, clientName, address, grantedAt, apis }: ConsentedApp,
  texts: Texts,
): AppView => ({
  clientId,
  clientName,
  host: address === null ? null : destinationOf(address),
  grantedAt,
  apis: apis.map((api) => ({
    name: apiInWords(api),
    scope: scopeInWords(api.scope, api.scopeDescriptions, texts),
  })),
});

function endedView(
  { clientName, userAgent, revokedAt, revokeReason }: AccountSession,
  texts: Texts,
): EndedView[] {
  const end = revokeReason === null ? null : endInWords(revokeReason, texts);
  if (revokedAt === null || end === null) return [];
  return [{ clientName, device: deviceOf(userAgent), at: revokedAt, ...end }];
}
