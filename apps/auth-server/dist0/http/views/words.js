/** Technical values in words that people use. */
import { deviceOf } from "./device.js";
import { html } from "./html.js";
import { en } from "./texts/en.js";
/** What each scope lets an app do; its name where nobody described it. */
export const scopeInWords = (scope, descriptions, texts) => scope.length === 0
    ? [texts.consent.identity]
    : scope.map((token) => describe({ ...texts.consent.identityScopes, ...descriptions }, token) ?? token);
/** A scope can be called `constructor`. */
const describe = (descriptions, token) => Object.hasOwn(descriptions, token) ? descriptions[token] : undefined;
/** "Firefox on Linux", from the User-Agent header; a program's own name where it is no browser. */
export const deviceInWords = (userAgent, texts = en) => deviceName(deviceOf(userAgent), texts);
export function deviceName({ program, system }, { device }) {
    if (program === null)
        return device.unknown;
    return system === null ? program : device.on(program, system);
}
/** What people call an API: its name, or the host that it is at. */
export const apiInWords = ({ uri, name }) => name ?? (new URL(uri).host || uri);
/** "3 May 2027", in UTC. */
export const dayInWords = (at, { language }) => html `<time datetime="${at.toISOString()}">${new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC" }).format(at)}</time>`;
//# sourceMappingURL=words.js.map