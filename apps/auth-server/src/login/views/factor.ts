/** The page that asks for the second factor. */
import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { askForPasskey, passkeyCodec, passkeyForm } from "../../factors/views/passkey-form.js";
import { type FormState, hiddenFields } from "../../http/views/forms.js";
import { type Html, html } from "../../http/views/html.js";
import { inlineScript, type View } from "../../http/views/layout.js";
import type { Texts } from "../../http/views/texts/en.js";

export interface FactorProblem {
  readonly text: string;
  /** Which field has to be filled in anew; null for none. */
  readonly field: "code" | "recovery_code" | null;
}

export interface FactorView extends FormState {
  readonly email: string;
  /** What the browser is asked for; null where the user has no passkey. */
  readonly passkey: PublicKeyCredentialRequestOptionsJSON | null;
  readonly hasTotp: boolean;
  readonly hasRecoveryCodes: boolean;
  readonly problem: FactorProblem | null;
  /** The login page, for somebody else. */
  readonly another: string;
  /** An app wants to be surer of who is signed in, and can be told that the user does not want to. */
  readonly isStepUp: boolean;
}

const script = inlineScript(`${passkeyCodec}\n${askForPasskey}`);

export const factorPage =
  (view: FactorView): View =>
  ({ secondFactor: words, passkeys }) => ({
    title: words.title,
    ...(view.passkey !== null && { script }),
    body: html`<section class="card narrow">
<h1>${words.title}</h1>
<p class="soft">${words.signingIn(view.email)}</p>${said(view, null)}${view.hasTotp ? codeForm(view, words) : ""}${passkeyForm(
      "/login/factor",
      { label: passkeys.confirm, style: view.hasTotp ? "quiet" : "main", instead: passkeys.needsScript },
      view.passkey,
      view,
    )}${
      view.hasRecoveryCodes ? recoveryForm(view, words) : ""
    }${view.isStepUp ? declineForm(view, words.decline) : ""}
<p class="small aside"><a href="${view.another}">${words.another}</a></p>
</section>`,
  });

const codeForm = (view: FactorView, words: Texts["secondFactor"]): Html => html`
<form method="post" action="/login/factor">${hiddenFields(view)}
<label for="code">${words.code}</label>
<input id="code" name="code" type="text" class="digits" inputmode="numeric" autocomplete="one-time-code" required maxlength="20"${wrong(view, "code")}>${said(view, "code")}
<button class="main">${words.submit}</button>
</form>`;

const recoveryForm = (view: FactorView, words: Texts["secondFactor"]): Html => html`
<details${view.problem?.field === "recovery_code" || !view.hasTotp ? html` open` : ""}>
<summary>${words.lost}</summary>
<form method="post" action="/login/factor">${hiddenFields(view)}
<label for="recovery_code">${words.recoveryCode}</label>
<input id="recovery_code" name="recovery_code" type="text" class="digits" autocapitalize="characters" autocorrect="off" autocomplete="off" spellcheck="false" required maxlength="60"${wrong(view, "recovery_code", html`recovery-rule`)}>${said(view, "recovery_code")}
<p class="soft small" id="recovery-rule">${words.recoveryRule}</p>
<button class="quiet">${words.useRecoveryCode}</button>
</form>
</details>`;

/** Tells the app that the user did not show a second factor. */
export const declineForm = (state: FormState, label: string): Html => html`
<form method="post" action="/login/decline">${hiddenFields(state)}
<button class="quiet">${label}</button>
</form>`;

const said = ({ problem }: FactorView, field: FactorProblem["field"]): Html | "" =>
  problem === null || problem.field !== field
    ? ""
    : html`
<p class="${field === null ? "problem" : "field-problem"}" role="alert" id="problem">${problem.text}</p>`;

function wrong({ problem }: FactorView, field: "code" | "recovery_code", rule?: Html): Html {
  const isWrong = problem?.field === field;
  const isNext = isWrong || (field === "code" && problem?.field !== "recovery_code");
  const about = [...(isWrong ? [html`problem`] : []), ...(rule === undefined ? [] : [rule])].map(
    ({ markup }) => markup,
  );
  return html`${isWrong ? html` aria-invalid="true"` : ""}${
    about.length === 0 ? "" : html` aria-describedby="${about.join(" ")}"`
  }${isNext ? html` autofocus` : ""}`;
}

/** After a recovery code: how many remain. */
export const recoveredPage =
  (view: { readonly remaining: number; readonly goOn: string }): View =>
  ({ secondFactor: words }) => ({
    title: words.recovered,
    body: html`<section class="card narrow">
<h1>${words.recovered}</h1>
<p>${words.remaining(view.remaining)}</p>
<p class="soft">${words.afterRecovery}</p>
<div class="choices"><a class="button main" href="${view.goOn}">${words.goOn}</a> <a class="button quiet" href="/account/factors">${words.toFactors}</a></div>
</section>`,
  });
