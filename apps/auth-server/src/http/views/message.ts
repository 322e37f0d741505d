/** A page that says what went wrong, and the form that carries an answer to a client. */
import type { OAuthError, Reason } from "@regrant/shared";
import { type Html, html } from "./html.js";
import { inlineScript, type View } from "./layout.js";
import type { Texts } from "./texts/en.js";

interface Refusal {
  readonly error: OAuthError;
  readonly requestId: string;
  readonly at: Date;
  /** An app made the request, and a person carried it here. */
  readonly fromApp: boolean;
  /** Where the same page is asked for anew; null where asking again would change nothing. */
  readonly again: string | null;
}

type Kind = Exclude<keyof Texts["refusal"], "whatNow" | "tryAgain" | "openAgain" | "toAccount" | Detail>;
type Detail = "details" | "reason" | "description" | "requestId" | "time";

const kinds: Partial<Readonly<Record<Reason, Kind>>> = {
  not_found: "nothingThere",
  request_malformed: "nothingThere",
  method_not_allowed: "notForPeople",
  request_uri_used: "signInDone",
  request_uri_expired: "signInExpired",
  request_uri_unknown: "signInExpired",
  client_disabled: "appDisabled",
  form_token_mismatch: "pageTooOld",
  cookie_missing: "noCookies",
  head_too_large: "tooManyCookies",
  mailed_link_unusable: "linkUnusable",
};

function kindOf({ error: { reason, status }, fromApp }: Refusal): Kind {
  const kind = kinds[reason];
  if (kind !== undefined) return kind;
  if (status === 503 || status === 429) return "busy";
  if (status >= 500) return "ourFault";
  return fromApp ? "appsFault" : "other";
}

/** For people: what happened and what they can do. What developers want to know of it is folded in. */
export const refusalPage =
  (refused: Refusal): View =>
  ({ refusal }) => {
    const { error, requestId, at, again } = refused;
    const kind = kindOf(refused);
    const { title, what, now } = refusal[kind];
    const link = kind === "pageTooOld" || kind === "noCookies" ? refusal.openAgain : refusal.tryAgain;
    const detail = (name: string, value: string | Html) => html`
<dt>${name}</dt><dd>${value}</dd>`;
    return {
      title,
      body: html`<section class="card narrow">
<h1>${title}</h1>
<p>${what}</p>
<h2>${refusal.whatNow}</h2>
<p>${now}</p>
<p>${again === null ? "" : html`<a class="button main" href="${again}">${link}</a> `}<a class="button quiet" href="/account">${refusal.toAccount}</a></p>
<details>
<summary>${refusal.details}</summary>
<dl class="small">${detail(refusal.requestId, html`<code>${requestId}</code>`)}${detail(
        refusal.time,
        html`<code>${at.toISOString()}</code>`,
      )}${detail(refusal.reason, html`<a href="/errors/${error.reason}"><code>${error.reason}</code></a>`)}${detail(
        refusal.description,
        html`<span lang="en">${error.message}</span>`,
      )}
</dl>
</details>
</section>`,
    };
  };

/** In place of a redirect whose address is too long for one. It stays out of the browser's history. */
export const goingOnPage =
  (to: string): View =>
  ({ goingOn }) => ({
    title: goingOn.title,
    body: html`<section class="card narrow">
<h1>${goingOn.heading}</h1>
<p><a href="${to}">${goingOn.link}</a></p>
</section>`,
    head: html`
<meta http-equiv="refresh" content="0; url=${to}">`,
  });

/** It only presses the button. */
const submit = inlineScript("document.forms[0].submit()");

/** The form_post response mode: the answer as a form, sent on by itself, or by hand where there is no script. */
export const formPostPage =
  (action: string, parameters: Readonly<Record<string, string>>): View =>
  ({ goingOn }) => ({
    title: goingOn.title,
    body: html`<form method="post" action="${action}" class="card narrow">${Object.entries(parameters).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
    )}
<h1>${goingOn.heading}</h1>
<button class="main">${goingOn.button}</button>
</form>`,
    script: submit,
  });
