/** Times as people say them. The exact one appears on hover: in UTC, or where scripts run in the reader's own time zone. */
import { html } from "./html.js";
const units = [
    ["year", 365 * 86_400],
    ["month", 30 * 86_400],
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
    ["second", 1],
];
/** "5 minutes ago", "in 30 days". What is past counts in full units, so that nothing seems older than it is. */
function relativeTime(at, now, { language, justNow }) {
    const seconds = (at.getTime() - now.getTime()) / 1000;
    if (Math.abs(seconds) < 1 || (seconds < 0 && seconds > -60))
        return justNow;
    const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? units[5];
    const count = seconds < 0 ? Math.trunc(seconds / size) : Math.round(seconds / size);
    return new Intl.RelativeTimeFormat(language, { numeric: "always" }).format(count, unit);
}
/** @returns how a page shows a time, seen from `now`; both by the database's clock */
export function timesIn(texts, now) {
    const exact = new Intl.DateTimeFormat(texts.language, {
        dateStyle: "full",
        timeStyle: "short",
        timeZone: "UTC",
    });
    return (at) => html `<time datetime="${at.toISOString()}" title="${exact.format(at)} UTC">${relativeTime(at, now, texts)}</time>`;
}
/** Part of a page's script: exact times in the reader's time zone, and in the way of writing them of the reader's region. */
export const localTimes = `{const own=document.documentElement.lang,l=navigator.languages.find(l=>l.split("-")[0]===own)||own;
const f=new Intl.DateTimeFormat(l,{dateStyle:"full",timeStyle:"short"});
for(const t of document.querySelectorAll("time"))t.title=f.format(new Date(t.dateTime))}`;
//# sourceMappingURL=times.js.map