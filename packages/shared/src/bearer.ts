/** Access tokens over HTTP, for every API: reading one from a request, and the challenge of a refusal. */
import { OAuthError } from "./errors.js";

export type TokenScheme = "Bearer" | "DPoP";

/** An access token, and how it was sent. */
export interface Credentials {
  readonly scheme: TokenScheme;
  readonly token: string;
}

/** Schemes are case-insensitive (RFC 9110 §11.1). */
const tokenScheme = /^(?:(Bearer)|DPoP)(?: +|$)/i;

/** How a request's token was sent; Bearer if it has none. */
export const schemeOf = (authorization: string | undefined): TokenScheme => {
  const found = tokenScheme.exec(authorization ?? "");
  return found !== null && found[1] === undefined ? "DPoP" : "Bearer";
};

/**
 * The token in an Authorization header. Does not look into the token, or for tokens in the form or query (RFC 6750
 * §2.2, §2.3), which are not supported.
 *
 * @throws OAuthError 401 `invalid_token`, reason `token_missing`, without a header of these schemes; 400
 * `invalid_request`, reason `authorization_malformed`, if it is not the scheme and one token
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 * @see https://www.rfc-editor.org/rfc/rfc9449#section-7.1
 */
export function parseCredentials(authorization: string | undefined): Credentials {
  const before = tokenScheme.exec(authorization ?? "")?.[0];
  if (authorization === undefined || before === undefined) {
    throw new OAuthError("invalid_token", "the request has no access token", { reason: "token_missing" });
  }
  const scheme = schemeOf(authorization);
  const token = authorization.slice(before.length);
  if (token === "" || token.includes(" ") || token.includes("\t")) {
    throw new OAuthError("invalid_request", `the Authorization header is not ${scheme} and one token`, {
      reason: "authorization_malformed",
    });
  }
  return { scheme, token };
}

/** As `parseCredentials`, for APIs that take bearer tokens only. */
export function parseAuthorization(authorization: string | undefined): string {
  return parseCredentials(schemeOf(authorization) === "DPoP" ? undefined : authorization).token;
}

/** For a token in two headers, or in the query, which ends up in logs (RFC 6750 §5.3). */
export const tokenRepeated = (): OAuthError =>
  new OAuthError("invalid_request", "send the access token once, in the Authorization header", {
    reason: "token_repeated",
  });

/** One server may use the second header and the next ignore it, so Node.js must not choose silently. */
function hasRepeatedAuthorization(rawHeaders: readonly string[]): boolean {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (name.length === 13 && name.toLowerCase() === "authorization") count += 1;
  }
  return count > 1;
}

/** For frameworks that do not parse the query. */
export function hasQueryToken(url: string): boolean {
  const start = url.indexOf("?");
  return start >= 0 && new URLSearchParams(url.slice(start + 1)).has("access_token");
}

/** The parts of a node:http request that are read. */
export interface NodeRequest {
  readonly rawHeaders: readonly string[];
  readonly headers: { readonly authorization?: string | undefined };
}

/** @throws OAuthError if there is no token or more than one */
export function readNodeCredentials({ rawHeaders, headers }: NodeRequest, isInQuery: boolean): Credentials {
  if (isInQuery || hasRepeatedAuthorization(rawHeaders)) throw tokenRepeated();
  return parseCredentials(headers.authorization);
}

/** As `readNodeCredentials`, for APIs that take bearer tokens only. */
export function readNodeToken({ rawHeaders, headers }: NodeRequest, isInQuery: boolean): string {
  if (isInQuery || hasRepeatedAuthorization(rawHeaders)) throw tokenRepeated();
  return parseAuthorization(headers.authorization);
}

/** A quoted-string (RFC 9110 §5.6.4): its content cannot end it or start a new header. */
const quote = (value: string): string =>
  `"${value.replace(/[^\x20-\x7E]/g, "?").replace(/["\\]/g, String.raw`\$&`)}"`;

/** How, and how recently, the user has to have signed in. */
export interface RequiredAuthentication {
  /** Any of these. */
  readonly acrValues?: readonly string[] | undefined;
  /** Seconds. */
  readonly maxAge?: number | undefined;
}

export interface Challenge {
  /** Where the reason is explained. */
  readonly errorUri: string;
  /** The full scope required; empty if more would not help. */
  readonly scope: readonly string[];
  /** What the user's sign-in lacks (RFC 9470 §3). */
  readonly authentication?: RequiredAuthentication | undefined;
  /** `realm` or `resource_metadata`: RFC 6750 §3 requires at least one parameter. */
  readonly place: readonly [name: "realm" | "resource_metadata", value: string];
  /** For the scheme DPoP: what proofs may be signed with (RFC 9449 §7.1). */
  readonly algs?: readonly string[] | undefined;
}

/**
 * One challenge of a refusal's WWW-Authenticate header. A request without a token gets no error code (RFC 6750 §3.1).
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 * @see https://www.rfc-editor.org/rfc/rfc9470#section-3
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-5.1
 */
export function tokenChallenge(
  scheme: TokenScheme,
  { code, message, reason }: Pick<OAuthError, "code" | "message" | "reason">,
  { errorUri, scope, authentication = {}, place, algs }: Challenge,
): string {
  const parameters: (readonly [string, string])[] = [];
  if (reason !== "token_missing")
    parameters.push(["error", code], ["error_description", message], ["error_uri", errorUri]);
  const { acrValues, maxAge } = authentication;
  if (acrValues !== undefined) parameters.push(["acr_values", acrValues.join(" ")]);
  if (maxAge !== undefined) parameters.push(["max_age", String(maxAge)]);
  if (scope.length > 0) parameters.push(["scope", scope.join(" ")]);
  parameters.push(place);
  if (algs !== undefined) parameters.push(["algs", algs.join(" ")]);
  return `${scheme} ${parameters.map(([name, value]) => `${name}=${quote(value)}`).join(", ")}`;
}
