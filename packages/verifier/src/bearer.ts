/** Responses to refused requests (RFC 6750, RFC 9449, RFC 9470), for every framework. */
import {
  type Challenge,
  type ErrorResponse,
  type OAuthError,
  type Reason,
  type TokenScheme,
  tokenChallenge,
} from "@regrant/shared";
import { InsufficientAuthenticationError } from "./authentication.js";
import { InsufficientScopeError } from "./authorization.js";
import type { DpopSupport } from "./binding.js";
import { proofAlgorithms } from "./dpop/proof-keys.js";
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
  /** The verifier's. Default: null, so that only bearer tokens are offered. */
  readonly dpop?: DpopSupport | undefined;
}

/** The error codes of RFC 6750 §3.1, RFC 9449 §7.1 and RFC 9470 §3, which are sent with a challenge. */
const challenged: ReadonlySet<string> = new Set([
  "invalid_request",
  "invalid_token",
  "insufficient_scope",
  "insufficient_user_authentication",
  "invalid_dpop_proof",
  "use_dpop_nonce",
]);

/** The token was sent with one scheme, and has to be sent with the other. */
const wrongScheme: ReadonlyMap<Reason, TokenScheme> = new Map([
  ["token_bound", "DPoP"],
  ["token_not_bound", "Bearer"],
]);

/**
 * Prepare refusals: status, challenge, and the reason as `error_uri`. `required` is the scope that the route requires;
 * a challenge to a request without a valid token names it. `scheme` is the one that the
 * request used, by `schemeOf`.
 */
export function createRefusals(
  options: ChallengeOptions,
): (error: OAuthError, required?: readonly string[], scheme?: TokenScheme) => Refusal {
  const { dpop = null } = options;
  const errorsUrl = options.errorsUrl ?? under(options.issuer, "/errors");
  const metadata = options.resourceMetadataUrl;
  const place: Challenge["place"] =
    metadata === null ? ["realm", options.issuer] : ["resource_metadata", metadata];

  const scopeOf = (error: OAuthError, required: readonly string[]) => {
    if (error instanceof InsufficientScopeError) return error.scope;
    return error.code === "invalid_token" ? required : [];
  };

  /** The scheme to send next says what was wrong. A client that needs another token anyway learns that both are possible. */
  function challengesOf(error: OAuthError, used: TokenScheme, challenge: Challenge): string {
    const ofDpop = { ...challenge, algs: proofAlgorithms };
    if (dpop === null) return tokenChallenge("Bearer", error, challenge);
    const scheme = dpop === "required" ? "DPoP" : (wrongScheme.get(error.reason) ?? used);
    if (scheme === "DPoP") return tokenChallenge("DPoP", error, ofDpop);
    const bearer = tokenChallenge("Bearer", error, challenge);
    return error.code === "invalid_token" ? `${bearer}, DPoP algs="${proofAlgorithms.join(" ")}"` : bearer;
  }

  return (error, required = [], scheme = "Bearer") => {
    const errorUri = `${errorsUrl}/${error.reason}`;
    const scope = scopeOf(error, required);
    const authentication =
      error instanceof InsufficientAuthenticationError ? error.authentication : undefined;
    const challenge = challenged.has(error.code) && {
      "www-authenticate": challengesOf(error, scheme, { errorUri, scope, authentication, place }),
    };
    return {
      status: error.status,
      headers: { ...challenge, "cache-control": "no-store", ...error.headers },
      body: { error: error.code, error_description: error.message, error_uri: errorUri },
    };
  };
}
