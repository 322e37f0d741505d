/** Checks the claims of an access token (RFC 9068 §2.2, §4). */
import { type AccessTokenClaims, parseScope } from "@regrant/shared";
import { refuseToken } from "./refuse.js";

/** Regrant's claims, and any others. */
export type Claims = Readonly<AccessTokenClaims> & { readonly [name: string]: unknown };

export interface AccessToken {
  readonly claims: Claims;
  /** The tokens of the `scope` claim. */
  readonly scopes: readonly string[];
}

export interface Tolerance {
  readonly clockToleranceSeconds: number;
  /** How far the signer's clock may be ahead. Default: `clockToleranceSeconds`. */
  readonly signerAheadSeconds?: number;
}

export interface ClaimExpectations extends Tolerance {
  readonly issuer: string;
  /** Null accepts any API's token. */
  readonly audience: string | null;
}

/** 9999-12-31. A NumericDate may have a fraction (RFC 7519 §2), but it must be a date. */
const lastDate = 253_402_300_799;

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isDate = (value: unknown): boolean => typeof value === "number" && value >= 0 && value <= lastDate;

const requiredClaims: readonly [name: string, isWellTyped: (value: unknown) => boolean][] = [
  ["iss", isText],
  ["sub", isText],
  ["aud", (value) => isText(value) || isTexts(value)],
  ["exp", isDate],
  ["iat", isDate],
  ["jti", isText],
  ["client_id", isText],
];

const optionalClaims: readonly [name: string, isWellTyped: (value: unknown) => boolean][] = [
  ["nbf", isDate],
  ["scope", (value) => typeof value === "string"],
  ["roles", isTexts],
  ["sid", isText],
  ["auth_time", isDate],
  ["status", (value) => typeof value === "object" && value !== null],
  ["acr", isText],
  ["cnf", (value) => typeof value === "object" && value !== null],
];

function checkTypes(payload: Readonly<Record<string, unknown>>): asserts payload is Claims {
  for (const [name, isWellTyped] of requiredClaims) {
    if (!isWellTyped(payload[name])) {
      throw refuseToken("token_claims", `${name}: the claim is missing or of the wrong type`);
    }
  }
  for (const [name, isWellTyped] of optionalClaims) {
    if (payload[name] !== undefined && !isWellTyped(payload[name])) {
      throw refuseToken("token_claims", `${name}: the claim is of the wrong type`);
    }
  }
}

/** Fails closed: a confirmation that nobody checks would be none (RFC 7800 §3.1). */
function checkBinding({ cnf }: Claims): void {
  if (cnf === undefined || (isText(cnf.jkt) && Object.keys(cnf).length === 1)) return;
  throw refuseToken(
    "token_binding_unknown",
    "cnf: the access token is bound to something else than a key's thumbprint",
  );
}

/** Some issuers write an empty `scope` instead of omitting it (RFC 6749 §3.3). */
function scopesOf(claims: Claims): readonly string[] {
  const scopes = claims.scope ? parseScope(claims.scope) : [];
  if (scopes === null) throw refuseToken("token_claims", "scope: the claim breaks the grammar of RFC 6749");
  return scopes;
}

/** All requests with the same token share these claims, so no handler may change them. */
function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const name in value) deepFreeze(value[name]);
  }
  return value;
}

/**
 * Check that the token is for this API.
 *
 * @throws OAuthError `invalid_token`, reason `token_audience`
 * @see https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3
 */
export function checkAudience({ aud }: Claims, audience: string | null): void {
  if (audience === null || (typeof aud === "string" ? aud === audience : aud.includes(audience))) return;
  throw refuseToken("token_audience", "aud: the access token is not for this API");
}

/**
 * Check `exp`, `nbf` and `iat`.
 *
 * @throws OAuthError `invalid_token`, reason `token_expired` or `token_not_yet_valid`
 * @see https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4
 */
export function checkTimes(
  claims: Claims,
  nowSeconds: number,
  { clockToleranceSeconds, signerAheadSeconds = clockToleranceSeconds }: Tolerance,
): void {
  if (nowSeconds >= claims.exp + clockToleranceSeconds) {
    throw refuseToken("token_expired", "exp: the access token has expired");
  }
  const latest = nowSeconds + signerAheadSeconds;
  if (claims.iat > latest)
    throw refuseToken("token_not_yet_valid", "iat: the access token is from the future");
  if (typeof claims.nbf === "number" && claims.nbf > latest) {
    throw refuseToken("token_not_yet_valid", "nbf: the access token is not valid yet");
  }
}

/**
 * Check the claims of a token with a verified signature, and freeze them. Does not check scope and roles, which the
 * route requires.
 *
 * @throws OAuthError `invalid_token`, with the reason of the first failed check
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export function checkClaims(
  payload: Readonly<Record<string, unknown>>,
  expected: ClaimExpectations,
  nowSeconds: number,
): AccessToken {
  if (isText(payload.iss) && payload.iss !== expected.issuer) {
    throw refuseToken("token_issuer", "iss: the access token comes from another issuer");
  }
  checkTypes(payload);
  checkBinding(payload);
  checkAudience(payload, expected.audience);
  checkTimes(payload, nowSeconds, expected);
  return deepFreeze({ claims: payload, scopes: scopesOf(payload) });
}
