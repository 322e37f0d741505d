/**
 * The page on which a user signs in. A field of the type `email` would refuse letters beyond ASCII before the @, and send the
 * domain otherwise than it was typed.
 */
import { longestPassword } from "../password-text.js";
import { type FormState, hiddenFields } from "./forms.js";
import { html } from "./html.js";
import type { View } from "./layout.js";

export interface LoginView extends FormState {
  /** The app that asked, where one did. */
  readonly clientName: string | null;
  readonly username: string;
  /** What went wrong with the last attempt. */
  readonly problem: string | null;
}

export const loginPage =
  (view: LoginView): View =>
  ({ login }) => ({
    title: login.title,
    body: html`<section class="card narrow">
<h1>${login.title}</h1>
<p class="soft">${view.clientName === null ? login.toAccount : login.toContinue(view.clientName)}</p>${
      view.problem === null
        ? ""
        : html`
<p class="problem" role="alert" id="problem">${view.problem}</p>`
    }
<form method="post" action="/login">${hiddenFields(view)}
<label for="username">${login.username}</label>
<input id="username" name="username" type="text" inputmode="email" autocapitalize="none" autocorrect="off" spellcheck="false" value="${view.username}" autocomplete="username" required maxlength="400"${
      view.username === "" ? html` autofocus` : ""
    }>
<label for="password">${login.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="${longestPassword * 2}"${
      view.problem === null ? "" : html` aria-describedby="problem"`
    }${view.username === "" ? "" : html` autofocus`}>
<button class="main">${login.submit}</button>
</form>
</section>`,
  });
