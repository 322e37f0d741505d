/** A cache of tokens with verified signatures, limited by count and size; refused tokens never enter. */
import { LRUCache } from "lru-cache";
import type { AccessToken } from "./claims.js";
import type { VerificationKey } from "./jwks.js";
import type { StatusEntry } from "./status-lists.js";

export interface VerifiedToken {
  readonly token: string;
  readonly accessToken: AccessToken;
  readonly key: VerificationKey;
  /** Null if it has no status, or nobody asks. */
  readonly status: StatusEntry | null;
}

export interface TokenCacheBounds {
  /** The maximum number of tokens. */
  readonly tokens: number;
  /** The maximum size in bytes, by a generous estimate: the token as text, its claims as objects. */
  readonly bytes: number;
}

export const defaultTokenCacheBounds: TokenCacheBounds = { tokens: 10_000, bytes: 32 * 1024 * 1024 };

export interface TokenCache {
  find(token: string): VerifiedToken | undefined;
  insert(verified: VerifiedToken): void;
  drop(token: string): void;
  /** Remove every token signed by one of these keys. */
  dropSignedWith(keys: ReadonlySet<VerificationKey>): void;
  size(): TokenCacheBounds;
}

/** The end of the signature: 192 bits that no two verified tokens share. */
const slotCharacters = 32;
const slotOf = (token: string): string => token.slice(-slotCharacters);

/**
 * The whole token is compared: matching only a part would trust the rest unseen. Its end merely finds the slot,
 * because hashing all of it costs more than everything else for a known token.
 */
export function createTokenCache(bounds: TokenCacheBounds): TokenCache {
  const slots = new LRUCache<string, VerifiedToken>({
    max: bounds.tokens,
    maxSize: bounds.bytes,
    sizeCalculation: ({ token }) => token.length * 3 + 1024,
  });
  return {
    find(token) {
      const verified = slots.get(slotOf(token));
      return verified?.token === token ? verified : undefined;
    },
    insert: (verified) => void slots.set(slotOf(verified.token), verified),
    drop: (token) => void slots.delete(slotOf(token)),
    dropSignedWith(keys) {
      for (const [slot, { key }] of slots.entries()) if (keys.has(key)) slots.delete(slot);
    },
    size: () => ({ tokens: slots.size, bytes: slots.calculatedSize }),
  };
}
