/** The pages on which a user takes the data away, or closes the account. */
import { hiddenFields } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
import { dayInWords } from "../../http/views/words.js";
import { graceDays } from "../../users/closing.js";
import { proofField } from "./proof.js";
export const exportPage = (view) => (texts) => {
    const { export: words } = texts.selfService;
    return {
        title: words.title,
        body: html `<section class="card narrow">
<h1>${words.title}</h1>
<p class="soft">${words.about}</p>
<form method="post" action="/account/export">${hiddenFields(view)}
${proofField(view, texts, true)}
<div class="choices"><button class="main">${words.submit}</button> <a class="button quiet" href="/account#data">${texts.account.cancel}</a></div>
</form>
</section>`,
    };
};
export const deletePage = (view) => (texts) => {
    const { deletion: words } = texts.selfService;
    return {
        title: words.title,
        body: html `<section class="card narrow">
<h1>${words.title}</h1>
<p>${words.at(graceDays)}</p>
<p>${words.goes}</p>
<p class="soft small">${words.stays(view.auditMonths)}</p>
<form method="post" action="/account/delete">${hiddenFields(view)}
${proofField(view, texts)}
<div class="choices"><button class="danger">${words.button}</button> <a class="button quiet" href="/account#data">${texts.account.cancel}</a></div>
</form>
</section>`,
    };
};
export const deletedPage = (deleteAt) => (texts) => {
    const { deletion: words } = texts.selfService;
    return {
        title: words.doneTitle,
        body: html `<section class="card narrow">
<h1>${words.doneTitle}</h1>
<p>${words.done(dayInWords(deleteAt, texts))}</p>
<div class="choices"><a class="button quiet" href="/login">${words.again}</a></div>
</section>`,
    };
};
//# sourceMappingURL=data.js.map