/** Other OpenID providers on the login page, and what went wrong on the way to one. */
import { buttonForm, type FormState } from "../../http/views/forms.js";
import { type Html, html } from "../../http/views/html.js";
import type { View } from "../../http/views/layout.js";
import type { Texts } from "../../http/views/texts/en.js";
import type { NamedProvider } from "../../providers/provider-clients.js";

export type ProviderProblem = keyof Texts["providers"]["problems"];

interface Offer extends FormState {
  readonly providers: readonly NamedProvider[];
}

export const providerButtons = (view: Offer, { providers: texts }: Texts): Html | "" =>
  view.providers.length === 0
    ? ""
    : html`
<h2 class="or">${texts.or}</h2>
<div class="providers">${view.providers.map(
        ({ id, name }) => html`
${buttonForm(`/login/providers/${id}`, texts.continueWith(name), view)}`,
      )}
</div>`;

interface Problem {
  readonly reason: ProviderProblem;
  /** Of the provider; null if that is not known. */
  readonly name: string | null;
  readonly back: string;
  readonly isLinking: boolean;
}

export const providerProblemPage =
  ({ reason, name, back, isLinking }: Problem): View =>
  ({ providers, refusal }) => {
    const { title, what, now } = providers.problems[reason];
    return {
      title,
      body: html`<section class="card narrow">
<h1>${title}</h1>
<p>${what(name ?? providers.thisProvider)}</p>
<h2>${refusal.whatNow}</h2>
<p>${now}</p>
<p><a class="button main" href="${back}">${isLinking ? providers.backToAccount : providers.backToSignIn}</a></p>
</section>`,
    };
  };
