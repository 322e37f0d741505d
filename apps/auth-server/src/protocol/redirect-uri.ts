/**
 * Redirect URIs: registered whole, matched letter for letter, with any port on loopback addresses.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.1.3
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-7
 */

import { parseUrl } from "@regrant/shared";

/** An http URI on a loopback IP address, as native apps listen on; the port is what it happens to be. */
const loopback = /^http:\/\/(127\.0\.0\.1|\[::1\])(?::\d{1,5})?(?=[/?]|$)/;

/** Is this one of the registered URIs? Compared as strings: no decoding, no case folding, no normalising. */
export function isRegisteredRedirectUri(registered: readonly string[], presented: string): boolean {
  return registered.some(
    (uri) =>
      uri === presented ||
      (loopback.test(uri) && withoutPort(uri) === withoutPort(presented) && parseUrl(presented) !== null),
  );
}

const withoutPort = (uri: string): string => uri.replace(loopback, "http://$1");

/** What is wrong with a URI that is to be registered; null where it may be. */
export function faultOfRedirectUri(uri: string): string | null {
  const url = parseUrl(uri);
  if (url === null || !/^[\x21-\x7e]+$/.test(uri) || uri.includes("\\")) return "is not an absolute URI";
  if (uri.includes("#")) return "has a fragment (RFC 6749 §3.1.2)";
  if (url.username !== "" || url.password !== "") return "has a user name in it";
  if (uri.includes("*")) return "has a wildcard; each URI is registered whole";
  if (/(^|\/)(\.|%2e){1,2}(\/|$|\?)/i.test(uri.replace(/^[a-z0-9+.-]+:\/*/i, "/")))
    return "has dots in its path";
  if (/^https?:/.test(url.protocol) && !/^https?:\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d+)?([/?]|$)/i.test(uri))
    return "has no plain host name";
  if (url.protocol === "https:") return null;
  if (url.protocol === "http:") {
    return isLoopbackHost(url.hostname) ? null : "is http; only loopback addresses may be (RFC 8252 §7.3)";
  }
  return /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/.test(url.protocol)
    ? null
    : "has a private-use scheme without a dot; use a domain name turned round, like com.example.app: (RFC 8252 §7.1)";
}

const isLoopbackHost = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || /^127(\.\d+){3}$/.test(host);

/** What a Content-Security-Policy calls the place that a redirect leads to. It has no word for an IPv6 address. */
export function cspSourceOf(uri: string): string {
  const { origin, protocol, hostname } = new URL(uri);
  return origin === "null" || hostname.startsWith("[") ? protocol : origin;
}
