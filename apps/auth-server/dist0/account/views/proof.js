/** The part of a form that proves who is there. */
import { html } from "../../http/views/html.js";
import { longestPassword } from "../../users/password-text.js";
/** With the user name for password managers, which pass over hidden fields. */
export function proofField({ email, hasPassword, problem }, { account: { password } }, isFocused = false) {
    if (!hasPassword)
        return "";
    return html `<input class="unseen" type="text" name="username" value="${email}" autocomplete="username" readonly tabindex="-1" aria-hidden="true">
<label for="password">${password.current}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="${longestPassword * 2}"${problem === null ? "" : html ` aria-invalid="true" aria-describedby="problem"`}${isFocused || problem !== null ? html ` autofocus` : ""}>${problem === null
        ? ""
        : html `
<p class="field-problem" role="alert" id="problem">${problem}</p>`}`;
}
//# sourceMappingURL=proof.js.map