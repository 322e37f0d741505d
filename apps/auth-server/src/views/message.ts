/** A page that says what went wrong, and the form that carries an answer to a client. */
import type { OAuthError } from "@regrant/shared";
import { html } from "./html.js";
import { inlineScript, page } from "./layout.js";

/** For people whom an app sent here with a request that cannot be answered to the app. */
export const refusalPage = (error: OAuthError): string =>
  page(
    "This did not work",
    html`<section class="card narrow">
<h1>This did not work</h1>
<p>${error.message}</p>
<p class="soft">If an app sent you here, its makers will want to know: <a href="/errors/${error.reason}"><code>${error.reason}</code></a></p>
</section>`,
  );

/** In place of a redirect whose address is too long for one. It stays out of the browser's history. */
export const goingOnPage = (to: string): string =>
  page(
    "Going on",
    html`<section class="card narrow">
<h1>Going on…</h1>
<p><a href="${to}">Go on</a></p>
</section>`,
    html`
<meta http-equiv="refresh" content="0; url=${to}">`,
  );

/** It only presses the button. */
const submit = inlineScript("document.forms[0].submit()");
export const formPostScriptSource = submit.source;

/** The form_post response mode: the answer as a form, sent on by itself, or by hand where there is no script. */
export const formPostPage = (action: string, parameters: Readonly<Record<string, string>>): string =>
  page(
    "Going on",
    html`<form method="post" action="${action}" class="card narrow">${Object.entries(parameters).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
    )}
<h1>Going on…</h1>
<button class="main">Go on to the app</button>
</form>
${submit.element}`,
  );
