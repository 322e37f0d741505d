/** Numbers and durations as a language writes them. */
/** "One session", "2,500 sessions". */
export function counter(language) {
    const rules = new Intl.PluralRules(language);
    const digits = new Intl.NumberFormat(language);
    return (count, { one, other }) => rules.select(count) === "one" ? one : other.replace("#", digits.format(count));
}
/** "10 minutes", "180 days": the largest unit that says it without lying much. */
export function durationInWords(seconds, language = "en") {
    const [unit, size] = units.find(([, size]) => seconds >= 2 * size) ?? ["second", 1];
    return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(Math.round(seconds / size));
}
const units = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
    ["second", 1],
];
//# sourceMappingURL=numbers.js.map