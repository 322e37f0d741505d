/**
 * The allow-list (RFC 10017 §6.1.3): which path of this origin leads to which API. A request whose path could mean one
 * thing here and another there is refused, not repaired.
 */
import type { RouteOptions } from "./options.js";
import { Refusal } from "./refusal.js";
import { isLoopback } from "./urls.js";

export interface Route {
  readonly prefix: string;
  readonly origin: string;
  /** Without a slash at its end; empty for the root. */
  readonly path: string;
}

export interface Destination {
  readonly route: Route;
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
}

/** @throws TypeError */
export function parseRoute({ prefix, target, allowHttp = false }: RouteOptions): Route {
  if (!/^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$/.test(prefix) || isBelow(prefix, "/bff"))
    throw new TypeError(`the route ${prefix} is not a path like /api, outside /bff`);
  const url = URL.canParse(target) ? new URL(target) : null;
  if (url === null || !["https:", "http:"].includes(url.protocol))
    throw new TypeError(`the target ${target} of ${prefix} is not an https URL`);
  if (url.protocol === "http:" && !allowHttp && !isLoopback(url))
    throw new TypeError(`the target ${target} of ${prefix} needs https, or allowHttp`);
  if (url.username || url.password || url.search || url.hash)
    throw new TypeError(`the target ${target} of ${prefix} has more than an origin and a path`);
  return { prefix, origin: url.origin, path: url.pathname.replace(/\/+$/, "") };
}

export const isBelow = (path: string, prefix: string): boolean =>
  path === prefix || (path.startsWith(prefix) && path[prefix.length] === "/");

/**
 * What servers, proxies and frameworks read differently: dot segments, empty segments, slashes and dots that are
 * percent-encoded, backslashes, and whatever is no URL character.
 */
const ambiguous = /\/\/|\/\.{1,2}(?:\/|$)|%(?:2e|2f|5c|0\w|1\w|7f)|%(?![0-9a-f]{2})|[^\x21-\x7e]|[\\#]/i;

/**
 * Where this request leads; null if no route is meant. `target` is the request line's, so that nobody has normalized
 * it.
 *
 * @throws Refusal
 */
export function findDestination(routes: readonly Route[], target: string): Destination | null {
  const queryAt = target.indexOf("?");
  const path = queryAt === -1 ? target : target.slice(0, queryAt);
  const query = queryAt === -1 ? "" : target.slice(queryAt);
  const route = routes.find(({ prefix }) => isBelow(path, prefix));
  if (route === undefined) return null;
  if (ambiguous.test(path) || /[^\x21-\x7e]|#/.test(query)) {
    const description =
      "a path with //, dot segments, encoded dots or slashes, or backslashes is not passed on";
    throw new Refusal(400, "path_refused", description);
  }
  return { route, origin: route.origin, path: (route.path + path.slice(route.prefix.length) || "/") + query };
}

/** The path of this origin that leads there; null if none does. */
export function pathTo(routes: readonly Route[], url: URL): string | null {
  const route = routes.find(
    ({ origin, path }) => origin === url.origin && (path === "" || isBelow(url.pathname, path)),
  );
  if (route === undefined || url.username || url.password) return null;
  return route.prefix + url.pathname.slice(route.path.length).replace(/^\/$/, "") + url.search + url.hash;
}
