/**
 * Our own access tokens: what they are worth to us, and at our own APIs.
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
 * Check a bearer token whose resource is this server, and that it has the scope.
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

/** The refusal of a token, as RFC 6750 §3 answers it. `scope`: what would do, where scope is what is lacking. */
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

/** The claims of a valid access token of ours, for whatever resource; null where it is none. Its session is not looked at. */
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
