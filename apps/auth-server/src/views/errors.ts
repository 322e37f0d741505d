/** The pages of the reasons, made from the one table in packages/shared. */
import { type Reason, type ReasonEntry, reasons } from "@regrant/shared";
import { type Html, html } from "./html.js";
import { page } from "./layout.js";

export function errorPage(reason: Reason): string {
  const { error, meaning, remedy } = reasons[reason];
  return page(
    reason,
    html`<p class="soft"><code>${error}</code></p>
<h1><code>${reason}</code></h1>
<p class="lead">${meaning}</p>
<h2>What to do</h2>
<div class="card"><p>${remedy}</p></div>`,
  );
}

const listed = Object.entries<ReasonEntry>(reasons);
const codes = [...new Set(listed.map(([, { error }]) => error))];

const group = (code: string): Html => html`
<h2><code>${code}</code></h2>
<dl class="card">${listed
  .filter(([, { error }]) => error === code)
  .map(
    ([reason, { meaning }]) => html`
<dt><a href="/errors/${reason}"><code>${reason}</code></a></dt>
<dd>${meaning}</dd>`,
  )}
</dl>`;

export const errorIndexPage = page(
  "Why requests are refused",
  html`<h1>Why requests are refused</h1>
<p class="lead">Each refusal names its reason in <code>error_uri</code>. These are all of them, by the <code>error</code> that they
come with.</p>
${codes.map(group)}`,
);
