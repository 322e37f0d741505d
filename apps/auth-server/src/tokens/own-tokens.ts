/**
 * Regrant's own access tokens, and their use at its own APIs.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */
import {
  type AccessTokenClaims,
  bearerChallenge,
  hasQueryToken,
  type NodeRequest,
  OAuthError,
  readNodeToken,
} from "@regrant/shared";
import type { AccessToken, IssuerVerifier } from "@regrant/verifier/issuer";

type BearerRequest = NodeRequest & { readonly url?: string | undefined };

interface Issuer {
  readonly issuer: string;
}
interface Verification {
  readonly config: Issuer;
  readonly ownTokens: IssuerVerifier;
}

/**
 * Check that a bearer token is for this server and has the scope.
 *
 * @throws {OAuthError} invalid_request, invalid_token, insufficient_scope, with WWW-Authenticate
 */
export function checkAccessToken(
  { config, ownTokens }: Verification,
  request: BearerRequest,
  scope: string,
): AccessTokenClaims {
  const { claims, scopes } = verify(config, ownTokens, readToken(config, request, scope));
  if (scopes.includes(scope)) return claims;
  const reason = "scope_insufficient";
  const error = new OAuthError("insufficient_scope", `This needs the scope ${scope}.`, { reason });
  throw withChallenge(config, error, [scope]);
}

function readToken(config: Issuer, request: BearerRequest, scope: string): string {
  try {
    return readNodeToken(request, hasQueryToken(request.url ?? ""));
  } catch (error) {
    throw error instanceof OAuthError ? withChallenge(config, error, [scope]) : error;
  }
}

function verify(config: Issuer, ownTokens: IssuerVerifier, token: string): AccessToken {
  try {
    return ownTokens.verify(token, config.issuer);
  } catch (cause) {
    if (!(cause instanceof OAuthError)) throw cause;
    const { code, reason } = cause;
    throw withChallenge(
      config,
      new OAuthError(code, "The access token is not valid here.", { reason, cause }),
    );
  }
}

/**
 * The refusal of a token with its RFC 6750 §3 challenge. `scope` is the required scope, if that is what is missing.
 */
export function withChallenge(
  { issuer }: Issuer,
  error: OAuthError,
  scope: readonly string[] = [],
): OAuthError {
  const { code, message, reason, status, cause } = error;
  const errorUri = `${issuer}/errors/${reason}`;
  const challenge = bearerChallenge(error, { errorUri, scope, place: ["realm", issuer] });
  return new OAuthError(code, message, { reason, status, cause, headers: { "www-authenticate": challenge } });
}

/** The claims of a valid access token issued here, for any resource; otherwise null. Does not check the session. */
export function verifyAccessToken(
  { ownTokens }: Pick<Verification, "ownTokens">,
  token: string,
): AccessTokenClaims | null {
  try {
    return ownTokens.verify(token, null).claims;
  } catch (error) {
    if (error instanceof OAuthError) return null;
    throw error;
  }
}
