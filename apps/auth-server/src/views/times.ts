/** Times as people say them. The exact one appears on hover: in UTC, or where scripts run in the reader's own time zone. */
import { type Html, html } from "./html.js";

const units = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** "5 minutes ago", "in 30 days", "now". What is past counts in full units, so that nothing seems older than it is. */
function relativeTime(at: Date, now: Date, language: string): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? (["second", 60] as const);
  const numeric = unit === "second" ? "auto" : "always";
  const count = seconds < 0 ? Math.trunc(seconds / size) : Math.round(seconds / size);
  return new Intl.RelativeTimeFormat(language, { numeric }).format(unit === "second" ? 0 : count, unit);
}

/** @returns how a page shows a time, seen from `now`; both by the database's clock */
export function timesIn(language: string, now: Date): (at: Date) => Html {
  const exact = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short", timeZone: "UTC" });
  return (at) =>
    html`<time datetime="${at.toISOString()}" title="${exact.format(at)} UTC">${relativeTime(at, now, language)}</time>`;
}

/** Part of a page's script: exact times in the reader's time zone, and in the way of writing them of the reader's region. */
export const localTimes = `{const own=document.documentElement.lang,l=navigator.languages.find(l=>l.split("-")[0]===own)||own;
const f=new Intl.DateTimeFormat(l,{dateStyle:"full",timeStyle:"short"});
for(const t of document.querySelectorAll("time"))t.title=f.format(new Date(t.dateTime))}`;
