/** The pages behind the link that proves an address. */
import { hiddenFields } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
import { verifyPath } from "../verify-address.js";
export const verifyPage = (view) => ({ signUp: { verify: words } }) => ({
    title: words.title,
    body: html `<section class="card narrow">
<h1>${words.title}</h1>
<form method="post" action="${verifyPath}">${hiddenFields(view)}
<input type="hidden" name="token" value="${view.token}">
<p>${words.is(view.email)} ${words.consequence}</p>
<button class="main">${words.confirm}</button>
</form>
<p class="after soft small">${words.notYours}</p>
</section>`,
});
export const verifiedPage = (email) => ({ signUp: { verify: words }, refusal: { toAccount } }) => ({
    title: words.doneTitle,
    body: html `<section class="card narrow">
<h1>${words.doneTitle}</h1>
<p>${words.done(email)}</p>
<p><a class="button quiet" href="/account">${toAccount}</a></p>
</section>`,
});
//# sourceMappingURL=verify.js.map