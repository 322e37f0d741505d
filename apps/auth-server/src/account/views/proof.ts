/** The part of a form that proves who is there. */
import { type Html, html } from "../../http/views/html.js";
import type { Texts } from "../../http/views/texts/en.js";
import { longestPassword } from "../../users/password-text.js";
import type { ProofAsked } from "../proof.js";

export interface ProofView {
  readonly email: string;
  readonly asked: ProofAsked;
  /** What is wrong with the password. */
  readonly problem: string | null;
}

/** With the user name for password managers, which pass over hidden fields. */
export function proofField(
  { email, asked, problem }: ProofView,
  { selfService: { proof } }: Texts,
  isFocused = false,
): Html | "" {
  if (asked !== "password") return "";
  return html`<input class="unseen" type="text" name="username" value="${email}" autocomplete="username" readonly tabindex="-1" aria-hidden="true">
<label for="password">${proof.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="${longestPassword * 2}"${
    problem === null ? "" : html` aria-invalid="true" aria-describedby="problem"`
  }${isFocused || problem !== null ? html` autofocus` : ""}>${
    problem === null
      ? ""
      : html`
<p class="field-problem" role="alert" id="problem">${problem}</p>`
  }`;
}

/** In place of the form, for a user who has to sign in again first. */
export const signInAgain = ({ selfService: { proof } }: Texts): Html => html`
<p>${proof.recent}</p>`;
