/** Whether anything that was sent in confidence stands in a log. */

/** The lines that hold one of these texts, also where a logger wrote bytes as `{"type":"Buffer","data":[…]}`. */
export function findLeaks(lines: readonly string[], secrets: readonly string[]): string[] {
  return lines.filter((line) => {
    const readable = line + bytesIn(line);
    return secrets.some((secret) => readable.includes(secret)) || /rgr_\w|eyJ[\w-]{10,}\./.test(readable);
  });
}

const bytesIn = (line: string): string =>
  [...line.matchAll(/"data":\[([\d,]+)\]/g)]
    .map(([, list = ""]) => Buffer.from(list.split(",").map(Number)).toString("latin1"))
    .join(" ");
