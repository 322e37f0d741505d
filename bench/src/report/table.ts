/** Markdown tables and the numbers in them. */

export const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** @param words how many columns from the left hold words; the others hold numbers */
export function table(head: readonly string[], rows: readonly (readonly string[])[], words = 2): string {
  const rule = head.map((_, i) => (i < words ? "---" : "---:"));
  return [row(head), row(rule), ...rows.map(row)].join("\n");
}

/** Null is what the platform does not tell; a NaN that went through JSON is null too. */
const fixed = (digits: number) => (value: number | null | undefined) =>
  value === null || value === undefined ? "n/a" : Number.isNaN(value) ? "–" : value.toFixed(digits);

export const [whole, tenths, hundredths, thousandths] = [fixed(0), fixed(1), fixed(2), fixed(3)] as const;
