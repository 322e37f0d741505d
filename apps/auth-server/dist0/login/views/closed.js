/** The page that offers to keep an account which its user has closed. */
import { hiddenFields } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
import { dayInWords } from "../../http/views/words.js";
export const closedPage = (view) => (texts) => {
    const { closed } = texts.selfService;
    return {
        title: closed.title,
        body: html `<section class="card narrow">
<h1>${closed.title}</h1>
<p class="soft">${view.email}</p>
<p>${closed.until(dayInWords(view.deleteAt, texts))}</p>
<p>${closed.kept}</p>
<form method="post" action="/login/closed">${hiddenFields(view)}
<div class="choices"><button class="main">${closed.keep}</button> <a class="button quiet" href="/login">${closed.leave}</a></div>
</form>
</section>`,
    };
};
//# sourceMappingURL=closed.js.map