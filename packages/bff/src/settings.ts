/** The options checked, and what is made of them once. */
import { parseSecrets, type SecretEntry } from "@regrant/shared/named-secrets";
import type { BffOptions, RouteOptions } from "./options.js";
import { parseRoute, type Route } from "./routes.js";
import { isLoopback } from "./urls.js";

export interface Settings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly origin: string;
  readonly redirectUri: string;
  readonly secrets: readonly [SecretEntry, ...SecretEntry[]];
  /** The longest prefix first. */
  readonly routes: readonly Route[];
  readonly scope: string;
  readonly resource: string | undefined;
  readonly dpop: boolean;
  readonly postLogoutRedirectUri: string | undefined;
  readonly cookieSeconds: number | undefined;
  readonly refreshAheadSeconds: number;
  fault(message: string, cause: unknown): void;
}

/** @throws TypeError naming the option */
export function parseOptions(options: BffOptions): Settings {
  const { clientId, clientSecret, refreshAheadSeconds = 30, cookieSeconds, onFault } = options;
  if (!clientId) throw new TypeError("clientId is missing");
  if (!clientSecret) throw new TypeError("clientSecret is missing: register the client without --public");
  const issuer = parseConfidential("issuer", options.issuer);
  const origin = parseConfidential("origin", options.origin).origin;
  if (![origin, `${origin}/`].includes(options.origin))
    throw new TypeError(`origin ${options.origin} has more than an origin: use ${origin}`);
  const secrets = parseSecrets(options.secrets ?? "");
  if (typeof secrets === "string") throw new TypeError(`secrets ${secrets}`);
  checkSeconds("refreshAheadSeconds", refreshAheadSeconds);
  if (cookieSeconds !== undefined) checkSeconds("cookieSeconds", cookieSeconds);
  const scope = [...new Set(["openid", ...(options.scope ?? "").split(" ").filter(Boolean)])].join(" ");
  return {
    issuer,
    clientId,
    clientSecret,
    origin,
    redirectUri: `${origin}/bff/callback`,
    secrets,
    routes: parseRoutes(options.routes),
    scope,
    resource: options.resource,
    dpop: options.dpop ?? false,
    postLogoutRedirectUri: options.postLogoutRedirectUri,
    cookieSeconds,
    refreshAheadSeconds,
    fault: onFault ?? (() => undefined),
  };
}

function parseConfidential(name: string, value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url !== null && (url.protocol === "https:" || isLoopback(url))) return url;
  throw new TypeError(`${name} ${value} is not an https URL, nor http on this machine`);
}

function checkSeconds(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 0)
    throw new TypeError(`${name} ${value} is not a whole number of seconds`);
}

function parseRoutes(options: readonly RouteOptions[]): readonly Route[] {
  const routes = options.map(parseRoute).sort((one, other) => other.prefix.length - one.prefix.length);
  const twice = routes.find(({ prefix }, index) => routes[index + 1]?.prefix === prefix);
  if (twice !== undefined) throw new TypeError(`the route ${twice.prefix} is there twice`);
  return routes;
}
