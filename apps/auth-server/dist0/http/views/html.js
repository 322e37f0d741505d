/** HTML, escaped in one place: whatever goes into the `html` template is text unless it came out of one. */
/** Markup that the template made. */
export class Html {
    markup;
    constructor(markup) {
        this.markup = markup;
    }
}
/** A template whose values are escaped, so that no page can forget to. */
export function html(strings, ...parts) {
    return new Html(strings.reduce((markup, text, index) => markup + render(parts[index - 1] ?? "") + text));
}
function render(part) {
    if (part instanceof Html)
        return part.markup;
    if (typeof part === "string" || typeof part === "number")
        return escapeHtml(String(part));
    return part.map(({ markup }) => markup).join("");
}
const entities = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};
const escapeHtml = (text) => text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
//# sourceMappingURL=html.js.map