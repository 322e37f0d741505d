/** For an authorization server that verifies its own access tokens with the keys it already has, so that nothing is fetched. */
import { signingAlgorithms } from "@regrant/shared";
import type { AccessToken } from "./claims.js";
import { kidUnknown } from "./header.js";
import { keysGone } from "./held-keys.js";
import { importKeys, type VerificationKeys } from "./jwks.js";
import { splitCompactJws } from "./jws.js";
import { defaultTokenCacheBounds, type TokenCacheBounds } from "./token-cache.js";
import { type CacheStatus, createTokenCheck } from "./token-check.js";

export type { AccessToken, Claims } from "./claims.js";

export interface IssuerVerifierOptions {
  /** The issuer identifier in its tokens. Compared character by character. */
  readonly issuer: string;
  /**
   * The currently valid JWKs, including retired ones. Called for every token, so it must be cheap: the keys are parsed again
   * only when another array is returned.
   */
  readonly keys: () => readonly unknown[];
  /** Limits of the cache of verified tokens. Default: 10 000 tokens and 32 MiB. */
  readonly tokenCache?: TokenCacheBounds | undefined;
  /** Milliseconds since 1970. Default: Date.now. */
  readonly now?: (() => number) | undefined;
}

export interface IssuerVerifier {
  /**
   * Verify without waiting.
   *
   * @param audience must be in `aud`; null accepts any API's token
   * @throws OAuthError 401 `invalid_token`
   */
  verify(token: string, audience: string | null): AccessToken;
  cacheStatus(): CacheStatus;
}

/** Seconds. Replicas sign by their own clocks; one that is further off reports that it is not ready. */
const signerAheadSeconds = 300;

/**
 * Create a verifier for an issuer's own tokens. They expire exactly at their `exp`, by the issuer's own clock.
 *
 * Does not check revocation, scope and roles.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export function createIssuerVerifier(options: IssuerVerifierOptions): IssuerVerifier {
  const { issuer, keys, now = Date.now, tokenCache = defaultTokenCacheBounds } = options;
  const expected = { issuer, algorithms: signingAlgorithms, clockToleranceSeconds: 0, signerAheadSeconds };
  const check = createTokenCheck(expected, tokenCache, findKey);
  let read: readonly unknown[] = [];
  let held: VerificationKeys = new Map();

  function findKey(kid: string) {
    const current = keys();
    if (current !== read) {
      const next = importKeys(current, held, signingAlgorithms);
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
