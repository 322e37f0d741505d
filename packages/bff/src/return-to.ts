/** Where a sign-in returns to: a path of this origin. */
import { isBelow } from "./routes.js";

/** Null if it is anything else: another origin's address would make an open redirector of the sign-in. */
export function parseReturnTo(value: string | null, origin: string): string | null {
  if (value === null) return "/";
  if (!/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(value) || !URL.canParse(value, origin)) return null;
  const url = new URL(value, origin);
  if (url.origin !== origin || url.pathname.startsWith("//") || isBelow(url.pathname, "/bff")) return null;
  return url.pathname + url.search + url.hash;
}
