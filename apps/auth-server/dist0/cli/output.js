/** Output of commands: tables and lines for people, one JSON object for programs. */
/** Print one JSON object, and nothing else on stdout. */
export function printJson(value) {
    process.stdout.write(`${JSON.stringify(value)}\n`);
}
/** Print name and value, aligned. */
export function printFields(fields) {
    const width = Math.max(...Object.keys(fields).map((name) => name.length));
    for (const [name, value] of Object.entries(fields))
        console.log(`  ${name.padEnd(width)}  ${value}`);
}
/** Print the members of a JSON representation as lines; `more` comes first. */
export function printMembers(members, more = {}) {
    const lines = Object.entries(members).map(([name, value]) => [name, inWords(value)]);
    printFields({ ...more, ...Object.fromEntries(lines) });
}
const inWords = (value) => {
    if (Array.isArray(value))
        return value.join(" ") || "–";
    if (value === null || value === "")
        return "–";
    return typeof value === "object" ? JSON.stringify(value) : String(value);
};
export const shownOnce = (secret) => `${secret}   (shown only once; the server keeps a hash)`;
/** Print rows under their column names, or `empty` if there are none. */
export function printTable(rows, empty) {
    const columns = Object.keys(rows[0] ?? {});
    if (columns.length === 0) {
        console.log(empty);
        return;
    }
    const lines = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? "–")))];
    const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
    for (const line of lines) {
        console.log(line
            .map((cell, index) => cell.padEnd(widths[index] ?? 0))
            .join("  ")
            .trimEnd());
    }
}
/** For repeatable options. */
export const collect = (value, before = []) => [...before, value];
//# sourceMappingURL=output.js.map