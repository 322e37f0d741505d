/** Times as people say them. The exact one appears on hover: in UTC, or where scripts run in the reader's own time zone. */
import { type Html } from "./html.js";
import type { Texts } from "./texts/en.js";
/** @returns how a page shows a time, seen from `now`; both by the database's clock */
export declare function timesIn(texts: Texts, now: Date): (at: Date) => Html;
/** Part of a page's script: exact times in the reader's time zone, and in the way of writing them of the reader's region. */
export declare const localTimes = "{const own=document.documentElement.lang,l=navigator.languages.find(l=>l.split(\"-\")[0]===own)||own;\nconst f=new Intl.DateTimeFormat(l,{dateStyle:\"full\",timeStyle:\"short\"});\nfor(const t of document.querySelectorAll(\"time\"))t.title=f.format(new Date(t.dateTime))}";
