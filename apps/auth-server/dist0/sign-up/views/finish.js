/** The page behind the link in a mail. */
import { hiddenFields } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
import { reveal } from "../../login/views/login.js";
import { longestPassword } from "../../users/password-text.js";
export const finishPage = (view) => ({ signUp: { title, finish: words }, login, account }) => {
    const { email, clientName, problem, signedInAs } = view;
    const isAbout = (field) => problem?.field === field;
    const said = (field) => problem === null || !isAbout(field)
        ? ""
        : html `
<p class="field-problem" role="alert" id="problem">${problem.text}</p>`;
    const wrong = html ` aria-invalid="true" aria-describedby="problem" autofocus`;
    return {
        title,
        script: reveal,
        body: html `<section class="card narrow">
<h1>${title}</h1>
<p class="soft">${clientName === null ? words.about(email) : words.aboutAnd(email, clientName)}</p>${signedInAs === null
            ? ""
            : html `
<p class="caution">${words.replaces(signedInAs)}</p>`}
<form method="post" action="/sign-up">${hiddenFields(view)}
<input type="hidden" name="token" value="${view.token}">
<input class="unseen" type="text" name="username" value="${email}" autocomplete="username" readonly tabindex="-1" aria-hidden="true">
<label for="name">${words.name} <span class="soft">(${words.optional})</span></label>
<input id="name" name="name" type="text" value="${view.name}" autocomplete="name" dir="auto" maxlength="200"${isAbout("name") ? wrong : ""}>${said("name")}
<div class="label"><label for="password">${words.password}</label>
<button type="button" id="reveal" class="plain" hidden data-show="${login.show}" data-hide="${login.hide}">${login.show}</button></div>
<input id="password" name="new_password" type="password" autocomplete="new-password" required minlength="8" maxlength="${longestPassword * 2}"${isAbout("new_password") ? wrong : html ` aria-describedby="rule"`}>${isAbout("new_password")
            ? said("new_password")
            : html `
<p class="soft small" id="rule">${account.password.rule}</p>`}
<button class="main">${title}</button>
</form>
<p class="after soft small">${words.notYours}</p>
</section>`,
    };
};
export const takenPage = ({ email, signIn }) => ({ signUp: { taken, signIn: label } }) => ({
    title: taken.title,
    body: html `<section class="card narrow">
<h1>${taken.title}</h1>
<p>${taken.what(email)}</p>
<p><a class="button main wide" href="${signIn}">${label}</a></p>
</section>`,
});
//# sourceMappingURL=finish.js.map