/** For an authorization server that checks its own access tokens: its keys are at hand, so nothing is ever fetched. */
import type { AccessToken } from "./claims.js";
import { kidUnknown } from "./header.js";
import { keysGone } from "./held-keys.js";
import { importKeys, type VerificationKeys } from "./jwks.js";
import { splitCompactJws } from "./jws.js";
import { defaultTokenCacheBounds, type TokenCacheBounds } from "./token-cache.js";
import { type CacheStatus, createTokenCheck } from "./token-check.js";

export type { AccessToken, Claims } from "./claims.js";

export interface IssuerVerifierOptions {
  /** The issuer identifier in its tokens. Compared letter for letter. */
  readonly issuer: string;
  /**
   * The JWKs that count now, the retired ones among them. Called for each token, so it has to be cheap: as long as the
   * same array is returned, its keys are not read again.
   */
  readonly keys: () => readonly unknown[];
  /** Bounds of the cache of verified tokens. Default: 10 000 tokens and 32 MiB. */
  readonly tokenCache?: TokenCacheBounds | undefined;
  /** Milliseconds since 1970. Default: Date.now. */
  readonly now?: (() => number) | undefined;
}

export interface IssuerVerifier {
  /**
   * Verify a token, without waiting for anything.
   *
   * @param audience which `aud` has to contain; null for whatever API the token is for
   * @throws OAuthError 401 `invalid_token`
   */
  verify(token: string, audience: string | null): AccessToken;
  cacheStatus(): CacheStatus;
}

/** Seconds. Replicas sign by clocks of their own; one that is further off gives itself out as not ready. */
const signerAheadSeconds = 300;

/**
 * Create a verifier of an issuer's own tokens. A token ends at its `exp` by the issuer's clock, to the second.
 *
 * Does not check revocation, scope and roles.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export function createIssuerVerifier(options: IssuerVerifierOptions): IssuerVerifier {
  const { issuer, keys, now = Date.now, tokenCache = defaultTokenCacheBounds } = options;
  const expected = { issuer, clockToleranceSeconds: 0, signerAheadSeconds };
  const check = createTokenCheck(expected, tokenCache, findKey);
  let read: readonly unknown[] = [];
  let held: VerificationKeys = new Map();

  function findKey(kid: string) {
    const current = keys();
    if (current !== read) {
      const next = importKeys(current, held);
      check.dropSignedWith(keysGone(held, next));
      [read, held] = [current, next];
    }
    return held.get(kid);
  }

  return {
    verify(token, audience) {
      const at = now();
      const verified = check.findVerified(token, audience, at);
      if (verified !== undefined) return verified;
      const jws = splitCompactJws(token);
      const key = findKey(check.kidOf(jws));
      if (key === undefined) throw kidUnknown();
      return check.verifyWith(key, token, jws, audience, at);
    },
    cacheStatus: check.status,
  };
}
