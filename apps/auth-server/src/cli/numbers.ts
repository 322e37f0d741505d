/** Options that take a number, or a word that clears the setting. */
import { InvalidArgumentError } from "commander";

/** A whole number from a range, or this word. */
export const wholeNumber =
  (from: number, to: number, word?: string) =>
  (value: string): number | string => {
    if (value === word) return word;
    const parsed = /^\d{1,10}$/.test(value) ? Number(value) : -1;
    if (parsed >= from && parsed <= to) return parsed;
    const otherwise = word === undefined ? "" : `, or ${word}`;
    throw new InvalidArgumentError(`Must be a whole number from ${from} to ${to}${otherwise}.`);
  };

export const limit = wholeNumber(1, 500);
