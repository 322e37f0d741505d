/**
 * Our own access tokens at our own APIs: verified against the keys in memory.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */
import { type AccessTokenClaims, isScopeWithin, OAuthError, type Reason } from "@regrant/shared";
import { createLocalJWKSet, errors, jwtVerify } from "jose";
import type { Context } from "../context.js";

type Verification = Pick<Context, "config" | "keyRing" | "now">;

/**
 * Check a bearer token whose resource is this server, and that it has the scope.
 *
 * @throws {OAuthError} invalid_token, insufficient_scope, with WWW-Authenticate
 */
export async function checkAccessToken(
  { config, keyRing, now }: Verification,
  authorization: string | undefined,
  scope: string,
): Promise<AccessTokenClaims> {
  const [, token] = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization ?? "") ?? [];
  if (token === undefined) throw refuse("token_missing", "The request has no access token.", "Bearer");
  const { payload } = await jwtVerify<AccessTokenClaims>(token, createLocalJWKSet(keyRing.jwks), {
    algorithms: ["RS256"],
    typ: "at+jwt",
    issuer: config.issuer,
    audience: config.issuer,
    currentDate: new Date(now()),
    requiredClaims: ["sub", "exp", "iat", "client_id"],
  }).catch((cause: unknown) => {
    throw refuse(
      reasonOf(cause),
      "The access token is not valid here.",
      'Bearer error="invalid_token"',
      cause,
    );
  });
  if (isScopeWithin([scope], payload.scope?.split(" ") ?? [])) return payload;
  throw new OAuthError("insufficient_scope", `This needs the scope ${scope}.`, {
    reason: "scope_insufficient",
    headers: { "www-authenticate": `Bearer error="insufficient_scope", scope="${scope}"` },
  });
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

const refuse = (reason: Reason, description: string, challenge: string, cause?: unknown) =>
  new OAuthError("invalid_token", description, { reason, cause, headers: { "www-authenticate": challenge } });

/** The claims of a valid access token of ours, for whatever resource; null where it is none. Its session is not looked at. */
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
