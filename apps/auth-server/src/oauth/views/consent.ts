/** The page on which a user lets an app act in their name, or does not. */
import { type FormState, hiddenFields } from "../../http/views/forms.js";
import { type Html, html } from "../../http/views/html.js";
import type { View } from "../../http/views/layout.js";
import type { Texts } from "../../http/views/texts/en.js";

export interface ConsentView extends FormState {
  readonly clientName: string;
  readonly email: string;
  /** Null if the app only signs the user in. */
  readonly resourceName: string | null;
  readonly scope: readonly AskedScope[];
  /** Nothing was allowed to the app before, at any API. */
  readonly isFirst: boolean;
  /** How long a sign-in lasts at most. */
  readonly lastsSeconds: number;
  /** Where the answer goes: the redirect URI's host, or its scheme where an app on this device has one of its own. */
  readonly destination: string;
  readonly isLocal: boolean;
  /** Where a client that no operator registered says it comes from; null if it does not say. Undefined for an operator's client. */
  readonly strangerFrom?: string | null;
}

export interface AskedScope {
  /** In words. */
  readonly text: string;
  readonly granted: boolean;
}

const whatFor = ({ resourceName }: ConsentView, consent: Texts["consent"], app: Html): Html =>
  resourceName === null ? consent.asksWho(app) : consent.asks(app, html`<strong>${resourceName}</strong>`);

const strangerNote = ({ strangerFrom }: ConsentView, consent: Texts["consent"]): Html | string => {
  if (strangerFrom === undefined) return "";
  const note =
    strangerFrom === null
      ? consent.registeredItself
      : consent.fromHost(html`<strong>${strangerFrom}</strong>`);
  return html`<p class="caution">${note}</p>
`;
};

export const consentPage =
  (view: ConsentView): View =>
  ({ consent }) => {
    const address = html`<strong>${view.destination}</strong>`;
    const line = ({ text, granted }: AskedScope): Html => html`
<li>${text}${granted ? html` <span class="tag">${consent.granted}</span>` : ""}</li>`;
    return {
      title: consent.title(view.clientName),
      body: html`<section class="card narrow">
<h1>${consent.heading(html`<em>${view.clientName}</em>`)}</h1>${
        view.isFirst
          ? html`
<p class="soft">${consent.firstUse}</p>`
          : ""
      }
${strangerNote(view, consent)}<p>${whatFor(view, consent, view.isLocal ? consent.local(address) : address)}</p>
<ul class="ticks">${view.scope.map(line)}
</ul>
<p class="soft">${consent.lasts(view.lastsSeconds)} ${consent.untilRevoked}</p>
<form method="post" action="/consent" class="pair">${hiddenFields(view)}
<button class="main" name="decision" value="allow">${consent.allow}</button>
<button class="quiet" name="decision" value="deny">${consent.cancel}</button>
</form>
<p class="soft small">${view.isLocal ? consent.returnToApp : consent.returnTo(address)}</p>
<p class="soft small">${consent.signedInAs(view.email)} <a href="/login?${new URLSearchParams({ continue: view.continueTo ?? "" }).toString()}">${consent.notYou}</a></p>
</section>`,
    };
  };
