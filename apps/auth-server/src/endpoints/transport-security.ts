/**
 * HTTP Strict Transport Security, where a browser may remember it: it holds for a host with all its ports, so on this
 * machine's own names it would break every other program that a developer runs there over http.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6797#section-7.1
 */
import { isLoopbackHost } from "@regrant/shared";

/** The headers that every answer of this issuer carries. */
export function transportSecurity(issuer: string): Readonly<Record<string, string>> {
  const { protocol, hostname } = new URL(issuer);
  if (protocol !== "https:" || isLoopbackHost(hostname)) return {};
  return { "strict-transport-security": "max-age=31536000" };
}
