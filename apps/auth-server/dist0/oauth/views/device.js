/** The pages on which a user lets a device in (RFC 8628 §3.3). */
import { hiddenFields } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
import { timesIn } from "../../http/views/times.js";
/** Where the code is typed. It proves nothing, so it may stand in the address. */
export const deviceCodePage = ({ email, typed, isWrong }) => ({ deviceGrant: device, consent }) => ({
    title: device.title,
    body: html `<section class="card narrow">
<h1>${device.title}</h1>
<p class="soft">${device.enter}</p>
<form method="get" action="/device">
<label for="user_code">${device.code}</label>
<input id="user_code" name="user_code" type="text" value="${typed}" class="code" autocapitalize="characters" autocomplete="off" autocorrect="off" spellcheck="false" maxlength="20" required autofocus${isWrong ? html ` aria-invalid="true" aria-describedby="problem"` : ""}>${isWrong
        ? html `
<p class="field-problem" role="alert" id="problem">${device.wrong}</p>`
        : ""}
<button class="main">${device.goOn}</button>
</form>
<p class="soft small after">${consent.signedInAs(email)} <a href="/login?continue=%2Fdevice">${consent.notYou}</a></p>
</section>`,
});
export const devicePage = (view) => (texts) => {
    const { deviceGrant: device, consent } = texts;
    const app = html `<strong>${view.clientName}</strong>`;
    return {
        title: device.allowTitle(view.clientName),
        body: html `<section class="card narrow">
<h1>${device.allowTitle(view.clientName)}</h1>
<p>${device.compare}</p>
<p class="code big">${view.userCode}</p>
<p class="caution">${device.onlyYours}</p>
<dl class="facts small">
<dt>${device.asked}</dt><dd>${timesIn(texts, view.now)(view.askedAt)}</dd>
<dt>${device.from}</dt><dd>${view.address}</dd>
<dt>${device.device}</dt><dd>${view.device}</dd>
</dl>
<p>${view.resourceName === null ? consent.asksWho(app) : consent.asks(app, html `<strong>${view.resourceName}</strong>`)}</p>
<ul class="ticks">${view.scope.map((text) => html `
<li>${text}</li>`)}
</ul>
<form method="post" action="/device" class="pair">${hiddenFields(view)}<input type="hidden" name="user_code" value="${view.userCode}">
<button class="main" name="decision" value="allow">${consent.allow}</button>
<button class="quiet" name="decision" value="deny">${device.deny}</button>
</form>
<p class="soft small">${consent.signedInAs(view.email)} <a href="/login?${new URLSearchParams({ continue: `/device?user_code=${view.userCode}` }).toString()}">${consent.notYou}</a></p>
</section>`,
    };
};
export const deviceDonePage = ({ isAllowed, clientName }) => ({ deviceGrant: device }) => ({
    title: isAllowed ? device.allowed : device.denied,
    body: html `<section class="card narrow">
<h1>${isAllowed ? device.allowed : device.denied}</h1>
<p>${isAllowed ? device.goBack(clientName) : device.nothingGiven(clientName)}</p>
<p><a class="button quiet" href="/account">${device.toAccount}</a></p>
</section>`,
});
//# sourceMappingURL=device.js.map