/** The page on which a user signs out of this browser, and what it says afterwards. */
import { hiddenFields } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
const list = (apps) => html `
<ul>${apps.map((app) => html `
<li>${app}</li>`)}
</ul>`;
/** With `continueTo`, a client asked for it: then its sessions end, too. */
export const logoutPage = (view) => ({ logout }) => ({
    title: logout.title,
    body: html `<section class="card narrow">
<h1>${logout.heading}</h1>
<p class="soft">${logout.signedInAs(view.email)}</p>${view.apps.length === 0
        ? ""
        : html `
<p>${view.continueTo === undefined ? logout.appsStay : logout.appsEnd}</p>${list(view.apps)}`}
<form method="post" action="/logout">${hiddenFields(view)}${view.apps.length === 0 || view.continueTo !== undefined
        ? ""
        : html `
<label class="check"><input type="checkbox" name="apps" value="end"> ${logout.appsToo}</label>`}
<div class="pair"><button class="main">${logout.submit}</button> <a class="button quiet" href="/account">${logout.stay}</a></div>
</form>
</section>`,
});
const appsText = { remain: "appsRemain", end: "appsEnded" };
export const isApps = (value) => Object.hasOwn(appsText, value ?? "");
export const loggedOutPage = (apps) => ({ logout }) => ({
    title: logout.doneTitle,
    body: html `<section class="card narrow">
<h1>${logout.done}</h1>${apps === null
        ? ""
        : html `
<p>${logout[appsText[apps]]}</p>`}
<p><a class="button quiet" href="/login">${logout.again}</a></p>
</section>`,
});
export const signedOutEverywherePage = (ended) => ({ logout }) => ({
    title: logout.everywhereTitle,
    body: html `<section class="card narrow">
<h1>${logout.everywhere}</h1>
<p>${ended} ${logout.thisBrowserToo}</p>
<p class="soft">${logout.delay}</p>
<p><a class="button quiet" href="/login">${logout.again}</a></p>
</section>`,
});
//# sourceMappingURL=logout.js.map