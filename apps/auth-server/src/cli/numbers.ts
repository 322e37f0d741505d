/** Options that are numbers, or a word that takes a setting away. */
import { InvalidArgumentError } from "commander";

/** A whole number from a range, or this word. Commander itself makes nothing of a null. */
const wholeNumber =
  <W extends string = never>(what: string, from: number, to: number, word?: W) =>
  (value: string): number | W => {
    if (value === word) return word;
    const parsed = /^\d{1,10}$/.test(value) ? Number(value) : -1;
    if (parsed >= from && parsed <= to) return parsed;
    const otherwise = word === undefined ? "" : `, or ${word}`;
    throw new InvalidArgumentError(`A whole number${what} from ${from} to ${to}${otherwise}.`);
  };

export const seconds = (to: number, word: "default" | "none") => wholeNumber(" of seconds", 1, to, word);
export const count = (to: number, word: "default") => wholeNumber("", 0, to, word);
export const limit = wholeNumber("", 1, 500);

/** What a setting that is taken away is to the administration. */
export const orNull = <T>(value: T | "default" | "none" | undefined): T | null | undefined =>
  value === "default" || value === "none" ? null : value;
