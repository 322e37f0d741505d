/** The pages of the reasons, made from the one table in packages/shared. */
import { type Reason, type ReasonEntry, reasons } from "@regrant/shared";
import { html } from "./html.js";
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

export const errorIndexPage = page(
  "Why requests are refused",
  html`<h1>Why requests are refused</h1>
<p class="lead">Each refusal names its reason in <code>error_uri</code>. These are all of them.</p>
<dl>${listed.map(
    ([reason, { meaning }]) => html`
<dt><a href="/errors/${reason}"><code>${reason}</code></a></dt>
<dd>${meaning}</dd>`,
  )}
</dl>`,
);
