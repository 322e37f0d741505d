/** Authenticator app and recovery codes: their part of the page of second factors, and the pages that belong to them. */
import { encode } from "uqr";
import { buttonForm, hiddenFields } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
import { icon } from "./icons.js";
export const totpSection = (view, { secondFactor }) => {
    const { totp, recoveryCodes: codes } = secondFactor;
    const query = view.continueTo === undefined ? "" : `?${new URLSearchParams({ continue: view.continueTo })}`;
    return html `<section aria-labelledby="totp">
<h2 id="totp">${secondFactor.others}</h2>
<ul class="rows">
<li>${icon("phone")}<div class="what"><p class="name"><strong>${totp.row}</strong>${view.hasTotp ? html ` <span class="tag">${totp.on}</span>` : ""}</p>
<p class="soft small">${totp.about}</p></div>
<div class="do"><a class="button quiet" href="/account/factors/totp${query}">${view.hasTotp ? totp.replace : totp.setUp}</a>${view.hasTotp ? buttonForm("/account/factors/totp/remove", totp.remove, view, {}, "danger") : ""}</div></li>${view.recoveryCodes === null
        ? ""
        : html `
<li>${icon("key")}<div class="what"><p class="name"><strong>${codes.row}</strong></p>
<p class="soft small">${codes.about(view.recoveryCodes)}</p></div>
<div class="do">${buttonForm("/account/factors/recovery-codes", codes.renew, view)}</div></li>`}
</ul>
</section>`;
};
export const totpSetUpPage = (view) => ({ secondFactor, account }) => {
    const { totp: words } = secondFactor;
    return {
        title: words.title,
        body: html `<section class="card narrow">
<h1>${words.title}</h1>${view.replaces
            ? html `
<p class="soft">${words.replaces}</p>`
            : ""}
<p>${words.scan}</p>
${qrCode(view.uri, words.qrCode)}
<details class="by-hand">
<summary>${words.byHand}</summary>
<p><a href="${view.uri}">${words.open}</a></p>
<p>${words.key}<br><code class="key">${(view.secret.match(/.{1,4}/g) ?? []).join(" ")}</code></p>
<p class="soft small"><code>${view.uri}</code></p>
</details>
<form method="post" action="/account/factors/totp">${hiddenFields(view)}
<input type="hidden" name="secret" value="${view.sealed}">
<label for="code">${words.enter}</label>
<input id="code" name="code" type="text" class="digits" inputmode="numeric" autocomplete="one-time-code" required maxlength="20"${view.problem === null ? "" : html ` aria-invalid="true" aria-describedby="problem" autofocus`}>${view.problem === null
            ? ""
            : html `
<p class="field-problem" role="alert" id="problem">${view.problem}</p>`}
<div class="choices"><button class="main">${words.confirm}</button> <a class="button quiet" href="/account/factors">${account.cancel}</a></div>
</form>
</section>`,
    };
};
/** Dark on light in both schemes: not every reader takes the reverse. Attributes, since the policy allows no styles. */
function qrCode(text, label) {
    const { data, size } = encode(text, { ecc: "M", border: 4 });
    const path = data
        .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
        .join("");
    return html `<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${path}"/></svg>`;
}
export const recoveryCodesPage = (view) => ({ secondFactor: { recoveryCodes: words } }) => ({
    title: words.title,
    body: html `<section class="card narrow">
<h1>${words.title}</h1>
<p>${words.keep}</p>${view.isRenewal
        ? html `
<p class="soft">${words.old}</p>`
        : ""}
<ul class="codes">${view.codes.map((code) => html `
<li><code>${code}</code></li>`)}
</ul>
<p><a class="button main wide" href="${view.goOn}">${words.done}</a></p>
</section>`,
});
//# sourceMappingURL=totp.js.map