/** The page on which users see where they are signed in, and end it. */
import { buttonForm, type FormState, hiddenFields } from "./forms.js";
import { type Html, html } from "./html.js";
import { page } from "./layout.js";

export interface SessionView {
  readonly id: string;
  readonly clientName: string;
  /** "Firefox on Linux". */
  readonly device: string;
  readonly address: string;
  readonly signedInAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  /** Opened from this browser's sign-in. */
  readonly isThis: boolean;
  readonly ended: { readonly at: Date; readonly why: string; readonly alarming: boolean } | null;
}

export interface ConsentedApp {
  readonly clientId: string;
  readonly clientName: string;
  readonly scope: readonly string[];
  readonly grantedAt: Date;
}

export interface AccountView extends FormState {
  readonly email: string;
  readonly sessions: readonly SessionView[];
  readonly apps: readonly ConsentedApp[];
  readonly notice: string | null;
  readonly problem: string | null;
}

export function accountPage(view: AccountView): string {
  const open = view.sessions.filter(({ ended }) => ended === null);
  const ended = view.sessions.filter((session) => session.ended !== null);
  return page(
    "Your account",
    html`<h1>Your account</h1>
<p class="soft">${view.email} · <a href="/logout">Sign out</a></p>${message(view)}
<h2 id="sessions">Where you are signed in</h2>${
      open.length === 0
        ? html`
<p class="card soft">No app is signed in.</p>`
        : html`
<ul class="cards" aria-labelledby="sessions">${open.map((session) => openSession(session, view))}
</ul>
<div class="row">${buttonForm("/account/sessions/end-others", "End all others", view)}${buttonForm(
            "/account/sessions/end-all",
            "End all",
            view,
            {},
            "danger",
          )}</div>`
    }${
      ended.length === 0
        ? ""
        : html`
<h2 id="ended">Ended for you</h2>
<ul class="cards" aria-labelledby="ended">${ended.map(endedSession)}
</ul>`
    }
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
</form>`,
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
<div class="row spread"><strong>${session.clientName}</strong>${session.isThis ? html`<span class="tag">this browser</span>` : ""}</div>
<p>${session.device} <span class="soft">· from ${session.address}</span></p>
<p class="soft small">Signed in ${time(session.signedInAt)} · last used ${time(session.lastUsedAt)} · expires ${time(session.expiresAt)}</p>
${buttonForm("/account/sessions/end", html`End session<span class="unseen"> of ${session.clientName} on ${session.device}</span>`, state, { session: session.id })}
</li>`;

const endedSession = ({ clientName, device, ended }: SessionView): Html => html`
<li class="card${ended?.alarming ? " alarming" : ""}">
<strong>${clientName}</strong> <span class="soft">on ${device}</span>
<p>${ended?.why ?? ""}</p>
<p class="soft small">${ended === null ? "" : time(ended.at)}</p>
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
