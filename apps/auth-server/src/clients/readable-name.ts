/** The name that a client gives itself. Anybody may choose any name: say with it where the client comes from. */

const longestName = 200;

/** Characters that are not seen, but break lines, reverse what follows, or are no text. */
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** A `client_name` for one line of a page; null if there is nothing to read in it. */
export function readableName(name: unknown): string | null {
  if (typeof name !== "string") return null;
  const readable = [...name.replace(unseen, " ").replace(/\s+/g, " ").trim()].slice(0, longestName).join("");
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(readable) ? readable : null;
}
