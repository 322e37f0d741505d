/** The page that asks whether an account at a provider is to be linked. */
import { hiddenFields } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
export const confirmIdentityPage = (view) => ({ account, providers: { confirm } }) => ({
    title: confirm.title(view.name),
    body: html `<section class="card narrow">
<h1>${confirm.title(view.name)}</h1>
<p>${confirm.about(html `<strong>${view.email ?? confirm.nobody}</strong>`, view.name)}</p>
<p class="soft">${confirm.own}</p>
<form method="post" action="/account/identities/confirm">${hiddenFields(view)}
<div class="choices"><button class="main">${confirm.submit}</button> <a class="button quiet" href="/account#ways">${account.cancel}</a></div>
</form>
</section>`,
});
//# sourceMappingURL=identities.js.map