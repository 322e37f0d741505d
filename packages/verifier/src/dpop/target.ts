/** Compares the addresses of a request and of its proof (RFC 9449 §4.3, RFC 3986 §6.2.2, §6.2.3). */
import { parseUrl } from "@regrant/shared";

/** Case of scheme and host, the default port, dots in the path, percent-encoding. Null if it is not an http(s) URL. */
function normalize(value: string): string | null {
  // URL forgives backslashes and white space, which other parsers read otherwise.
  if (!/^https?:\/\/[\x21\x23-\x5B\x5D-\x7E]+$/i.test(value)) return null;
  const url = parseUrl(value);
  if (url === null || url.username !== "" || url.password !== "") return null;
  const { origin, pathname } = url;
  return origin + pathname.replace(/%[0-9a-f]{2}/gi, normalizeEscape);
}

/** Unreserved characters need no escape; the others' hex digits are upper case. */
function normalizeEscape(escaped: string): string {
  const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
  return /[A-Za-z0-9\-._~]/.test(character) ? character : escaped.toUpperCase();
}

/**
 * Whether both are the same address, apart from query and fragment. A proof should have neither (§4.2); one that has is merely
 * untidy, as a proof holds for every query anyway, so they are ignored (§4.3).
 */
export function isSameTarget(htu: string, url: string): boolean {
  if (htu === url) return true;
  const normalized = normalize(htu);
  return normalized !== null && normalized === normalize(url);
}
