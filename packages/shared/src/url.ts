/**
 * The URL, or null where it is none. `URL.canParse` is no answer to that: on Node.js 24.21 and 26 it says yes to long ones
 * that `new URL` then refuses.
 */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
