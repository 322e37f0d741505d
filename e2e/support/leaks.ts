/** Searches logs for secrets. */

/**
 * Lines that contain one of these texts, or a word that is one of these secrets, also as bytes logged as
 * `{"type":"Buffer","data":[…]}`.
 */
export function findLeaks(
  lines: readonly string[],
  texts: readonly string[],
  secrets: ReadonlySet<string> = new Set(),
): string[] {
  return lines.filter((line) => {
    const readable = line + bytesIn(line);
    if (texts.some((text) => readable.includes(text))) return true;
    if (/rgr_\w|eyJ[\w-]{10,}\./.test(readable)) return true;
    return readable.match(/[\w-]{12,}/g)?.some((word) => secrets.has(word)) === true;
  });
}

const bytesIn = (line: string): string =>
  [...line.matchAll(/"data":\[([\d,]+)\]/g)]
    .map(([, list = ""]) => Buffer.from(list.split(",").map(Number)).toString("latin1"))
    .join(" ");
