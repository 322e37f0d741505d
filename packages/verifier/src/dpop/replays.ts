/** Which proofs have been used: bounded, in this process's memory. */

export interface Replays {
  /** @param now milliseconds since 1970 @returns false if this key's `jti` was spent before */
  spend(jkt: string, jti: string, now: number): boolean;
}

/** Each key's, by its thumbprint. */
type Spent = Map<string, Set<string>>;

/**
 * Two generations, of which the older one is dropped as a whole: finding the oldest of so many entries would take longer than
 * verifying a signature, since a Map's iterator walks past all that were deleted at its beginning.
 *
 * Beyond `most`, the key with the most proofs loses its own, so that a flood by one key makes nobody else's proof good again. Only
 * if all are of different keys does the older generation go. Refusing new proofs instead would let one flood stop everybody.
 *
 * @param goodMs how long a proof can be good
 */
export function createReplays(most: number, goodMs: number): Replays {
  const mostInGeneration = Math.max(1, Math.floor(most / 2));
  let older: Spent = new Map();
  let newer: Spent = new Map();
  let begunAt = Number.NEGATIVE_INFINITY;
  let size = 0;
  let busiest = "";

  const sizeOf = (jkt: string): number => newer.get(jkt)?.size ?? 0;

  function begin(now: number): void {
    [older, newer] = [newer, new Map()];
    [begunAt, size, busiest] = [now, 0, ""];
  }

  function makeRoom(now: number): void {
    const count = sizeOf(busiest);
    if (count > 1) {
      newer.delete(busiest);
      size -= count;
    } else begin(now);
  }

  return {
    spend(jkt, jti, now) {
      if (now - begunAt > goodMs) begin(now);
      if (newer.get(jkt)?.has(jti) || older.get(jkt)?.has(jti)) return false;
      if (size >= mostInGeneration) makeRoom(now);
      const own = newer.get(jkt) ?? new Set();
      newer.set(jkt, own.add(jti));
      size += 1;
      if (own.size > sizeOf(busiest)) busiest = jkt;
      return true;
    },
  };
}
