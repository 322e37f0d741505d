/** Options that take a number, or a word that clears the setting. */
import { InvalidArgumentError } from "commander";

/** A whole number in a range, or this word (Commander ignores null). */
const wholeNumber =
  <W extends string = never>(what: string, from: number, to: number, word?: W) =>
  (value: string): number | W => {
    if (value === word) return word;
    const parsed = /^\d{1,10}$/.test(value) ? Number(value) : -1;
    if (parsed >= from && parsed <= to) return parsed;
    const otherwise = word === undefined ? "" : `, or ${word}`;
    throw new InvalidArgumentError(`Must be a whole number${what} from ${from} to ${to}${otherwise}.`);
  };

export const seconds = (to: number, word: "default" | "none") => wholeNumber(" of seconds", 1, to, word);
export const count = (to: number, word: "default") => wholeNumber("", 0, to, word);
export const limit = wholeNumber("", 1, 500);

/** The administration clears a setting with null. */
export const orNull = <T>(value: T | "default" | "none" | undefined): T | null | undefined =>
  value === "default" || value === "none" ? null : value;
