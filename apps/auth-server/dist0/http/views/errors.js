/** The pages of the reasons, made from the one table in packages/shared: for developers, and in the table's English. */
import { reasons } from "../../shared/index.js";
import { html } from "./html.js";
export const errorPage = (reason) => ({ errors, ...texts }) => {
    const { error, meaning, remedy } = reasons[reason];
    return {
        title: reason,
        body: html `<p class="soft"><a href="/errors">${errors.all}</a> · <code>${error}</code></p>
<h1><code>${reason}</code></h1>${aside(errors)}
<p class="lead"${english(texts)}>${meaning}</p>
<h2>${errors.remedy}</h2>
<div class="card"${english(texts)}><p>${remedy}</p></div>`,
    };
};
const aside = ({ forDevelopers }) => forDevelopers === ""
    ? ""
    : html `
<p class="soft">${forDevelopers}</p>`;
/** So that a screen reader does not read it by another language's rules. */
const english = ({ language }) => language === "en" ? "" : html ` lang="en"`;
const listed = Object.entries(reasons);
const codes = [...new Set(listed.map(([, { error }]) => error))];
const group = (code) => html `
<h2><code>${code}</code></h2>
<dl class="card">${listed
    .filter(([, { error }]) => error === code)
    .map(([reason, { meaning }]) => html `
<dt><a href="/errors/${reason}"><code>${reason}</code></a></dt>
<dd>${meaning}</dd>`)}
</dl>`;
export const errorIndexPage = ({ errors, ...texts }) => ({
    title: errors.indexTitle,
    body: html `<h1>${errors.indexTitle}</h1>
<p class="lead">${errors.index}</p>${aside(errors)}
<div${english(texts)}>${codes.map(group)}
</div>`,
});
//# sourceMappingURL=errors.js.map