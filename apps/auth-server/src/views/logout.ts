/** The page on which a user signs out of this browser, and what it says afterwards. */
import { type FormState, hiddenFields } from "./forms.js";
import { html } from "./html.js";
import { page } from "./layout.js";

export const logoutPage = (
  view: FormState & { readonly email: string; readonly apps: readonly string[] },
): string =>
  page(
    "Sign out",
    html`<section class="card narrow">
<h1>Sign out?</h1>
<p class="soft">You are signed in here as ${view.email}.</p>${
      view.apps.length === 0
        ? ""
        : html`
<p>These apps were signed in from this browser and stay signed in:</p>
<ul>${view.apps.map(
            (app) => html`
<li>${app}</li>`,
          )}
</ul>`
    }
<form method="post" action="/logout">${hiddenFields(view)}${
      view.apps.length === 0
        ? ""
        : html`
<label class="check"><input type="checkbox" name="apps" value="end"> Sign out of these apps too</label>`
    }
<div class="pair"><button class="main">Sign out</button> <a class="button quiet" href="/account">Stay</a></div>
</form>
</section>`,
  );

export const loggedOutPage = (apps: readonly string[]): string =>
  page(
    "Signed out",
    html`<section class="card narrow">
<h1>You are signed out</h1>${
      apps.length === 0
        ? html`
<p class="soft">Nothing else was signed in from this browser.</p>`
        : html`
<p>These apps stay signed in until you end them on <a href="/account">your account</a>:</p>
<ul>${apps.map(
            (app) => html`
<li>${app}</li>`,
          )}
</ul>`
    }
<p><a href="/login">Sign in again</a></p>
</section>`,
  );

export const signedOutEverywherePage = (ended: string): string =>
  page(
    "Signed out everywhere",
    html`<section class="card narrow">
<h1>You are signed out everywhere</h1>
<p>${ended} This browser is among them.</p>
<p class="soft">An app that is open may take some minutes to notice.</p>
<p><a href="/login">Sign in again</a></p>
</section>`,
  );
