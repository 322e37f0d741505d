/**
 * The page on which a user signs in. A field of the type `email` would refuse letters beyond ASCII before the @, and send the
 * domain otherwise than it was typed.
 */
import { askForPasskey, passkeyCodec, passkeyForm } from "../../factors/views/passkey-form.js";
import { hiddenFields } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
import { inlineScript } from "../../http/views/layout.js";
import { longestPassword } from "../../users/password-text.js";
import { providerButtons } from "./providers.js";
/** The field is one for passwords again before a browser remembers what was typed. */
const revealPassword = `{const b=document.getElementById("reveal"),p=document.getElementById("password")
const show=on=>{p.type=on?"text":"password";b.textContent=on?b.dataset.hide:b.dataset.show}
b.hidden=false
b.addEventListener("click",()=>{show(p.type==="password");p.focus()})
p.form.addEventListener("submit",()=>show(false))}`;
/** Without these the buttons stay hidden. */
export const reveal = inlineScript(revealPassword);
const script = inlineScript(`${revealPassword}
${passkeyCodec}
${askForPasskey}`);
export const loginPage = (view) => (texts) => {
    const { login, selfService: { reset }, signUp, passkeys, } = texts;
    return {
        title: login.title,
        script,
        body: html `<section class="card narrow">
<h1>${login.title}</h1>
<p class="soft">${leadsTo(view, login)}</p>${signedIn(view, login)}
<form method="post" action="/login">${hiddenFields(view)}${view.problem?.fields.length === 0 ? said(view.problem) : ""}
<label for="username">${login.username}</label>
<input id="username" name="username" type="text" inputmode="email" autocapitalize="none" autocorrect="off" spellcheck="false" value="${view.username}" autocomplete="username webauthn" required maxlength="400"${wrong(view, "username")}>${view.problem?.fields[0] === "username" && view.problem.fields.length === 1 ? said(view.problem) : ""}
<div class="label"><label for="password">${login.password}</label>
<button type="button" id="reveal" class="plain" hidden data-show="${login.show}" data-hide="${login.hide}">${login.show}</button></div>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="${longestPassword * 2}"${wrong(view, "password")}>${view.problem?.fields.includes("password") ? said(view.problem) : ""}
<button class="${view.goOn === null ? "main" : "quiet"}">${login.submit}</button>
</form>${passkeyForm("/login/passkey", { label: passkeys.signIn }, view.passkey, view)}${providerButtons(view, texts)}${view.reset === null
            ? ""
            : html `
<p class="after"><a href="${view.reset}">${reset.forgot}</a></p>`}${view.signUp === null
            ? ""
            : html `
<p class="after soft">${signUp.question} <a href="${view.signUp}">${signUp.title}</a></p>`}
</section>`,
    };
};
function leadsTo({ clientName, toAccountPage }, login) {
    if (clientName !== null)
        return login.toContinue(clientName);
    return toAccountPage ? login.toAccountPage : login.toAccount;
}
const said = ({ text, fields }) => html `
<p class="${fields.length === 0 ? "problem" : "field-problem"}" role="alert" id="problem">${text}</p>`;
/** The field is named as wrong, and the first that is empty or wrong has the cursor. */
function wrong({ username, problem, goOn }, field) {
    const isWrong = problem?.fields.includes(field) ?? false;
    const [only, ...others] = problem?.fields ?? [];
    const next = others.length === 0 && only !== undefined ? only : username === "" ? "username" : "password";
    const isOptional = goOn !== null && problem === null;
    const isNext = field === next && !isOptional;
    return html `${isWrong ? html ` aria-invalid="true"` : ""}${problem === null || !(isWrong || isNext) ? "" : html ` aria-describedby="problem"`}${isNext ? html ` autofocus` : ""}`;
}
function signedIn({ signedInAs, goOn }, login) {
    if (signedInAs === null)
        return "";
    if (goOn === null)
        return html `
<p>${login.confirm(signedInAs)}</p>`;
    return html `
<p>${login.already(signedInAs)}</p>
<p><a class="button main wide" href="${goOn}">${login.goOn}</a></p>
<h2 class="or">${login.another}</h2>`;
}
//# sourceMappingURL=login.js.map