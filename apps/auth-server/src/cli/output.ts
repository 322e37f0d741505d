/** What commands print: a table or a few lines for people, one JSON object for programs. */

type Cell = string | number | boolean | null;

/** Print one JSON object, and nothing else on stdout. */
export function printJson(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Print name and value, aligned. */
export function printFields(fields: Readonly<Record<string, string>>): void {
  const width = Math.max(...Object.keys(fields).map((name) => name.length));
  for (const [name, value] of Object.entries(fields)) console.log(`  ${name.padEnd(width)}  ${value}`);
}

/** Print every member of what is shown as JSON otherwise; `more` stands first. */
export function printMembers(
  members: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, string>> = {},
): void {
  const lines = Object.entries(members).map(([name, value]) => [name, inWords(value)]);
  printFields({ ...more, ...Object.fromEntries(lines) });
}

const inWords = (value: unknown): string => {
  if (Array.isArray(value)) return value.join(" ") || "–";
  if (value === null || value === "") return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};

/** What is said beside a secret that is shown. */
export const shownOnce = (secret: string): string => `${secret}   (shown once: only its hash is kept)`;

/** Print rows under their column names; `empty` where there are none. */
export function printTable(rows: readonly Readonly<Record<string, Cell>>[], empty: string): void {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) {
    console.log(empty);
    return;
  }
  const lines = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? "–")))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  for (const line of lines) {
    console.log(
      line
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join("  ")
        .trimEnd(),
    );
  }
}

/** An option that may be given several times. */
export const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];
