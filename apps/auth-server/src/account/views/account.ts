/** The page on which users see where they are signed in, what apps may do in their name, and end both. */

import type { Factors } from "../../factors/factors.sql.js";
import type { FormState } from "../../http/views/forms.js";
import { type Html, html } from "../../http/views/html.js";
import { inlineScript, type View } from "../../http/views/layout.js";
import type { Texts } from "../../http/views/texts/en.js";
import { localTimes, timesIn } from "../../http/views/times.js";
import {
  type AppView,
  type BrowserView,
  type EndedView,
  list,
  rowsIn,
  type SessionView,
  type WayView,
} from "./account-rows.js";

/** A page of a list. */
export interface Items<T> {
  readonly items: readonly T[];
  /** Where it goes on; null on the last. */
  readonly older: string | null;
}

export type List = "sessions" | "browsers" | "apps";
export type Section = List | "security" | "profile" | "ways" | "data";

export interface AccountView extends FormState {
  readonly email: string;
  readonly isVerified: boolean;
  readonly mayChangeAddress: boolean;
  readonly sessions: Items<SessionView>;
  readonly browsers: Items<BrowserView>;
  readonly apps: Items<AppView>;
  /** No list of this page has anything before it. */
  readonly isFirst: boolean;
  readonly factors: Factors;
  readonly ended: readonly EndedView[];
  /** Accounts at other providers; the section is only there where there is any provider. */
  readonly ways: readonly WayView[];
  readonly hasPassword: boolean;
  /** What was done, and where it is said. */
  readonly notice: { readonly section: Section; readonly text: string } | null;
  /** By the clock that the times are of. */
  readonly now: Date;
}

/**
 * Brought back from the back/forward cache, the page is as old as it was left, and whoever sits there may be signed out by
 * now: it is hidden and asked for anew.
 */
const askAnew =
  'addEventListener("pageshow",e=>{if(e.persisted){document.body.hidden=true;location.replace("/account")}})';
const script = inlineScript(`${askAnew}\n${localTimes}`);

export const accountPage =
  (view: AccountView): View =>
  (texts) => {
    const { account } = texts;
    const rows = rowsIn(texts, view, timesIn(texts, view.now));
    const sectionOf = (name: Section, content: Html, about: Html | "" = "") =>
      section(view, texts, name, content, about);
    const listOf = <T>(name: List, { items, older }: Items<T>, rowOf: (item: T) => Html) =>
      sectionOf(
        name,
        html`${list(items.map(rowOf), account[name].none)}${paging(name, older, view, texts)}`,
        html`<p class="soft">${account[name].about}</p>`,
      );
    // What somebody else may have done must not stand below a long list.
    const isAlarming = view.ended.some(({ alarming }) => alarming);
    const ended =
      view.ended.length === 0
        ? ""
        : html`<section aria-labelledby="ended">
<h2 id="ended">${account.ended.title}</h2>
<p class="soft">${account.ended.about}</p>
${list(view.ended.map(rows.ended))}
</section>`;
    return {
      title: account.title,
      script,
      body: html`<div class="account-head">
<div><h1>${account.title}</h1>
<p class="soft">${view.email}</p></div>
<a class="button quiet" href="/logout">${account.signOut}</a>
</div>
<nav class="account-nav" aria-label="${account.onThisPage}">${sections
        .filter((name) => name !== "ways" || view.ways.length > 0)
        .map(
          (name) => html`
<a href="#${name}">${account[name].title}</a>`,
        )}
</nav>
${isAlarming ? ended : ""}
${sectionOf("profile", list([rows.profile(), rows.email(view)]))}
${listOf("sessions", view.sessions, rows.session)}
${isAlarming ? "" : ended}
${listOf("browsers", view.browsers, rows.browser)}
${listOf("apps", view.apps, rows.app)}
${
  view.ways.length === 0
    ? ""
    : sectionOf("ways", list(view.ways.map(rows.way)), html`<p class="soft">${account.ways.about}</p>`)
}
${sectionOf("security", list([rows.password(view.hasPassword), rows.factors(view.factors), rows.history(), rows.everywhere()]))}
${sectionOf("data", list([rows.exported(), rows.deletion()]))}`,
    };
  };

const sections = ["profile", "sessions", "browsers", "apps", "ways", "security", "data"] as const;

/** One that something was just done in says so, and there the page is opened. */
const section = (
  { notice }: AccountView,
  { account }: Texts,
  name: Section,
  content: Html,
  about: Html | "",
): Html => html`<section aria-labelledby="${name}">
<h2 id="${name}">${account[name].title}</h2>
${about}${
  notice?.section === name
    ? html`
<p class="notice" role="status" id="done" tabindex="-1">${notice.text}</p>`
    : ""
}
${content}
</section>`;

const paging = (name: List, older: string | null, { isFirst }: AccountView, { account }: Texts): Html | "" =>
  older === null && isFirst
    ? ""
    : html`
<p class="row">${isFirst ? "" : html`<a href="/account#${name}">${account.newest}</a>`}${
        older === null ? "" : html`<a href="/account?${name}=${older}#${name}">${account.more}</a>`
      }</p>`;
