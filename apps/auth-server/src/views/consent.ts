/** The page on which a user lets an app act in their name, or does not. */
import { type FormState, hiddenFields } from "./forms.js";
import { html } from "./html.js";
import { page } from "./layout.js";

export interface ConsentView extends FormState {
  readonly clientName: string;
  readonly email: string;
  readonly resourceName: string;
  /** In words. */
  readonly scope: readonly string[];
  /** How long the app can go on without asking again, in words. */
  readonly lasts: string;
  /** Where the answer goes: the redirect URI's host or scheme. */
  readonly destination: string;
}

export const consentPage = (view: ConsentView): string =>
  page(
    `Allow ${view.clientName}?`,
    html`<section class="card narrow">
<h1>Allow <em>${view.clientName}</em>?</h1>
<p>It asks to act in your name at <strong>${view.resourceName}</strong>:</p>
<ul class="ticks">${view.scope.map(
      (line) => html`
<li>${line}</li>`,
    )}
</ul>
<p class="soft">${view.lasts} You can end this at any time on <a href="/account">your account</a>. The answer goes to
<strong>${view.destination}</strong>.</p>
<form method="post" action="/consent" class="pair">${hiddenFields(view)}
<button class="main" name="decision" value="allow">Allow</button>
<button class="quiet" name="decision" value="deny">Cancel</button>
</form>
<p class="soft small">Signed in as ${view.email}. <a href="/logout">Not you?</a></p>
</section>`,
  );
