/** Which headers pass, in both directions. */
import { ownPageHeader } from "./own-page.js";
import { type HeaderFields, Refusal } from "./refusal.js";
import { pathTo, type Route } from "./routes.js";

/** Hop-by-hop (RFC 9110 §7.6.1). */
const hopByHop = [
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];
const proxies = ["proxy-authenticate", "proxy-authorization", "proxy-authentication-info"];

/**
 * Not for APIs: what signs in here, what the browser tells this origin about itself, what a proxy in front says or a
 * stranger makes up in its place.
 */
const notForApis = new Set([
  ...[...hopByHop, ...proxies, "host", "content-length", "expect", "http2-settings"],
  ...["cookie", "authorization", "dpop", "origin", "referer", ownPageHeader],
  ...["forwarded", "via", "x-real-ip", "x-http-method-override", "x-original-url", "x-rewrite-url"],
]);
const notForApisBeginning = /^(?:x-forwarded-|sec-|access-control-request-|:)/;

/** Not for browsers: what an API says about its own origin would count for this one. */
const notForBrowsers = new Set([
  ...[...hopByHop, ...proxies, "set-cookie", "set-cookie2", "clear-site-data", "strict-transport-security"],
  ...["dpop-nonce", "alt-svc", "service-worker-allowed", "public-key-pins", "refresh", "location"],
]);
const notForBrowsersBeginning = /^access-control-/;

const mostBytes = 16 * 1024;

/** @throws Refusal */
export function headersForApi(
  headers: HeaderFields,
  credentials: Readonly<Record<string, string>>,
): Record<string, string | string[]> {
  const named = namedIn(headers.connection);
  const passed: Record<string, string | string[]> = {};
  let bytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || notForApis.has(name) || named.has(name) || notForApisBeginning.test(name))
      continue;
    bytes += name.length + value.length;
    passed[name] = value;
  }
  if (bytes > mostBytes)
    throw new Refusal(431, "headers_too_large", `the headers have more than ${mostBytes / 1024} KiB`);
  return { ...passed, ...credentials };
}

/** `cookies` are ours, of this answer. */
export function headersForBrowser(headers: HeaderFields, cookies: readonly string[]): HeaderFields {
  const named = namedIn(headers.connection);
  const passed: HeaderFields = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!notForBrowsers.has(name) && !named.has(name) && !notForBrowsersBeginning.test(name))
      passed[name] = value;
  }
  passed["cache-control"] = cookies.length > 0 ? "no-store" : privately(headers["cache-control"]);
  if (cookies.length > 0) passed["set-cookie"] = [...cookies];
  return passed;
}

/** The API's caches keep apart what has different `Authorization` (RFC 9111 §3.5). Those in front of here see none. */
function privately(value: string | string[] | undefined): string {
  const directives = value === undefined ? [] : [value].flat();
  const text = directives.join(", ");
  return /\b(?:private|no-store|public|s-maxage)\b/i.test(text)
    ? text
    : [...directives, "private"].join(", ");
}

function namedIn(connection: string | string[] | undefined): ReadonlySet<string> {
  if (connection === undefined || connection === "keep-alive" || connection === "close") return nothing;
  return new Set([connection].flat().flatMap((value) => value.toLowerCase().split(/[\s,]+/)));
}
const nothing: ReadonlySet<string> = new Set();

/** Where the API leads, as a path of this origin; undefined where it does not lead below any route. */
export function locationForBrowser(
  location: string,
  at: string,
  routes: readonly Route[],
): string | undefined {
  const url = URL.canParse(location, at) ? new URL(location, at) : null;
  return (url && pathTo(routes, url)) ?? undefined;
}

/** RFC 6750 §3.1, RFC 9449 §7.1: a new token may help. */
export const refusesToken = (status: number, headers: HeaderFields): boolean =>
  status === 401 &&
  /^\s*(?:bearer|dpop)\b.*\berror="?invalid_token\b/i.test(String(headers["www-authenticate"] ?? ""));

/** RFC 9449 §9: the same with the nonce of this answer will do. */
export const wantsNonce = (status: number, headers: HeaderFields): boolean =>
  status === 401 &&
  headers["dpop-nonce"] !== undefined &&
  /\bdpop\b.*\berror="?use_dpop_nonce\b/i.test(String(headers["www-authenticate"] ?? ""));
