/** Options that are numbers, or a word that takes a setting away. */
import { InvalidArgumentError } from "commander";

/** A whole number in words that name the range; `word`, where there is one, is null. */
const wholeNumber =
  (what: string, from: number, to: number, word?: string) =>
  (value: string): number | null => {
    if (value === word) return null;
    const parsed = /^\d{1,10}$/.test(value) ? Number(value) : -1;
    if (parsed >= from && parsed <= to) return parsed;
    const otherwise = word === undefined ? "" : `, or ${word}`;
    throw new InvalidArgumentError(`A whole number${what} from ${from} to ${to}${otherwise}.`);
  };

export const seconds = (to: number, word: string) => wholeNumber(" of seconds", 1, to, word);
export const count = (to: number, word: string) => wholeNumber("", 0, to, word);
export const limit = (value: string): number => wholeNumber("", 1, 500)(value) ?? 0;
