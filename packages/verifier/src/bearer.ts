/** The HTTP side of RFC 6750, for every framework: reading the token, and answering a refusal. */
import { type ErrorResponse, OAuthError } from "@regrant/shared";
import { InsufficientScopeError } from "./authorization.js";
import { under } from "./options.js";

/** The scheme has no case (RFC 9110 §11.1). */
const bearerScheme = /^Bearer(?: +|$)/i;

/**
 * The token of an Authorization header.
 *
 * Does not look into the token, nor at the form and the query, where RFC 6750 §2.2 and §2.3 allow a token and
 * this API does not.
 *
 * @throws OAuthError 401 `invalid_token`, reason `token_missing`, without a header of this scheme;
 *   400 `invalid_request`, reason `authorization_malformed`, where it is not the scheme and one token
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
export function parseAuthorization(authorization: string | undefined): string {
  const scheme = bearerScheme.exec(authorization ?? "")?.[0];
  if (authorization === undefined || scheme === undefined) {
    throw new OAuthError("invalid_token", "the request has no access token", { reason: "token_missing" });
  }
  const token = authorization.slice(scheme.length);
  if (token === "" || token.includes(" ") || token.includes("\t")) {
    throw new OAuthError("invalid_request", "the Authorization header is not Bearer and one token", {
      reason: "authorization_malformed",
    });
  }
  return token;
}

/** Thrown where a token comes in two headers, or in the query, where it ends up in logs (RFC 6750 §5.3). */
export const tokenRepeated = (): OAuthError =>
  new OAuthError("invalid_request", "send the access token once, in the Authorization header", {
    reason: "token_repeated",
  });

/** A quoted-string (RFC 9110 §5.6.4): nothing inside it can end it or start a new header. */
const quote = (value: string): string =>
  `"${value.replace(/[^\x20-\x7E]/g, "?").replace(/["\\]/g, String.raw`\$&`)}"`;

export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ErrorResponse;
}

export interface ChallengeOptions {
  readonly issuer: string;
  /** RFC 9728 §5.1. Null where the API publishes no metadata. */
  readonly resourceMetadataUrl: string | null;
  /** Where each reason is explained; default: `/errors` under the issuer. */
  readonly errorsUrl?: string | undefined;
}

/** Codes that RFC 6750 §3.1 has, which are answered with a challenge. */
const challenged: ReadonlySet<string> = new Set(["invalid_request", "invalid_token", "insufficient_scope"]);

/**
 * Prepare the answers to refusals: status, challenge, and the reason as `error_uri`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-5.1
 */
export function createRefusals(options: ChallengeOptions): (error: OAuthError) => Refusal {
  const errorsUrl = options.errorsUrl ?? under(options.issuer, "/errors");
  const metadata = options.resourceMetadataUrl;
  // Where there is no metadata, a realm: RFC 6750 §3 has no challenge without a parameter.
  const last = metadata === null ? `realm=${quote(options.issuer)}` : `resource_metadata=${quote(metadata)}`;

  function challengeOf(error: OAuthError, errorUri: string): string {
    const isBare = error.reason === "token_missing"; // RFC 6750 §3.1: then no error information
    const parameters = isBare
      ? []
      : [
          `error=${quote(error.code)}`,
          `error_description=${quote(error.message)}`,
          `error_uri=${quote(errorUri)}`,
        ];
    if (error instanceof InsufficientScopeError && error.scope.length > 0) {
      parameters.push(`scope=${quote(error.scope.join(" "))}`);
    }
    return `Bearer ${[...parameters, last].join(", ")}`;
  }

  return (error) => {
    const errorUri = `${errorsUrl}/${error.reason}`;
    const challenge = challenged.has(error.code) ? { "www-authenticate": challengeOf(error, errorUri) } : {};
    return {
      status: error.status,
      headers: { ...challenge, "cache-control": "no-store", ...error.headers },
      body: { error: error.code, error_description: error.message, error_uri: errorUri },
    };
  };
}
