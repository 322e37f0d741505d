/** Other OpenID providers on the login page, and what went wrong on the way to one. */
import { buttonForm } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
export const providerButtons = (view, { providers: texts }) => view.providers.length === 0
    ? ""
    : html `
<h2 class="or">${texts.or}</h2>
<div class="providers">${view.providers.map(({ id, name }) => html `
${buttonForm(`/login/providers/${id}`, texts.continueWith(name), view)}`)}
</div>`;
export const providerProblemPage = ({ reason, name, back, isLinking }) => ({ providers, refusal }) => {
    const { title, what, now } = providers.problems[reason];
    return {
        title,
        body: html `<section class="card narrow">
<h1>${title}</h1>
<p>${what(name ?? providers.thisProvider)}</p>
<h2>${refusal.whatNow}</h2>
<p>${now}</p>
<p><a class="button main" href="${back}">${isLinking ? providers.backToAccount : providers.backToSignIn}</a></p>
</section>`,
    };
};
//# sourceMappingURL=providers.js.map