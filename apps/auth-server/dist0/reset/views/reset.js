/** The pages on which people get back into their account by mail. */
import { hiddenFields } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
import { longestPassword } from "../../users/password-text.js";
const toLogin = ({ continueTo }) => continueTo === undefined ? "/login" : `/login?${new URLSearchParams({ continue: continueTo })}`;
/** The field is of the type `text` for the same reasons as the login page's. */
export const resetPage = (view) => ({ login, selfService: { reset } }) => ({
    title: reset.title,
    body: html `<section class="card narrow">
<h1>${reset.title}</h1>
<p class="soft">${reset.about}</p>
<form method="post" action="/reset">${hiddenFields(view)}
<label for="username">${login.username}</label>
<input id="username" name="username" type="text" inputmode="email" autocapitalize="none" autocorrect="off" spellcheck="false" autocomplete="username" required maxlength="400" autofocus${view.isMissing ? html ` aria-invalid="true" aria-describedby="problem"` : ""}>${view.isMissing
        ? html `
<p class="field-problem" role="alert" id="problem">${login.usernameMissing}</p>`
        : ""}
<button class="main">${reset.submit}</button>
</form>
<p class="after"><a href="${toLogin(view)}">${reset.toLogin}</a></p>
</section>`,
});
export const sentPage = (view) => ({ selfService: { reset } }) => ({
    title: reset.sentTitle,
    body: html `<section class="card narrow">
<h1>${reset.sentTitle}</h1>
<p>${reset.sent(view.email)}</p>
<p>${reset.lasts(view.linkSeconds)}</p>
<p class="soft small">${reset.nothingCame}</p>
<div class="choices"><a class="button quiet" href="/reset">${reset.again}</a></div>
</section>`,
});
export const newPasswordPage = (view) => ({ account: { password }, selfService: { reset } }) => {
    const isRevert = view.purpose === "email_revert";
    const title = isRevert ? reset.revertTitle : reset.newTitle;
    const about = isRevert ? reset.revert(view.email) : reset.for(view.email);
    return {
        title,
        body: html `<section class="card narrow">
<h1>${title}</h1>
<p class="soft">${about}</p>
<form method="post" action="${view.path}">${hiddenFields(view)}
<input type="hidden" name="token" value="${view.token}">
<input class="unseen" type="text" name="username" value="${view.email}" autocomplete="username" readonly tabindex="-1" aria-hidden="true">
<label for="new_password">${password.new}</label>
<input id="new_password" name="new_password" type="password" autocomplete="new-password" required minlength="8" maxlength="${longestPassword * 2}" autofocus aria-describedby="${view.problem === null ? "rule" : "problem"}"${view.problem === null ? "" : html ` aria-invalid="true"`}>${view.problem === null
            ? ""
            : html `
<p class="field-problem" role="alert" id="problem">${view.problem}</p>`}
<p class="soft small" id="rule">${password.rule} ${reset.ends}</p>
<button class="main">${reset.save}</button>
</form>
</section>`,
    };
};
//# sourceMappingURL=reset.js.map