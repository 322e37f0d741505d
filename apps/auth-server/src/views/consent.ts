/** The page on which a user lets an app act in their name, or does not. */
import { type FormState, hiddenFields } from "./forms.js";
import { html } from "./html.js";
import type { View } from "./layout.js";

export interface ConsentView extends FormState {
  readonly clientName: string;
  readonly email: string;
  readonly resourceName: string;
  /** In words. */
  readonly scope: readonly string[];
  /** How long the app can go on without asking again. */
  readonly lastsSeconds: number;
  /** Where the answer goes: the redirect URI's host or scheme. */
  readonly destination: string;
}

export const consentPage =
  (view: ConsentView): View =>
  ({ consent }) => ({
    title: consent.title(view.clientName),
    body: html`<section class="card narrow">
<h1>${consent.heading(html`<em>${view.clientName}</em>`)}</h1>
<p>${consent.asks(html`<strong>${view.resourceName}</strong>`)}</p>
<ul class="ticks">${view.scope.map(
      (line) => html`
<li>${line}</li>`,
    )}
</ul>
<p class="soft">${consent.lasts(view.lastsSeconds)} ${consent.untilRevoked}
${consent.returnTo(html`<strong>${view.destination}</strong>`)}</p>
<form method="post" action="/consent" class="pair">${hiddenFields(view)}
<button class="main" name="decision" value="allow">${consent.allow}</button>
<button class="quiet" name="decision" value="deny">${consent.cancel}</button>
</form>
<p class="soft small">${consent.signedInAs(view.email)} <a href="/logout">${consent.notYou}</a></p>
</section>`,
  });
