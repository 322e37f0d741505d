/** The page that shows what happened with an account. */
import { html } from "../../http/views/html.js";
import { inlineScript, type View } from "../../http/views/layout.js";
import type { Items } from "./account.js";
import { type HistoryView, list, rowsIn } from "./account-rows.js";
import { localTimes, timesIn } from "./times.js";

interface HistoryPageView {
  readonly email: string;
  readonly events: Items<HistoryView>;
  readonly isFirst: boolean;
  /** By the clock that the times are of. */
  readonly now: Date;
}

const script = inlineScript(localTimes);

export const historyPage =
  ({ email, events: { items, older }, isFirst, now }: HistoryPageView): View =>
  (texts) => {
    const { history, account } = texts;
    const rows = rowsIn(texts, { formToken: "" }, timesIn(texts, now));
    return {
      title: history.title,
      script,
      body: html`<div class="account-head">
<div><h1>${history.title}</h1>
<p class="soft">${email}</p></div>
<a class="button quiet" href="/account#security">${history.back}</a>
</div>
<p class="soft">${history.about} ${history.ifNotYou}</p>
${list(items.map(rows.happened), history.none)}
<p class="row">${isFirst ? "" : html`<a href="/account/history">${account.newest}</a>`}${
        older === null ? "" : html`<a href="/account/history?cursor=${older}">${account.more}</a>`
      }</p>`,
    };
  };
