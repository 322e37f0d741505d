/** The lists of the account page, and how one item of each looks. */
import type { Factors } from "../../factors/factors.sql.js";
import type { Device } from "../../http/views/device.js";
import { buttonForm, type FormState } from "../../http/views/forms.js";
import { type Html, html } from "../../http/views/html.js";
import type { Texts } from "../../http/views/texts/en.js";
import { deviceName } from "../../http/views/words.js";
import { graceDays } from "../../users/closing.js";
import { type Icon, icon } from "./icons.js";

/** A browser that is signed in at this server. */
export interface BrowserView {
  readonly id: string;
  readonly device: Device;
  readonly address: string;
  readonly signedInAt: Date;
  readonly expiresAt: Date;
  /** The one that asks; of a session: the one that opened it. */
  readonly isThis: boolean;
}

export interface SessionView extends BrowserView {
  readonly clientName: string;
  readonly lastUsedAt: Date;
  /** Whether it goes on with the device's key only. */
  readonly isBound: boolean;
}

export interface EndedView {
  readonly clientName: string;
  readonly device: Device;
  readonly at: Date;
  readonly why: string;
  readonly alarming: boolean;
}

/** Something that happened. */
export interface HistoryView {
  readonly icon: Icon;
  readonly title: string;
  /** Whom it is about, why, which. */
  readonly about: readonly string[];
  /** Null if the server did it by itself. */
  readonly by: "administrator" | { readonly device: Device; readonly address: string } | null;
  readonly at: Date;
  readonly alarming: boolean;
}

/** An app that may act in the user's name. */
export interface AppView {
  readonly clientId: string;
  readonly clientName: string;
  /** Its host, or the scheme of its own; null where none is known. */
  readonly host: string | null;
  readonly apis: readonly { readonly name: string; readonly scope: readonly string[] }[];
  readonly grantedAt: Date;
}

/** An account at a provider that can sign the user in. */
export interface WayView {
  readonly providerId: string;
  /** Of the provider. */
  readonly name: string;
  /** Null where there is none yet. */
  readonly link: {
    readonly email: string | null;
    readonly createdAt: Date;
    readonly lastUsedAt: Date | null;
  } | null;
}

export const list = (rows: readonly Html[], none = ""): Html =>
  rows.length === 0
    ? html`<p class="card soft">${none}</p>`
    : html`<ul class="rows">${rows}
</ul>`;

interface Row {
  readonly icon: Icon;
  readonly title: string;
  readonly tag?: string | undefined;
  readonly lines: readonly Html[];
  /** Less important than the lines. */
  readonly details?: readonly Html[];
  readonly action?: Html;
  /** Below it all. */
  readonly more?: Html;
  readonly alarming?: boolean;
}

export const row = ({
  icon: which,
  title,
  tag,
  lines,
  details = [],
  action,
  more,
  alarming = false,
}: Row): Html => html`
<li${alarming ? html` class="alarming"` : ""}>
${icon(which)}
<div class="what">
<p class="name"><strong>${title}</strong>${tag === undefined ? "" : html` <span class="tag">${tag}</span>`}</p>${lines.map(
  (line) => html`
<p>${line}</p>`,
)}${
  details.length === 0
    ? ""
    : html`
<p class="facts soft small">${details.map((detail) => html`<span>${detail}</span> `)}</p>`
}${more ?? ""}
</div>${
  action === undefined
    ? ""
    : html`
<div class="do">${action}</div>`
}
</li>`;

/** How one item of each list looks. */
export function rowsIn(texts: Texts, state: FormState, time: (at: Date) => Html) {
  const {
    account,
    selfService: { email },
    signUp,
  } = texts;
  const named = (device: Device) => deviceName(device, texts);
  const tagOf = ({ isThis }: BrowserView) => (isThis ? account.thisDevice : undefined);
  /** A button whose text says to a screen reader what it is about. */
  const button = (action: string, label: string, about: string, fields: Readonly<Record<string, string>>) =>
    buttonForm(action, html`${label}<span class="unseen">${about}</span>`, state, fields);

  const doer = (by: NonNullable<HistoryView["by"]>): Html[] =>
    by === "administrator"
      ? [html`${texts.history.byAdministrator}`]
      : [html`${named(by.device)}`, html`${by.address}`];

  return {
    session: (session: SessionView): Html =>
      row({
        icon: session.device.kind,
        title: session.clientName,
        tag: tagOf(session),
        lines: [
          html`<span class="facts"><span>${named(session.device)}</span> <span class="soft">${session.address}</span></span>`,
        ],
        details: [
          account.lastActive(time(session.lastUsedAt)),
          account.signedIn(time(session.signedInAt)),
          account.expires(time(session.expiresAt)),
          ...(session.isBound ? [html`${account.sessions.bound}`] : []),
        ],
        action: button(
          "/account/sessions/end",
          account.sessions.end,
          account.sessions.unseen(session.clientName, named(session.device)),
          { session: session.id },
        ),
      }),

    ended: (session: EndedView): Html =>
      row({
        icon: session.device.kind,
        title: session.clientName,
        lines: [html`<span class="soft">${named(session.device)}</span>`, html`${session.why}`],
        details: [account.ended.at(time(session.at))],
        alarming: session.alarming,
      }),

    browser: (browser: BrowserView): Html =>
      row({
        icon: browser.device.kind,
        title: named(browser.device),
        tag: tagOf(browser),
        lines: [html`<span class="soft">${browser.address}</span>`],
        details: [account.signedIn(time(browser.signedInAt)), account.expires(time(browser.expiresAt))],
        action: browser.isThis
          ? html`<a class="button quiet" href="/logout">${account.signOut}</a>`
          : button(
              "/account/browsers/end",
              account.signOut,
              account.browsers.unseen(named(browser.device), browser.address),
              { browser: browser.id },
            ),
      }),

    happened: (event: HistoryView): Html =>
      row({
        icon: event.icon,
        title: event.title,
        lines: event.about.map((line) => html`${line}`),
        details: [...(event.by === null ? [] : doer(event.by)), time(event.at)],
        alarming: event.alarming,
      }),

    history: (): Html =>
      row({
        icon: "clock",
        title: texts.history.row,
        lines: [html`<span class="soft">${texts.history.aboutRow}</span>`],
        action: html`<a class="button quiet" href="/account/history">${texts.history.see}</a>`,
      }),

    profile: (): Html =>
      row({
        icon: "person",
        title: account.profile.row,
        lines: [html`<span class="soft">${account.profile.aboutRow}</span>`],
        action: html`<a class="button quiet" href="/account/profile">${account.profile.edit}</a>`,
      }),

    way: ({ providerId, name, link }: WayView): Html =>
      row({
        icon: "link",
        title: name,
        lines: [
          html`<span class="soft">${link === null ? account.ways.notLinked : (link.email ?? "")}</span>`,
        ],
        details:
          link === null
            ? []
            : [
                account.ways.linked(time(link.createdAt)),
                ...(link.lastUsedAt === null ? [] : [account.ways.used(time(link.lastUsedAt))]),
              ],
        action: button(
          `/account/identities/${link === null ? "link" : "unlink"}`,
          link === null ? account.ways.link : account.ways.unlink,
          account.ways.unseen(name),
          { provider: providerId },
        ),
      }),

    email: (view: {
      readonly email: string;
      readonly isVerified: boolean;
      readonly mayChangeAddress: boolean;
    }): Html =>
      row({
        icon: "letter",
        title: email.row,
        tag: view.isVerified ? email.verified : undefined,
        lines: [html`<span class="soft">${view.email}</span>`],
        ...(view.mayChangeAddress && {
          action: html`${
            view.isVerified
              ? ""
              : button("/account/email/verify", signUp.verify.ask, signUp.verify.unseen(view.email), {})
          }<a class="button quiet" href="/account/email">${email.change}</a>`,
        }),
      }),

    password: (hasPassword: boolean): Html =>
      row({
        icon: "key",
        title: account.security.password,
        lines: [
          html`<span class="soft">${hasPassword ? account.security.aboutPassword : account.security.noPassword}</span>`,
        ],
        action: html`<a class="button quiet" href="/account/password">${hasPassword ? account.password.title : account.password.set}</a>`,
      }),

    factors: ({ passkeys, totp }: Factors): Html => {
      const has = [
        ...(passkeys === 0 ? [] : [texts.passkeys.number(passkeys)]),
        ...(totp ? [texts.secondFactor.totp.row] : []),
      ];
      return row({
        icon: "shield",
        title: account.factors.title,
        lines: [html`<span class="soft">${has.join(" · ") || account.factors.none}</span>`],
        action: html`<a class="button quiet" href="/account/factors">${account.factors.manage}</a>`,
      });
    },

    everywhere: (): Html =>
      row({
        icon: "door",
        title: account.security.everywhere,
        lines: [html`<span class="soft">${account.security.aboutEverywhere}</span>`],
        action: html`<a class="button quiet" href="/account/sessions/end-others">${account.endOthers.button}</a>
<a class="button danger" href="/account/sessions/end-all">${account.endAll.button}</a>`,
      }),

    exported: (): Html =>
      row({
        icon: "file",
        title: account.data.exportRow,
        lines: [html`<span class="soft">${account.data.aboutExport}</span>`],
        action: html`<a class="button quiet" href="/account/export">${account.data.export}</a>`,
      }),

    deletion: (): Html =>
      row({
        icon: "bin",
        title: account.data.deleteRow,
        lines: [html`<span class="soft">${account.data.aboutDelete(graceDays)}</span>`],
        action: html`<a class="button danger" href="/account/delete">${account.data.delete}</a>`,
      }),

    app: (app: AppView): Html =>
      row({
        icon: "app",
        title: app.clientName,
        lines: [
          ...(app.host === null ? [] : [html`<span class="soft">${app.host}</span>`]),
          ...app.apis.map(({ name, scope }) => html`<strong>${name}</strong>: ${scope.join(" · ")}`),
        ],
        details: [account.apps.allowed(time(app.grantedAt))],
        action: button(
          "/account/consents/withdraw",
          account.apps.remove,
          account.apps.unseen(app.clientName),
          {
            client: app.clientId,
          },
        ),
      }),
  };
}
