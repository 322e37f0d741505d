/** Checks one token with the keys in memory (RFC 9068 §4), without waiting or fetching. */
import type { SigningAlgorithm } from "@regrant/shared";
import {
  type AccessToken,
  type ClaimExpectations,
  checkAudience,
  checkClaims,
  checkTimes,
} from "./claims.js";
import { checkHeader, type TokenHeader, wrongAlgorithm } from "./header.js";
import type { VerificationKey } from "./jwks.js";
import { type CompactJws, decodeBase64url, decodeObject } from "./jws.js";
import { refuseToken } from "./refuse.js";
import type { RevocationCheck } from "./revocation.js";
import { createTokenCache, type TokenCacheBounds } from "./token-cache.js";

/** The cache of verified tokens: its content and its hits. */
export interface CacheStatus {
  readonly tokens: number;
  /** By the same estimate as the limit. */
  readonly bytes: number;
  readonly hits: number;
  readonly misses: number;
}

export interface TokenCheck {
  /**
   * The token, if it was verified before and its key is still valid.
   *
   * @throws OAuthError `invalid_token` if it has expired or is for another API
   */
  findVerified(token: string, audience: string | null, at: number): AccessToken | undefined;
  /** @throws OAuthError `invalid_token` if the header is not an access token's */
  kidOf(jws: CompactJws): string;
  /** @throws OAuthError `invalid_token` */
  verifyWith(
    key: VerificationKey,
    token: string,
    jws: CompactJws,
    audience: string | null,
    at: number,
  ): AccessToken;
  /** Forget every token signed with one of these keys. */
  dropSignedWith(keys: ReadonlySet<VerificationKey>): void;
  status(): CacheStatus;
}

export interface TokenExpectations extends Omit<ClaimExpectations, "audience"> {
  readonly algorithms: readonly SigningAlgorithm[];
}

/** @param findKey finds the key that is valid at a time, in milliseconds since 1970 */
export function createTokenCheck(
  expected: TokenExpectations,
  bounds: TokenCacheBounds,
  findKey: (kid: string, at: number) => VerificationKey | undefined,
  revocation: RevocationCheck | null = null,
): TokenCheck {
  const cache = createTokenCache(bounds);
  let lastHeader: TokenHeader & { readonly text: string } = { text: "", kid: "", alg: "RS256" };
  let hits = 0;
  let misses = 0;

  /** Tokens of one key share their header, so the last good one is not parsed again. */
  function headerOf({ header: text }: CompactJws): TokenHeader {
    if (text !== lastHeader.text)
      lastHeader = { text, ...checkHeader(decodeObject(text), expected.algorithms) };
    return lastHeader;
  }

  return {
    findVerified(token, audience, at) {
      const verified = cache.find(token);
      if (verified === undefined || findKey(verified.key.kid, at) !== verified.key) {
        misses += 1;
        return undefined;
      }
      const { claims } = verified.accessToken;
      checkAudience(claims, audience);
      try {
        checkTimes(claims, at / 1_000, expected);
      } catch (error) {
        cache.drop(token);
        throw error;
      }
      if (verified.status !== null) revocation?.check(verified.status, at);
      hits += 1;
      return verified.accessToken;
    },

    kidOf: (jws) => headerOf(jws).kid,

    /** The payload is parsed only after the signature is verified. */
    verifyWith(key, token, jws, audience, at) {
      if (headerOf(jws).alg !== key.alg) throw wrongAlgorithm([key.alg]);
      if (!key.verify(jws.signingInput, decodeBase64url(jws.signature))) {
        throw refuseToken("token_signature", "the signature is wrong");
      }
      const accessToken = checkClaims(decodeObject(jws.payload), { ...expected, audience }, at / 1_000);
      const status = revocation?.entryOf(accessToken) ?? null;
      cache.insert({ token, accessToken, key, status });
      if (status !== null) revocation?.check(status, at);
      return accessToken;
    },

    dropSignedWith: cache.dropSignedWith,
    status: () => ({ ...cache.size(), hits, misses }),
  };
}
