/**
 * Regrant's own access tokens, and their use at its own APIs.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750
 * @see https://www.rfc-editor.org/rfc/rfc9449#section-7
 */
import {
  type AccessTokenClaims,
  type Credentials,
  hasQueryToken,
  type NodeRequest,
  OAuthError,
  type Reason,
  type RequiredAuthentication,
  readNodeCredentials,
  readNodeToken,
  reasons,
  schemeOf,
  type TokenScheme,
  tokenChallenge,
  tokenRepeated,
} from "@regrant/shared";
import { proofAlgorithms } from "@regrant/verifier/dpop";
import type { AccessToken, IssuerVerifier } from "@regrant/verifier/issuer";
import type { Dpop, ProvingRequest } from "./dpop.js";

type BearerRequest = NodeRequest & { readonly url?: string | undefined };
type ApiRequest = BearerRequest & ProvingRequest;

interface Use {
  /** In `aud`; null accepts a token for any API. Default: this server. */
  readonly audience?: string | null;
  /** The access_token of the form, if there is one (RFC 6750 §2.2). */
  readonly formToken?: string | undefined;
}

interface Issuer {
  readonly issuer: string;
}
interface Verification {
  readonly config: Issuer;
  readonly ownTokens: IssuerVerifier;
  readonly dpop: Dpop;
}

/**
 * Check that an access token is for this server and has the scope, and, if it is bound to a key, that the request proves it. Does
 * not check whether its session is open.
 *
 * @throws {OAuthError} invalid_request, invalid_token, invalid_dpop_proof, use_dpop_nonce, insufficient_scope, with WWW-Authenticate
 */
export function checkAccessToken(
  { config, ownTokens, dpop }: Verification,
  request: ApiRequest,
  scope: string,
  { audience = config.issuer, formToken }: Use = {},
): AccessTokenClaims {
  const { scheme, token } = readCredentials(config, request, scope, formToken);
  const { claims, scopes } = verify(config, ownTokens, token, audience, scheme);
  challenging(config, { scheme: "DPoP" }, () => checkBinding(dpop, request, token, scheme, claims));
  if (scopes.includes(scope)) return claims;
  const reason = "scope_insufficient";
  const error = new OAuthError("insufficient_scope", `This needs the scope ${scope}.`, { reason });
  throw withChallenge(config, error, { scope: [scope], scheme });
}

/** How a token has to be sent. */
export const schemeFor = ({ cnf }: AccessTokenClaims): TokenScheme => (cnf === undefined ? "Bearer" : "DPoP");

/** A stolen token must not become a bearer token by leaving the proof out, nor a proof seem to protect one that is none (§7.2). */
function checkBinding(
  dpop: Dpop,
  request: ApiRequest,
  token: string,
  scheme: TokenScheme,
  claims: AccessTokenClaims,
): void {
  const { cnf } = claims;
  if (schemeFor(claims) !== scheme) throw refuse(cnf === undefined ? "token_not_bound" : "token_bound");
  if (cnf === undefined) return;
  if (dpop.keyOf(request, { accessToken: token, jkt: cnf.jkt }) === null) throw refuse("dpop_proof_missing");
}

const descriptions = {
  token_bound: "The access token is bound to a key: send it with the scheme DPoP, and a proof.",
  token_not_bound: "The access token is not bound to a key: send it with the scheme Bearer.",
  dpop_proof_missing: "The access token is bound to a key: send a DPoP proof of it.",
} as const satisfies Partial<Record<Reason, string>>;

const refuse = (reason: keyof typeof descriptions): OAuthError =>
  new OAuthError(reasons[reason].error, descriptions[reason], { reason, status: 401 });

/** @throws {OAuthError} invalid_request, invalid_token, with WWW-Authenticate, if there is not exactly one */
export function readBearerToken(config: Issuer, request: BearerRequest): string {
  return challenging(config, {}, () => readNodeToken(request, hasQueryToken(request.url ?? "")));
}

function readCredentials(
  config: Issuer,
  request: BearerRequest,
  scope: string,
  formToken: string | undefined,
): Credentials {
  const { authorization } = request.headers;
  const challenge = { scope: [scope], scheme: schemeOf(authorization), offersDpop: true };
  return challenging(config, challenge, () => {
    const isInQuery = hasQueryToken(request.url ?? "");
    if (formToken === undefined) return readNodeCredentials(request, isInQuery);
    if (isInQuery || authorization !== undefined) throw tokenRepeated();
    return { scheme: "Bearer", token: formToken };
  });
}

function challenging<T>(config: Issuer, challenge: Challenge, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof OAuthError ? withChallenge(config, error, challenge) : error;
  }
}

function verify(
  config: Issuer,
  ownTokens: IssuerVerifier,
  token: string,
  audience: string | null,
  scheme: TokenScheme,
): AccessToken {
  try {
    return ownTokens.verify(token, audience);
  } catch (cause) {
    if (!(cause instanceof OAuthError)) throw cause;
    const { code, reason } = cause;
    const error = new OAuthError(code, "The access token is not valid here.", { reason, cause });
    throw withChallenge(config, error, { scheme });
  }
}

interface Challenge {
  /** The required scope, if that is what is missing. */
  readonly scope?: readonly string[];
  /** The required sign-in (RFC 9470 §3). */
  readonly authentication?: RequiredAuthentication;
  /** Of the token. Default: Bearer. */
  readonly scheme?: TokenScheme;
  /** Whether a request without a token is told of both schemes. */
  readonly offersDpop?: boolean;
}

/** The refusal of a token with its challenge (RFC 6750 §3, RFC 9449 §7.1). */
export function withChallenge(
  { issuer }: Issuer,
  error: OAuthError,
  { scope = [], authentication = {}, scheme = "Bearer", offersDpop = false }: Challenge = {},
): OAuthError {
  const { code, message, reason, status, cause, headers } = error;
  const errorUri = `${issuer}/errors/${reason}`;
  const parameters = { errorUri, scope, authentication, place: ["realm", issuer] } as const;
  const schemes = offersDpop && reason === "token_missing" ? (["Bearer", "DPoP"] as const) : [scheme];
  const challenges = schemes.map((name) =>
    tokenChallenge(name, error, { ...parameters, ...(name === "DPoP" && { algs: proofAlgorithms }) }),
  );
  return new OAuthError(code, message, {
    reason,
    status,
    cause,
    headers: { ...headers, "www-authenticate": challenges.join(", ") },
  });
}

/** What `work` refuses as invalid_token has the challenge. */
export async function withTokenChallenge<T>(issuer: Issuer, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isBare =
      error instanceof OAuthError && error.code === "invalid_token" && !("www-authenticate" in error.headers);
    throw isBare ? withChallenge(issuer, error) : error;
  }
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
