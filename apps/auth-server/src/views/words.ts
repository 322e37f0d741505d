/** Technical values in words that people use. */
import bowser from "bowser";
import { en, type Texts } from "./texts/en.js";

/** What each scope lets an app do; its name where nobody described it. */
export const scopeInWords = (
  scope: readonly string[],
  descriptions: Readonly<Record<string, string>>,
  texts: Texts,
): string[] =>
  scope.length === 0 ? [texts.consent.identity] : scope.map((token) => describe(token, descriptions));

/** A scope can be called `constructor`. */
const describe = (token: string, descriptions: Readonly<Record<string, string>>): string =>
  (Object.hasOwn(descriptions, token) ? descriptions[token] : undefined) ?? token;

/** "Firefox on Linux", from the User-Agent header; a program's own name where it is no browser. */
export function deviceInWords(userAgent: string | null, { device }: Texts = en): string {
  if (userAgent === null || userAgent === "") return device.unknown;
  const { browser, os } = bowser.parse(userAgent);
  if (browser.name === undefined || browser.name === "")
    return userAgent.split(/[ /(]/, 1)[0] || device.unknown;
  return os.name === undefined ? browser.name : device.on(browser.name, os.name);
}

interface End {
  readonly why: string;
  readonly alarming: boolean;
}

const alarming: readonly string[] = [
  "refresh_token_reused",
  "code_reused",
  "session_address_changed",
  "session_refresh_burst",
];

/** The reasons that are news to the user; the others users gave themselves. */
export const toldReasons: readonly string[] = Object.keys(en.ends);

/** Why a session ended, in words; null for reasons that users gave themselves. */
export function endInWords(reason: string, { ends }: Texts): End | null {
  const told: Readonly<Record<string, string>> = ends;
  const why = Object.hasOwn(told, reason) ? told[reason] : undefined;
  return why === undefined ? null : { why, alarming: alarming.includes(reason) };
}

/** How much ended, as a sentence or two. */
export function endedInWords(
  {
    sessionsEnded,
    signInsEnded,
  }: {
    readonly sessionsEnded: number;
    readonly signInsEnded: number;
  },
  { account }: Texts,
): string {
  const sessions = account.sessionsEnded(sessionsEnded);
  return signInsEnded === 0 ? sessions : `${sessions} ${account.browsersEnded(signInsEnded)}`;
}
