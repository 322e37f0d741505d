/** Numbers and durations as a language writes them. */

interface Forms {
  readonly one: string;
  /** With `#` where the number stands. */
  readonly other: string;
}

/** "One session", "2,500 sessions". */
export function counter(language: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  const digits = new Intl.NumberFormat(language);
  return (count, { one, other }) =>
    rules.select(count) === "one" ? one : other.replace("#", digits.format(count));
}

/** "10 minutes", "180 days": the largest unit that says it without lying much. */
export function durationInWords(seconds: number, language = "en"): string {
  const [unit, size] = units.find(([, size]) => seconds >= 2 * size) ?? (["second", 1] as const);
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(
    Math.round(seconds / size),
  );
}

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;
