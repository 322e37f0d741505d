/** The pages around the mail: which address is it for, and then: look there. */
import { hiddenFields } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
/** As on the login page, the field is not of the type `email`. */
export const askPage = (view) => ({ signUp: words, login }) => ({
    title: words.title,
    body: html `<section class="card narrow">
<h1>${words.title}</h1>
${view.clientName === null
        ? ""
        : html `<p class="soft">${login.toContinue(view.clientName)}</p>
`}<p class="soft">${words.toStart}</p>
<form method="post" action="/sign-up">${hiddenFields(view)}
<label for="email">${words.email}</label>
<input id="email" name="email" type="text" inputmode="email" autocapitalize="none" autocorrect="off" spellcheck="false" value="${view.email}" autocomplete="email" required maxlength="400" autofocus${view.problem === null
        ? html `>`
        : html ` aria-invalid="true" aria-describedby="problem">
<p class="field-problem" role="alert" id="problem">${view.problem}</p>`}
<button class="main">${words.send}</button>
</form>
<p class="after soft">${words.have} <a href="${view.signIn}">${words.signIn}</a></p>
</section>`,
});
export const sentPage = ({ email, again }) => ({ signUp: { sent } }) => ({
    title: sent.title,
    body: html `<section class="card narrow">
<h1>${sent.title}</h1>
<p>${sent.what(email)}</p>
<p class="soft">${sent.nothing}</p>
<p><a class="button quiet" href="${again}">${sent.again}</a></p>
</section>`,
});
//# sourceMappingURL=ask.js.map