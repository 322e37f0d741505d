/** What the forms of all pages have in common. */
import { type Html, html } from "./html.js";

/** Carried along by each form: where it leads on to, and the proof that it is this browser's own. */
export interface FormState {
  readonly formToken: string;
  /** The handle of an authorization request. */
  readonly continueTo?: string;
}

export const hiddenFields = ({ formToken, continueTo }: FormState): Html => html`
<input type="hidden" name="form_token" value="${formToken}">${
  continueTo === undefined
    ? ""
    : html`
<input type="hidden" name="continue" value="${continueTo}">`
}`;

/** One button that is a form of its own. */
export const buttonForm = (
  action: string,
  label: string | Html,
  state: FormState,
  fields: Readonly<Record<string, string>> = {},
  style = "quiet",
): Html =>
  html`<form method="post" action="${action}" class="inline">${hiddenFields(state)}${Object.entries(
    fields,
  ).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button class="${style}">${label}</button></form>`;
