/**
 * A value from the request, for use in a refusal: shortened, limited to the characters that RFC 6749 §5.2 allows in
 * error_description, and without anything that may be a misplaced secret.
 */

/** Characters; whoever sent the value knows the rest. */
const mostShown = 80;

/** Refresh tokens, JWTs, and anything long enough to be a code, a code verifier or a secret. */
const suspects = /rgr_[\w-]+|eyJ[\w.-]+|[\w.~-]{40,}/g;
const isSecretLike = (text: string): boolean =>
  /^(rgr_|eyJ)|[\w-]{40}/.test(text) || (/[A-Z]/.test(text) && /[a-z]/.test(text));

/** The value in single quotes. Never pass tokens, codes, verifiers, secrets or passwords. */
export function shown(value: string): string {
  // On the whole value: half a secret would not look like one.
  const harmless = value.replace(suspects, (text) => (isSecretLike(text) ? "[...]" : text));
  let text = "";
  for (const character of harmless) {
    const next = isPlain(character) ? character : percentEncoded(character);
    if (text.length + next.length > mostShown) return `'${text}...'`;
    text += next;
  }
  return `'${text}'`;
}

/**
 * A member of JSON that was sent, whatever it is. Nothing of lists and objects: converting them to text calls their own `toString`, and
 * there is no end to how deep they may be.
 */
export function shownMember(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value !== "object" || value === null) return shown(String(value));
  return Array.isArray(value) ? "a list" : "an object";
}

/** Printable ASCII without quotation marks, backslashes and the start of markup. */
const isPlain = (character: string): boolean =>
  /^[\x20\x21\x23-\x26\x28-\x3b\x3d\x3f-\x5b\x5d-\x7e]$/.test(character);

const percentEncoded = (character: string): string =>
  [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
