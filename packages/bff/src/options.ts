/** The options of every integration. */

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
  /**
   * Binds each session's tokens to a key of its own, in its cookie, so that a token that leaks from an API or a log is worth
   * nothing (RFC 9449). Sessions that began without one get it with their next refresh. Default: false.
   */
  readonly dpop?: boolean;
  /** Where the server's sign-out page returns to. With it, `/bff/logout` names that page. Default: none. */
  readonly postLogoutRedirectUri?: string;
  /** How long the cookie outlives the last refresh. Default: it ends with the browser. */
  readonly cookieSeconds?: number;
  /** Refresh this long before the access token expires, but not in the first half of its lifetime. Default: 30. */
  readonly refreshAheadSeconds?: number;
  /** Told of each fault that users do not cause, for your log: the server or an API is away, or refuses this client. */
  readonly onFault?: (message: string, cause: unknown) => void;
}

export interface RouteOptions {
  /** A path of this origin: `/api`. It and all below it are passed on. */
  readonly prefix: string;
  /** What takes the prefix's place: `https://api.example.com/v1`. */
  readonly target: string;
  /** Allows `http:` to another machine: whoever reads that network reads the tokens. Default: false. */
  readonly allowHttp?: boolean;
}
