/** The options, and what is made of them once. */
import { parseSecrets, type SecretEntry } from "@regrant/shared/named-secrets";
import { parseRoute, type Route, type RouteOptions } from "./routes.js";
import { isLoopback } from "./urls.js";

export interface BffOptions {
  /** The authorization server's issuer, exactly as in its metadata. */
  readonly issuer: string;
  readonly clientId: string;
  /** A back end can keep a secret (RFC 10017 §6.1). Sent by `client_secret_basic`. */
  readonly clientSecret: string;
  /**
   * Where browsers find this app: `https://app.example.com`. It never comes from a request. Register `/bff/callback`
   * under it as the client's redirect URI.
   */
  readonly origin: string;
  /**
   * `name:base64url`, of at least 32 random bytes; several, separated by commas. The first encrypts cookies, all
   * decrypt them.
   */
  readonly secrets: string;
  /** Which paths are passed on, and where to. Nothing else is. */
  readonly routes: readonly RouteOptions[];
  /** What to ask for at sign-in. Default: `openid`, which is always included. */
  readonly scope?: string;
  /** The API that the tokens are for (RFC 8707). Default: the client's first registered one. */
  readonly resource?: string;
  /** Where the server's sign-out page returns to. With it, `/bff/logout` names that page. Default: none. */
  readonly postLogoutRedirectUri?: string;
  /** How long the cookie outlives the last refresh. Default: it ends with the browser. */
  readonly cookieSeconds?: number;
  /** Refresh this long before the access token expires, but not in the first half of its lifetime. Default: 30. */
  readonly refreshAheadSeconds?: number;
  /** Told of each fault that users do not cause, for your log: the server or an API is away, or refuses this client. */
  readonly onFault?: (message: string, cause: unknown) => void;
}

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
