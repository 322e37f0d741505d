/** Options that take a number, or a word that clears the setting. */
import { InvalidArgumentError } from "commander";
/** A whole number from a range, or this word. */
export const wholeNumber = (from, to, word) => (value) => {
    if (value === word)
        return word;
    const parsed = /^\d{1,10}$/.test(value) ? Number(value) : -1;
    if (parsed >= from && parsed <= to)
        return parsed;
    const otherwise = word === undefined ? "" : `, or ${word}`;
    throw new InvalidArgumentError(`Must be a whole number from ${from} to ${to}${otherwise}.`);
};
const secondsOf = { s: 1, m: 60, h: 3600, d: 86_400 };
/** The seconds in 90s, 30m, 24h or 7d; null if it is none of these. */
export function secondsIn(value) {
    const [, number, unit = ""] = /^(\d{1,6})([smhd])$/.exec(value) ?? [];
    return number === undefined ? null : Number(number) * (secondsOf[unit] ?? 0);
}
/** A duration, in seconds. */
export const duration = (mostDays) => (value) => {
    const seconds = secondsIn(value);
    if (seconds !== null && seconds > 0 && seconds <= mostDays * 86_400)
        return seconds;
    throw new InvalidArgumentError(`Must be a duration like 30m, 12h or 7d, up to ${mostDays}d.`);
};
export const limit = wholeNumber(1, 500);
//# sourceMappingURL=numbers.js.map