/**
 * Regrant's own access tokens at its own APIs, verified with the keys in memory.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */
import {
  type AccessTokenClaims,
  bearerChallenge,
  hasQueryToken,
  isScopeWithin,
  type NodeRequest,
  OAuthError,
  type Reason,
  readNodeToken,
} from "@regrant/shared";
import { createLocalJWKSet, errors, jwtVerify } from "jose";
import type { Config } from "../config.js";
import type { Context } from "../context.js";

type BearerRequest = NodeRequest & { readonly url?: string | undefined };
type Verification = Pick<Context, "config" | "keyRing" | "now">;

/**
 * Check that a bearer token is for this server and has the scope.
 *
 * @throws {OAuthError} invalid_request, invalid_token, insufficient_scope, with WWW-Authenticate
 */
export async function checkAccessToken(
  { config, keyRing, now }: Verification,
  request: BearerRequest,
  scope: string,
): Promise<AccessTokenClaims> {
  const token = readToken(config, request, scope);
  const { payload } = await jwtVerify<AccessTokenClaims>(token, createLocalJWKSet(keyRing.jwks), {
    algorithms: ["RS256"],
    typ: "at+jwt",
    issuer: config.issuer,
    audience: config.issuer,
    currentDate: new Date(now()),
    requiredClaims: ["sub", "exp", "iat", "client_id"],
  }).catch((cause: unknown) => {
    const reason = reasonOf(cause);
    const error = new OAuthError("invalid_token", "The access token is not valid here.", { reason, cause });
    throw withChallenge(config, error);
  });
  if (isScopeWithin([scope], payload.scope?.split(" ") ?? [])) return payload;
  const reason = "scope_insufficient";
  const error = new OAuthError("insufficient_scope", `This needs the scope ${scope}.`, { reason });
  throw withChallenge(config, error, [scope]);
}

function readToken(config: Config, request: BearerRequest, scope: string): string {
  try {
    return readNodeToken(request, hasQueryToken(request.url ?? ""));
  } catch (error) {
    throw error instanceof OAuthError ? withChallenge(config, error, [scope]) : error;
  }
}

/**
 * The refusal of a token with its RFC 6750 §3 challenge. `scope` is the required scope, if that is what is missing.
 */
export function withChallenge(
  { issuer }: Config,
  error: OAuthError,
  scope: readonly string[] = [],
): OAuthError {
  const { code, message, reason, status, cause } = error;
  const errorUri = `${issuer}/errors/${reason}`;
  const challenge = bearerChallenge(error, { errorUri, scope, place: ["realm", issuer] });
  return new OAuthError(code, message, { reason, status, cause, headers: { "www-authenticate": challenge } });
}

function reasonOf(cause: unknown): Reason {
  if (cause instanceof errors.JWTExpired) return "token_expired";
  if (cause instanceof errors.JWTClaimValidationFailed) return reasonOfClaim[cause.claim] ?? "token_claims";
  if (cause instanceof errors.JOSEAlgNotAllowed) return "token_alg";
  if (cause instanceof errors.JWKSNoMatchingKey) return "token_kid_unknown";
  return cause instanceof errors.JWSSignatureVerificationFailed ? "token_signature" : "token_malformed";
}

const reasonOfClaim: Readonly<Record<string, Reason>> = {
  aud: "token_audience",
  iss: "token_issuer",
  typ: "token_typ",
};

/** The claims of a valid access token issued here, for any resource; otherwise null. Does not check the session. */
export async function verifyAccessToken(
  { config, keyRing, now }: Verification,
  token: string,
): Promise<AccessTokenClaims | null> {
  const verified = await jwtVerify<AccessTokenClaims>(token, createLocalJWKSet(keyRing.jwks), {
    algorithms: ["RS256"],
    typ: "at+jwt",
    issuer: config.issuer,
    currentDate: new Date(now()),
    requiredClaims: ["sub", "aud", "exp", "iat", "jti", "client_id"],
  }).catch(() => null);
  return verified?.payload ?? null;
}
