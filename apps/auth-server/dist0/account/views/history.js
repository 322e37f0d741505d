/** The page that shows what happened with an account. */
import { html } from "../../http/views/html.js";
import { inlineScript } from "../../http/views/layout.js";
import { localTimes, timesIn } from "../../http/views/times.js";
import { list, rowsIn } from "./account-rows.js";
const script = inlineScript(localTimes);
export const historyPage = ({ email, events: { items, older }, isFirst, now }) => (texts) => {
    const { history, account } = texts;
    const rows = rowsIn(texts, { formToken: "" }, timesIn(texts, now));
    return {
        title: history.title,
        script,
        body: html `<div class="account-head">
<div><h1>${history.title}</h1>
<p class="soft">${email}</p></div>
<a class="button quiet" href="/account#security">${history.back}</a>
</div>
<p class="soft">${history.about} ${history.ifNotYou}</p>
${list(items.map(rows.happened), history.none)}
<p class="row">${isFirst ? "" : html `<a href="/account/history">${account.newest}</a>`}${older === null ? "" : html `<a href="/account/history?cursor=${older}">${account.more}</a>`}</p>`,
    };
};
//# sourceMappingURL=history.js.map