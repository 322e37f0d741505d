/** The page on which people say what apps may know about them. */
import { hiddenFields } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
import { editableFields } from "../../users/claims.js";
const groups = ["profile", "phone", "address"];
export const profilePage = (view) => (texts) => {
    const { profile: words, cancel } = texts.account;
    const [first] = view.wrong;
    const group = (scope) => html `
<fieldset>
<legend>${words.groups[scope]}</legend>
<div class="card fields">${editableFields
        .filter((field) => field.scope === scope)
        .map((field) => fieldIn(texts, view, field, field.name === first))}
</div>
</fieldset>`;
    return {
        title: words.title,
        body: html `<h1>${words.title}</h1>
<p class="soft">${words.about}</p>${view.wrong.size === 0
            ? ""
            : html `
<p class="problem" role="alert">${words.problem}</p>`}
<form method="post" action="/account/profile" class="profile">${hiddenFields(view)}${groups.map(group)}
<datalist id="zones">${Intl.supportedValuesOf("timeZone").map((zone) => html `<option value="${zone}">`)}</datalist>
<div class="pair"><button class="main">${words.save}</button> <a class="button quiet" href="/account#profile">${cancel}</a></div>
</form>`,
    };
};
function fieldIn({ account: { profile: words } }, view, { name, format: { kind }, autofill }, isFocused) {
    const isWrong = view.wrong.has(name);
    const isVerified = name === "phone_number" && view.isNumberVerified;
    const rule = isWrong || !(kind === "text" || kind === "lines") ? words.rules[kind] : null;
    const about = [...(rule === null ? [] : [`${name}-rule`]), ...(isVerified ? [`${name}-verified`] : [])];
    const value = view.values.get(name) ?? "";
    const attributes = html `id="${name}" name="${name}" autocomplete="${autofill}"${about.length === 0 ? "" : html ` aria-describedby="${about.join(" ")}"`}${isWrong ? html ` aria-invalid="true"` : ""}${isFocused ? html ` autofocus` : ""}`;
    return html `
<div${kind === "lines" ? html ` class="wide"` : ""}>
<label for="${name}">${words.labels[name]}${isVerified ? html ` <span class="tag">${words.verified}</span>` : ""}</label>
${kind === "lines" ? html `<textarea ${attributes} rows="2" dir="auto">${value}</textarea>` : html `<input ${attributes} ${inputOf[kind]} value="${value}">`}${rule === null
        ? ""
        : html `
<p class="${isWrong ? "field-problem" : "soft small"}" id="${name}-rule">${rule}</p>`}${isVerified
        ? html `
<p class="soft small" id="${name}-verified">${words.verifiedNumber}</p>`
        : ""}
</div>`;
}
const inputOf = {
    text: html `type="text" dir="auto"`,
    birthdate: html `type="text"`,
    language: html `type="text" autocapitalize="none" spellcheck="false"`,
    phone: html `type="tel"`,
    timeZone: html `type="text" list="zones" spellcheck="false"`,
    url: html `type="url"`,
};
//# sourceMappingURL=profile.js.map