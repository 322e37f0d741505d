/** What the forms of all pages have in common. */
import { html } from "./html.js";
export const hiddenFields = ({ formToken, continueTo }) => html `
<input type="hidden" name="form_token" value="${formToken}">${continueTo === undefined
    ? ""
    : html `
<input type="hidden" name="continue" value="${continueTo}">`}`;
/** One button that is a form of its own. */
export const buttonForm = (action, label, state, fields = {}, style = "quiet") => html `<form method="post" action="${action}" class="inline">${hiddenFields(state)}${Object.entries(fields).map(([name, value]) => html `<input type="hidden" name="${name}" value="${value}">`)}<button class="${style}">${label}</button></form>`;
//# sourceMappingURL=forms.js.map