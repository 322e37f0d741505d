/** The page on which users see where they are signed in, and end it. */
import { buttonForm, type FormState, hiddenFields } from "./forms.js";
import { type Html, html } from "./html.js";
import { inlineScript, type View } from "./layout.js";
import type { Texts } from "./texts/en.js";
import { dateInWords } from "./texts/numbers.js";

/** A browser that is signed in at this server. */
export interface BrowserView {
  readonly id: string;
  /** "Firefox on Linux". */
  readonly device: string;
  readonly address: string;
  readonly signedInAt: Date;
  readonly expiresAt: Date;
  /** The one that asks; of a session: the one that opened it. */
  readonly isThis: boolean;
}

export interface SessionView extends BrowserView {
  readonly clientName: string;
  readonly lastUsedAt: Date;
}

export interface EndedView {
  readonly clientName: string;
  readonly device: string;
  readonly at: Date;
  readonly why: string;
  readonly alarming: boolean;
}

/** A page of a list. */
interface Items<T> {
  readonly items: readonly T[];
  /** Where it goes on; null on the last. */
  readonly older: string | null;
}

export interface ConsentedApp {
  readonly clientId: string;
  readonly clientName: string;
  readonly scope: readonly string[];
  readonly grantedAt: Date;
}

export interface AccountView extends FormState {
  readonly email: string;
  readonly sessions: Items<SessionView>;
  readonly browsers: Items<BrowserView>;
  /** No list of this page has anything before it. */
  readonly isFirst: boolean;
  readonly ended: readonly EndedView[];
  readonly apps: readonly ConsentedApp[];
  readonly notice: string | null;
  readonly problem: string | null;
}

/**
 * Brought back from the back/forward cache, the page is as old as it was left, and whoever sits there may be signed out by
 * now: it is hidden and asked for anew. Not reloaded: that would send a form again where the page is a form's answer.
 */
const askAnew = inlineScript(
  'addEventListener("pageshow",e=>{if(e.persisted){document.body.hidden=true;location.replace("/account")}})',
);

export const accountPage =
  (view: AccountView): View =>
  (texts) => {
    const { account } = texts;
    return {
      title: account.title,
      script: askAnew,
      body: html`<h1>${account.title}</h1>
<p class="soft">${view.email} · <a href="/logout">${account.signOut}</a></p>${message(view)}
<h2 id="sessions">${account.sessions}</h2>${
        view.sessions.items.length === 0
          ? html`
<p class="card soft">${account.noSessions}</p>`
          : html`
<ul class="cards" aria-labelledby="sessions">${view.sessions.items.map((session) => openSession(session, view, texts))}
</ul>`
      }${paging("sessions", view, account)}${
        view.ended.length === 0
          ? ""
          : html`
<h2 id="ended">${account.ended}</h2>
<ul class="cards" aria-labelledby="ended">${view.ended.map((session) => endedSession(session, texts))}
</ul>`
      }
<h2 id="browsers">${account.browsers}</h2>
<p class="soft">${account.aboutBrowsers}</p>
<ul class="cards" aria-labelledby="browsers">${view.browsers.items.map((browser) => signedInBrowser(browser, view, texts))}
</ul>${paging("browsers", view, account)}
<h2>${account.everywhere}</h2>
<div class="card">
<p class="soft">${account.aboutEverywhere}</p>
<div class="row">${buttonForm("/account/sessions/end-others", account.endOthers, view)}${buttonForm(
        "/account/sessions/end-all",
        account.endAll,
        view,
        {},
        "danger",
      )}</div>
</div>
<h2 id="apps">${account.apps}</h2>${
        view.apps.length === 0
          ? html`
<p class="card soft">${account.noApps}</p>`
          : html`
<ul class="cards" aria-labelledby="apps">${view.apps.map((app) => connectedApp(app, view, texts))}
</ul>`
      }
<h2>${account.changePassword}</h2>
<form method="post" action="/account/password" class="card">${hiddenFields(view)}
<input class="unseen" type="text" name="username" value="${view.email}" autocomplete="username" readonly tabindex="-1" aria-hidden="true">
<label for="password">${account.currentPassword}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="2048">
<label for="new_password">${account.newPassword}</label>
<input id="new_password" name="new_password" type="password" autocomplete="new-password" required minlength="8" maxlength="2048">
<p class="soft small">${account.aboutPassword}</p>
<button class="main">${account.changePassword}</button>
</form>`,
    };
  };

const message = ({ notice, problem }: AccountView): Html | string => {
  if (problem !== null)
    return html`
<p class="problem" role="alert">${problem}</p>`;
  return notice === null
    ? ""
    : html`
<p class="notice" role="status">${notice}</p>`;
};

const openSession = (session: SessionView, state: FormState, { account, language }: Texts): Html => html`
<li class="card">
<div class="row spread"><strong>${session.clientName}</strong>${session.isThis ? thisBrowser(account) : ""}</div>
<p>${session.device} <span class="soft">· ${account.fromAddress(session.address)}</span></p>
<p class="soft small">${account.sessionTimes(time(session.signedInAt, language), time(session.lastUsedAt, language), time(session.expiresAt, language))}</p>
${buttonForm("/account/sessions/end", account.endSession(session.clientName, session.device), state, { session: session.id })}
</li>`;

const signedInBrowser = (browser: BrowserView, state: FormState, { account, language }: Texts): Html => html`
<li class="card">
<div class="row spread"><strong>${browser.device}</strong>${browser.isThis ? thisBrowser(account) : ""}</div>
<p class="soft">${account.browserAddress(browser.address)}</p>
<p class="soft small">${account.browserTimes(time(browser.signedInAt, language), time(browser.expiresAt, language))}</p>
${
  browser.isThis
    ? html`<a class="button quiet" href="/logout">${account.signOut}</a>`
    : buttonForm("/account/browsers/end", account.endBrowser(browser.device, browser.address), state, {
        browser: browser.id,
      })
}
</li>`;

const thisBrowser = (account: Texts["account"]): Html =>
  html`<span class="tag">${account.thisBrowser}</span>`;

const paging = (
  list: "sessions" | "browsers",
  view: AccountView,
  account: Texts["account"],
): Html | string => {
  const { older } = view[list];
  if (older === null && view.isFirst) return "";
  return html`
<p class="row">${view.isFirst ? "" : html`<a href="/account#${list}">${account.newest}</a>`}${
    older === null ? "" : html`<a href="/account?${list}=${older}#${list}">${account.older}</a>`
  }</p>`;
};

const endedSession = (
  { clientName, device, at, why, alarming }: EndedView,
  { account, language }: Texts,
): Html => html`
<li class="card${alarming ? " alarming" : ""}">
<strong>${clientName}</strong> <span class="soft">${account.onDevice(device)}</span>
<p>${why}</p>
<p class="soft small">${time(at, language)}</p>
</li>`;

const connectedApp = (app: ConsentedApp, state: FormState, { account, language }: Texts): Html => html`
<li class="card">
<strong>${app.clientName}</strong>
<p class="soft">${app.scope.join(" · ")}</p>
<p class="soft small">${account.allowedAt(time(app.grantedAt, language))}</p>
${buttonForm("/account/consents/withdraw", account.withdraw(app.clientName), state, { client: app.clientId })}
</li>`;

const time = (at: Date, language: string): Html =>
  html`<time datetime="${at.toISOString()}">${dateInWords(at, language)} UTC</time>`;
