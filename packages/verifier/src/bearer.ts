/** Responses to refused requests (RFC 6750, RFC 9470), for every framework. */
import { bearerChallenge, type Challenge, type ErrorResponse, type OAuthError } from "@regrant/shared";
import { InsufficientAuthenticationError } from "./authentication.js";
import { InsufficientScopeError } from "./authorization.js";
import { under } from "./under.js";

export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ErrorResponse;
}

export interface ChallengeOptions {
  readonly issuer: string;
  /** RFC 9728 §5.1. Null if the API publishes no metadata. */
  readonly resourceMetadataUrl: string | null;
  /** Where each reason is explained; default: `/errors` under the issuer. */
  readonly errorsUrl?: string | undefined;
}

/** The error codes of RFC 6750 §3.1 and RFC 9470 §3, which are sent with a challenge. */
const challenged: ReadonlySet<string> = new Set([
  "invalid_request",
  "invalid_token",
  "insufficient_scope",
  "insufficient_user_authentication",
]);

/**
 * Prepare refusals: status, challenge, and the reason as `error_uri`. `required` is the scope that the route requires;
 * a challenge to a request without a valid token names it.
 */
export function createRefusals(
  options: ChallengeOptions,
): (error: OAuthError, required?: readonly string[]) => Refusal {
  const errorsUrl = options.errorsUrl ?? under(options.issuer, "/errors");
  const metadata = options.resourceMetadataUrl;
  const place: Challenge["place"] =
    metadata === null ? ["realm", options.issuer] : ["resource_metadata", metadata];

  const scopeOf = (error: OAuthError, required: readonly string[]) => {
    if (error instanceof InsufficientScopeError) return error.scope;
    return error.code === "invalid_token" ? required : [];
  };

  return (error, required = []) => {
    const errorUri = `${errorsUrl}/${error.reason}`;
    const scope = scopeOf(error, required);
    const authentication =
      error instanceof InsufficientAuthenticationError ? error.authentication : undefined;
    const challenge = challenged.has(error.code) && {
      "www-authenticate": bearerChallenge(error, { errorUri, scope, authentication, place }),
    };
    return {
      status: error.status,
      headers: { ...challenge, "cache-control": "no-store", ...error.headers },
      body: { error: error.code, error_description: error.message, error_uri: errorUri },
    };
  };
}
