/** The account's forms that have a page of their own: the password, and the question before everything ends. */
import { hiddenFields } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
import { longestPassword } from "../../users/password-text.js";
/** Password managers look for the login to update in a text field, and pass over `type="hidden"`. */
const username = (email) => html `<input class="unseen" type="text" name="username" value="${email}" autocomplete="username" readonly tabindex="-1" aria-hidden="true">`;
export const passwordPage = (view) => (texts) => {
    const { password: words, cancel } = texts.account;
    const { problem } = view;
    const isAbout = (field) => problem?.field === field;
    const message = (field) => problem === null || problem.field !== field
        ? ""
        : html `
<p class="${field === null ? "problem" : "field-problem"}" role="alert" id="problem">${problem.text}</p>`;
    /** The first field that has to be filled in, or filled in again. */
    const focused = isAbout("new_password") || !view.hasPassword ? "new_password" : "password";
    const title = view.hasPassword ? words.title : words.set;
    const field = (name, hint = "") => html `${isAbout(name) ? html ` aria-invalid="true" aria-describedby="problem"` : hint}${name === focused ? html ` autofocus` : ""}`;
    const current = html `
<label for="password">${words.current}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="${longestPassword * 2}"${field("password")}>${message("password")}`;
    return {
        title,
        body: html `<section class="card narrow">
<h1>${title}</h1>
<p class="soft">${view.hasPassword ? words.about : words.aboutSet}</p>${message(null)}
<form method="post" action="/account/password">${hiddenFields(view)}
${username(view.email)}${view.hasPassword ? current : ""}
<label for="new_password">${words.new}</label>
<input id="new_password" name="new_password" type="password" autocomplete="new-password" required minlength="8" maxlength="${longestPassword * 2}"${field("new_password", html ` aria-describedby="rule"`)}>${message("new_password")}
<p class="soft small" id="rule">${words.rule}</p>
<div class="choices"><button class="main">${title}</button> <a class="button quiet" href="/account#security">${cancel}</a></div>
</form>
</section>`,
    };
};
export const endPage = (view) => ({ account, logout }) => {
    const { willEnd } = account;
    const words = account[view.which];
    const lines = [
        ...(view.sessions > view.most
            ? [willEnd.moreSessions(view.most)]
            : view.sessions > 0
                ? [willEnd.sessions(view.sessions)]
                : []),
        ...(view.browsers > view.most
            ? [willEnd.moreBrowsers(view.most)]
            : view.browsers > 0
                ? [willEnd.browsers(view.browsers)]
                : []),
    ];
    return {
        title: words.title,
        body: html `<section class="card narrow">
<h1>${words.title}</h1>${lines.length === 0
            ? html `
<p>${willEnd.nothing}</p>`
            : html `
<ul class="ends">${lines.map((line) => html `
<li>${line}</li>`)}
</ul>`}
<p>${words.stays}</p>
<p class="soft small">${logout.delay}</p>
<form method="post" action="/account/sessions/${view.which === "endAll" ? "end-all" : "end-others"}">${hiddenFields(view)}
<div class="choices"><button class="danger">${words.button}</button> <a class="button quiet" href="/account#security">${account.cancel}</a></div>
</form>
</section>`,
    };
};
//# sourceMappingURL=account-forms.js.map