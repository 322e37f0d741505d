/** The page on which users see where they are signed in, and end it. */
import { buttonForm, type FormState, hiddenFields } from "./forms.js";
import { type Html, html } from "./html.js";
import { inlineScript, page } from "./layout.js";

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
export const accountScriptSource = askAnew.source;

export function accountPage(view: AccountView): string {
  return page(
    "Your account",
    html`<h1>Your account</h1>
<p class="soft">${view.email} · <a href="/logout">Sign out</a></p>${message(view)}
<h2 id="sessions">Where you are signed in</h2>${
      view.sessions.items.length === 0
        ? html`
<p class="card soft">No app is signed in.</p>`
        : html`
<ul class="cards" aria-labelledby="sessions">${view.sessions.items.map((session) => openSession(session, view))}
</ul>`
    }${paging("sessions", view)}${
      view.ended.length === 0
        ? ""
        : html`
<h2 id="ended">Ended for you</h2>
<ul class="cards" aria-labelledby="ended">${view.ended.map(endedSession)}
</ul>`
    }
<h2 id="browsers">Browsers that are signed in</h2>
<p class="soft">Each of them opens apps in your name without a password. Ending one ends the sessions that it opened, too.</p>
<ul class="cards" aria-labelledby="browsers">${view.browsers.items.map((browser) => signedInBrowser(browser, view))}
</ul>${paging("browsers", view)}
<h2>Sign out everywhere</h2>
<div class="card">
<p class="soft">“End all others” leaves this browser and the sessions that it opened. “End all” leaves nothing: this browser is signed out, too.</p>
<div class="row">${buttonForm("/account/sessions/end-others", "End all others", view)}${buttonForm(
      "/account/sessions/end-all",
      "End all",
      view,
      {},
      "danger",
    )}</div>
</div>
<h2 id="apps">Connected apps</h2>${
      view.apps.length === 0
        ? html`
<p class="card soft">You have not let any app act in your name.</p>`
        : html`
<ul class="cards" aria-labelledby="apps">${view.apps.map((app) => connectedApp(app, view))}
</ul>`
    }
<h2>Change password</h2>
<form method="post" action="/account/password" class="card">${hiddenFields(view)}
<input type="hidden" name="username" value="${view.email}" autocomplete="username">
<label for="password">Password now</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="2048">
<label for="new_password">New password <span class="soft">(8 characters or more)</span></label>
<input id="new_password" name="new_password" type="password" autocomplete="new-password" required minlength="8" maxlength="2048">
<p class="soft small">Everything else that is signed in with the old one ends.</p>
<button class="main">Change password</button>
</form>
${askAnew.element}`,
  );
}

const message = ({ notice, problem }: AccountView): Html | string => {
  if (problem !== null)
    return html`
<p class="problem" role="alert">${problem}</p>`;
  return notice === null
    ? ""
    : html`
<p class="notice" role="status">${notice}</p>`;
};

const openSession = (session: SessionView, state: FormState): Html => html`
<li class="card">
<div class="row spread"><strong>${session.clientName}</strong>${session.isThis ? thisBrowser : ""}</div>
<p>${session.device} <span class="soft">· from ${session.address}</span></p>
<p class="soft small">Signed in ${time(session.signedInAt)} · last used ${time(session.lastUsedAt)} · expires ${time(session.expiresAt)}</p>
${buttonForm("/account/sessions/end", html`End session<span class="unseen"> of ${session.clientName} on ${session.device}</span>`, state, { session: session.id })}
</li>`;

const signedInBrowser = (browser: BrowserView, state: FormState): Html => html`
<li class="card">
<div class="row spread"><strong>${browser.device}</strong>${browser.isThis ? thisBrowser : ""}</div>
<p class="soft">From ${browser.address}</p>
<p class="soft small">Signed in ${time(browser.signedInAt)} · until ${time(browser.expiresAt)}</p>
${
  browser.isThis
    ? html`<a class="button quiet" href="/logout">Sign out</a>`
    : buttonForm(
        "/account/browsers/end",
        html`End<span class="unseen"> ${browser.device} from ${browser.address}</span>`,
        state,
        { browser: browser.id },
      )
}
</li>`;

const thisBrowser = html`<span class="tag">this browser</span>`;

const paging = (list: "sessions" | "browsers", view: AccountView): Html | string => {
  const { older } = view[list];
  if (older === null && view.isFirst) return "";
  return html`
<p class="row">${view.isFirst ? "" : html`<a href="/account#${list}">Newest</a>`}${
    older === null ? "" : html`<a href="/account?${list}=${older}#${list}">Older</a>`
  }</p>`;
};

const endedSession = ({ clientName, device, at, why, alarming }: EndedView): Html => html`
<li class="card${alarming ? " alarming" : ""}">
<strong>${clientName}</strong> <span class="soft">on ${device}</span>
<p>${why}</p>
<p class="soft small">${time(at)}</p>
</li>`;

const connectedApp = (app: ConsentedApp, state: FormState): Html => html`
<li class="card">
<strong>${app.clientName}</strong>
<p class="soft">${app.scope.join(" · ")}</p>
<p class="soft small">Allowed ${time(app.grantedAt)}</p>
${buttonForm("/account/consents/withdraw", html`Withdraw access<span class="unseen"> of ${app.clientName}</span>`, state, { client: app.clientId })}
</li>`;

const words = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

const time = (at: Date): Html => html`<time datetime="${at.toISOString()}">${words.format(at)} UTC</time>`;
