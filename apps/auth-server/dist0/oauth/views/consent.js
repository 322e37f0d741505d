/** The page on which a user lets an app act in their name, or does not. */
import { hiddenFields } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
const whatFor = ({ resourceName }, consent, app) => resourceName === null ? consent.asksWho(app) : consent.asks(app, html `<strong>${resourceName}</strong>`);
const strangerNote = ({ strangerFrom }, consent) => {
    if (strangerFrom === undefined)
        return "";
    const note = strangerFrom === null
        ? consent.registeredItself
        : consent.fromHost(html `<strong>${strangerFrom}</strong>`);
    return html `<p class="caution">${note}</p>
`;
};
export const consentPage = (view) => ({ consent }) => {
    const address = html `<strong>${view.destination}</strong>`;
    const line = ({ text, granted }) => html `
<li>${text}${granted ? html ` <span class="tag">${consent.granted}</span>` : ""}</li>`;
    return {
        title: consent.title(view.clientName),
        body: html `<section class="card narrow">
<h1>${consent.heading(html `<em>${view.clientName}</em>`)}</h1>${view.isFirst
            ? html `
<p class="soft">${consent.firstUse}</p>`
            : ""}
${strangerNote(view, consent)}<p>${whatFor(view, consent, view.isLocal ? consent.local(address) : address)}</p>
<ul class="ticks">${view.scope.map(line)}
</ul>
<p class="soft">${consent.lasts(view.lastsSeconds)} ${consent.untilRevoked}</p>
<form method="post" action="/consent" class="pair">${hiddenFields(view)}
<button class="main" name="decision" value="allow">${consent.allow}</button>
<button class="quiet" name="decision" value="deny">${consent.cancel}</button>
</form>
<p class="soft small">${view.isLocal ? consent.returnToApp : consent.returnTo(address)}</p>
<p class="soft small">${consent.signedInAs(view.email)} <a href="/login?${new URLSearchParams({ continue: view.continueTo ?? "" }).toString()}">${consent.notYou}</a></p>
</section>`,
    };
};
//# sourceMappingURL=consent.js.map