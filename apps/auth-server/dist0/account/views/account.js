/** The page on which users see where they are signed in, what apps may do in their name, and end both. */
import { html } from "../../http/views/html.js";
import { inlineScript } from "../../http/views/layout.js";
import { localTimes, timesIn } from "../../http/views/times.js";
import { list, rowsIn, } from "./account-rows.js";
/**
 * Brought back from the back/forward cache, the page is as old as it was left, and whoever sits there may be signed out by
 * now: it is hidden and asked for anew.
 */
const askAnew = 'addEventListener("pageshow",e=>{if(e.persisted){document.body.hidden=true;location.replace("/account")}})';
const script = inlineScript(`${askAnew}\n${localTimes}`);
export const accountPage = (view) => (texts) => {
    const { account } = texts;
    const rows = rowsIn(texts, view, timesIn(texts, view.now));
    const sectionOf = (name, content, about = "") => section(view, texts, name, content, about);
    const listOf = (name, { items, older }, rowOf) => sectionOf(name, html `${list(items.map(rowOf), account[name].none)}${paging(name, older, view, texts)}`, html `<p class="soft">${account[name].about}</p>`);
    // What somebody else may have done must not stand below a long list.
    const isAlarming = view.ended.some(({ alarming }) => alarming);
    const ended = view.ended.length === 0
        ? ""
        : html `<section aria-labelledby="ended">
<h2 id="ended">${account.ended.title}</h2>
<p class="soft">${account.ended.about}</p>
${list(view.ended.map(rows.ended))}
</section>`;
    return {
        title: account.title,
        script,
        body: html `<div class="account-head">
<div><h1>${account.title}</h1>
<p class="soft">${view.email}</p></div>
<a class="button quiet" href="/logout">${account.signOut}</a>
</div>
<nav class="account-nav" aria-label="${account.onThisPage}">${sections
            .filter((name) => name !== "ways" || view.ways.length > 0)
            .map((name) => html `
<a href="#${name}">${account[name].title}</a>`)}
</nav>
${isAlarming ? ended : ""}
${sectionOf("profile", list([rows.profile(), rows.email(view)]))}
${listOf("sessions", view.sessions, rows.session)}
${isAlarming ? "" : ended}
${listOf("browsers", view.browsers, rows.browser)}
${listOf("apps", view.apps, rows.app)}
${view.ways.length === 0
            ? ""
            : sectionOf("ways", list(view.ways.map(rows.way)), html `<p class="soft">${account.ways.about}</p>`)}
${sectionOf("security", list([rows.password(view.hasPassword), rows.factors(view.factors), rows.history(), rows.everywhere()]))}
${sectionOf("data", list([rows.exported(), rows.deletion()]))}`,
    };
};
const sections = ["profile", "sessions", "browsers", "apps", "ways", "security", "data"];
/** One that something was just done in says so, and there the page is opened. */
const section = ({ notice }, { account }, name, content, about) => html `<section aria-labelledby="${name}">
<h2 id="${name}">${account[name].title}</h2>
${about}${notice?.section === name
    ? html `
<p class="notice" role="status" id="done" tabindex="-1">${notice.text}</p>`
    : ""}
${content}
</section>`;
const paging = (name, older, { isFirst }, { account }) => older === null && isFirst
    ? ""
    : html `
<p class="row">${isFirst ? "" : html `<a href="/account#${name}">${account.newest}</a>`}${older === null ? "" : html `<a href="/account?${name}=${older}#${name}">${account.more}</a>`}</p>`;
//# sourceMappingURL=account.js.map