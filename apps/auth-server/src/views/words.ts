/** Technical values in words that people use. */
import bowser from "bowser";
import { endReasons, isEndReason, isTold, type ToldReason } from "../sessions/end-reasons.js";

/** "10 minutes", "180 days": the largest unit that says it without lying much. */
export function durationInWords(seconds: number): string {
  const [unit, size] = units.find(([, size]) => seconds >= 2 * size) ?? (["second", 1] as const);
  const count = Math.round(seconds / size);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** What each scope lets an app do; its name where nobody described it. */
export const scopeInWords = (
  scope: readonly string[],
  descriptions: Readonly<Record<string, string>>,
): string[] =>
  scope.length === 0 ? ["Know who you are"] : scope.map((token) => describe(token, descriptions));

/** A scope can be called `constructor`. */
const describe = (token: string, descriptions: Readonly<Record<string, string>>): string =>
  (Object.hasOwn(descriptions, token) ? descriptions[token] : undefined) ?? token;

/** "Firefox on Linux", from the User-Agent header; a program's own name where it is no browser. */
export function deviceInWords(userAgent: string | null): string {
  if (userAgent === null || userAgent === "") return "Unknown device";
  const { browser, os } = bowser.parse(userAgent);
  if (browser.name === undefined || browser.name === "")
    return userAgent.split(/[ /(]/, 1)[0] || "Unknown device";
  return os.name === undefined ? browser.name : `${browser.name} on ${os.name}`;
}

interface End {
  readonly why: string;
  readonly alarming: boolean;
}

const usedTwice = "Ended by us: its token was used twice, so a copy of it may be in other hands.";

const ends: Readonly<Record<ToldReason, string>> = {
  refresh_token_reused: usedTwice,
  code_reused: usedTwice,
  session_address_changed:
    "Ended by us: it was used from another network, so its token may be in other hands.",
  session_refresh_burst: "Ended by us: it asked for new tokens more often than an app does.",
  refresh_token_ahead: "Ended by us: this service was restored from a backup.",
  administrator: "Ended by an administrator.",
  session_displaced:
    "Ended by us: this app had as many sessions as it may have, and this one was unused for the longest.",
};

/** Why a session ended, in words; null for reasons that users gave themselves. */
export const endInWords = (reason: string): End | null =>
  isEndReason(reason) && isTold(reason)
    ? { why: ends[reason], alarming: endReasons[reason].told === "alarm" }
    : null;

/** How much ended, as a sentence or two. */
export function endedInWords({
  sessionsEnded,
  signInsEnded,
}: {
  readonly sessionsEnded: number;
  readonly signInsEnded: number;
}): string {
  const sessions = sessionsEnded === 1 ? "One session ended." : `${sessionsEnded} sessions ended.`;
  if (signInsEnded === 0) return sessions;
  return `${sessions} ${signInsEnded === 1 ? "One browser is" : `${signInsEnded} browsers are`} signed out.`;
}
