/** Tokens whose signature was verified already. Bounded by count and by size; refused tokens never enter. */
import { LRUCache } from "lru-cache";
import type { AccessToken } from "./claims.js";
import type { VerificationKey } from "./jwks.js";

export interface VerifiedToken {
  readonly accessToken: AccessToken;
  readonly key: VerificationKey;
}

export interface TokenCacheBounds {
  /** How many tokens at most. */
  readonly tokens: number;
  /** How many bytes at most, by a generous estimate: the token as text, its claims as objects. */
  readonly bytes: number;
}

export const defaultTokenCacheBounds: TokenCacheBounds = { tokens: 10_000, bytes: 32 * 1024 * 1024 };

export interface TokenCache {
  find(token: string): VerifiedToken | undefined;
  insert(token: string, verified: VerifiedToken): void;
  drop(token: string): void;
  /** Forget every token that one of these keys signed. */
  dropSignedWith(keys: ReadonlySet<VerificationKey>): void;
  /** How many tokens it holds. */
  size(): number;
}

/** Keyed by the whole token: a part of it (its `jti`, its signature) would vouch for the rest unseen. */
export function createTokenCache(bounds: TokenCacheBounds): TokenCache {
  const entries = new LRUCache<string, VerifiedToken>({
    max: bounds.tokens,
    maxSize: bounds.bytes,
    sizeCalculation: (_verified, token) => token.length * 3 + 1024,
  });
  return {
    find: (token) => entries.get(token),
    insert: (token, verified) => void entries.set(token, verified),
    drop: (token) => void entries.delete(token),
    dropSignedWith(keys) {
      for (const [token, verified] of entries.entries()) if (keys.has(verified.key)) entries.delete(token);
    },
    size: () => entries.size,
  };
}
