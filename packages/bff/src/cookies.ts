/** Cookies on the wire (RFC 6265). */
import type { Settings } from "./settings.js";

/** `__Host-`: no other host of the site can plant one. Browsers take that prefix over https only. */
export function cookieNameOf({ origin, clientId }: Settings): string {
  const prefix = origin.startsWith("https:") ? "__Host-" : "";
  return `${prefix}bff-${clientId.replace(/[^A-Za-z0-9_-]/g, "-")}`;
}

/** The cookies whose names begin with this, without it. Of two with the same name, the first. */
export function readCookies(header: string, beginning: string): Map<string, string> {
  const found = new Map<string, string>();
  if (!header.includes(beginning)) return found;
  for (const part of header.split(";")) {
    const pair = part.trim();
    const end = pair.indexOf("=");
    if (end === -1 || !pair.startsWith(beginning)) continue;
    const rest = pair.slice(beginning.length, end);
    if (!found.has(rest)) found.set(rest, pair.slice(end + 1));
  }
  return found;
}

export interface CookieAttributes {
  readonly sameSite: "Strict" | "Lax";
  /** Without it, the cookie ends with the browser. */
  readonly maxAge?: number | undefined;
}

export const setCookie = (name: string, value: string, { sameSite, maxAge }: CookieAttributes): string =>
  [
    `${name}=${value}`,
    "Path=/",
    "HttpOnly",
    ...(name.startsWith("__Host-") ? ["Secure"] : []),
    `SameSite=${sameSite}`,
    ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
  ].join("; ");

export const dropCookie = (name: string): string => setCookie(name, "", { sameSite: "Strict", maxAge: 0 });
