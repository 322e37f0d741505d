/** The pages on which a user changes the email address. */
import { hiddenFields } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
import { proofField } from "./proof.js";
export const emailPage = (view) => (texts) => {
    const { email: words } = texts.selfService;
    const { problem, isAboutAddress } = view;
    const proof = { ...view, problem: isAboutAddress ? null : problem };
    return {
        title: words.title,
        body: html `<section class="card narrow">
<h1>${words.title}</h1>
<p class="soft">${words.about(view.email)}</p>
<form method="post" action="/account/email">${hiddenFields(view)}
<label for="email">${words.new}</label>
<input id="email" name="email" type="text" inputmode="email" autocapitalize="none" autocorrect="off" spellcheck="false" autocomplete="email" required maxlength="400" value="${view.typed}"${isAboutAddress ? html ` aria-invalid="true" aria-describedby="problem"` : ""}${proof.problem === null ? html ` autofocus` : ""}>${isAboutAddress
            ? html `
<p class="field-problem" role="alert" id="problem">${problem ?? ""}</p>`
            : ""}
${proofField(proof, texts)}
<div class="choices"><button class="main">${words.submit}</button> <a class="button quiet" href="/account#profile">${texts.account.cancel}</a></div>
</form>
</section>`,
    };
};
export const emailSentPage = ({ email }) => ({ selfService: { email: words } }) => ({
    title: words.sentTitle,
    body: html `<section class="card narrow">
<h1>${words.sentTitle}</h1>
<p>${words.sent(email)}</p>
<p class="soft small">${words.nothingCame}</p>
<div class="choices"><a class="button quiet" href="/account">${words.toAccount}</a></div>
</section>`,
});
export const confirmPage = (view) => ({ account: { cancel }, selfService: { email: words } }) => ({
    title: words.confirmTitle,
    body: html `<section class="card narrow">
<h1>${words.confirmTitle}</h1>
<p>${words.confirm(view.email, view.old)}</p>
<form method="post" action="/account/email/confirm">${hiddenFields(view)}
<input type="hidden" name="token" value="${view.token}">
<div class="choices"><button class="main">${words.confirmButton}</button> <a class="button quiet" href="/account">${cancel}</a></div>
</form>
</section>`,
});
export const signInFirstPage = ({ selfService: { email: words } }) => ({
    title: words.confirmTitle,
    body: html `<section class="card narrow">
<h1>${words.confirmTitle}</h1>
<p>${words.signInFirst}</p>
<div class="choices"><a class="button main" href="/login">${words.signIn}</a></div>
</section>`,
});
export const takenPage = ({ selfService: { email: words } }) => ({
    title: words.confirmTitle,
    body: html `<section class="card narrow">
<h1>${words.confirmTitle}</h1>
<p class="problem" role="alert">${words.taken}</p>
<div class="choices"><a class="button quiet" href="/account">${words.toAccount}</a></div>
</section>`,
});
//# sourceMappingURL=email.js.map