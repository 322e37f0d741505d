/** Server nonces (RFC 9449 §8): derived from the clock, so that nothing is stored and replicas agree. */
import { createHmac } from "node:crypto";

export interface NonceOptions {
  /** At least 32 random bytes or characters, the same for all replicas. */
  readonly secret: string | Uint8Array;
  /** How often it changes; a nonce is good for this long at least, and twice as long at most. Default: 300. */
  readonly seconds?: number;
  /** Milliseconds since 1970. Default: Date.now. */
  readonly now?: () => number;
}

/** @returns the nonces that are good now, as `ProofExpectations.nonces`: the first is the one to hand out */
export function createNonces({
  secret,
  seconds = 300,
  now = Date.now,
}: NonceOptions): () => readonly string[] {
  let period = Number.NaN;
  let nonces: readonly string[] = [];
  const nonceOf = (at: number) =>
    createHmac("sha256", secret).update(`DPoP-Nonce ${seconds} ${at}`).digest("base64url");
  return () => {
    const current = Math.floor(now() / (seconds * 1_000));
    if (current !== period) [period, nonces] = [current, [nonceOf(current), nonceOf(current - 1)]];
    return nonces;
  };
}
