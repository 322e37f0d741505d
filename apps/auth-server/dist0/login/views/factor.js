import { askForPasskey, passkeyCodec, passkeyForm } from "../../factors/views/passkey-form.js";
import { hiddenFields } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
import { inlineScript } from "../../http/views/layout.js";
const script = inlineScript(`${passkeyCodec}\n${askForPasskey}`);
export const factorPage = (view) => ({ secondFactor: words, passkeys }) => ({
    title: words.title,
    ...(view.passkey !== null && { script }),
    body: html `<section class="card narrow">
<h1>${words.title}</h1>
<p class="soft">${words.signingIn(view.email)}</p>${said(view, null)}${view.hasTotp ? codeForm(view, words) : ""}${passkeyForm("/login/factor", { label: passkeys.confirm, style: view.hasTotp ? "quiet" : "main", instead: passkeys.needsScript }, view.passkey, view)}${view.hasRecoveryCodes ? recoveryForm(view, words) : ""}${view.isStepUp ? declineForm(view, words.decline) : ""}
<p class="small aside"><a href="${view.another}">${words.another}</a></p>
</section>`,
});
const codeForm = (view, words) => html `
<form method="post" action="/login/factor">${hiddenFields(view)}
<label for="code">${words.code}</label>
<input id="code" name="code" type="text" class="digits" inputmode="numeric" autocomplete="one-time-code" required maxlength="20"${wrong(view, "code")}>${said(view, "code")}
<button class="main">${words.submit}</button>
</form>`;
const recoveryForm = (view, words) => html `
<details${view.problem?.field === "recovery_code" || !view.hasTotp ? html ` open` : ""}>
<summary>${words.lost}</summary>
<form method="post" action="/login/factor">${hiddenFields(view)}
<label for="recovery_code">${words.recoveryCode}</label>
<input id="recovery_code" name="recovery_code" type="text" class="digits" autocapitalize="characters" autocorrect="off" autocomplete="off" spellcheck="false" required maxlength="60"${wrong(view, "recovery_code", html `recovery-rule`)}>${said(view, "recovery_code")}
<p class="soft small" id="recovery-rule">${words.recoveryRule}</p>
<button class="quiet">${words.useRecoveryCode}</button>
</form>
</details>`;
/** Tells the app that the user did not show a second factor. */
export const declineForm = (state, label) => html `
<form method="post" action="/login/decline">${hiddenFields(state)}
<button class="quiet">${label}</button>
</form>`;
const said = ({ problem }, field) => problem === null || problem.field !== field
    ? ""
    : html `
<p class="${field === null ? "problem" : "field-problem"}" role="alert" id="problem">${problem.text}</p>`;
function wrong({ problem }, field, rule) {
    const isWrong = problem?.field === field;
    const isNext = isWrong || (field === "code" && problem?.field !== "recovery_code");
    const about = [...(isWrong ? [html `problem`] : []), ...(rule === undefined ? [] : [rule])].map(({ markup }) => markup);
    return html `${isWrong ? html ` aria-invalid="true"` : ""}${about.length === 0 ? "" : html ` aria-describedby="${about.join(" ")}"`}${isNext ? html ` autofocus` : ""}`;
}
/** After a recovery code: how many remain. */
export const recoveredPage = (view) => ({ secondFactor: words }) => ({
    title: words.recovered,
    body: html `<section class="card narrow">
<h1>${words.recovered}</h1>
<p>${words.remaining(view.remaining)}</p>
<p class="soft">${words.afterRecovery}</p>
<div class="choices"><a class="button main" href="${view.goOn}">${words.goOn}</a> <a class="button quiet" href="/account/factors">${words.toFactors}</a></div>
</section>`,
});
//# sourceMappingURL=factor.js.map