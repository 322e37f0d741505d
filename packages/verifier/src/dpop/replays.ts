/** Which proofs have been used: bounded, in this process's memory. */

export interface Replays {
  /** @returns false if this key's `jti` was spent before */
  spend(jkt: string, jti: string, expiresAt: number, now: number): boolean;
}

/**
 * Beyond `most`, the key with the most proofs forgets its oldest: whoever makes many makes room for them with their own, and
 * nobody else's proof becomes good again. To refuse the next instead would let one flood stop all others.
 */
export function createReplays(most: number): Replays {
  /** When each `jti` of a key may be forgotten, in the order of their use; the key that was used last is the last. */
  const spent = new Map<string, Map<string, number>>();
  let size = 0;
  let busiest = "";

  function forget(jkt: string, jtis: Map<string, number>, jti: string): void {
    jtis.delete(jti);
    size -= 1;
    if (jtis.size === 0) spent.delete(jkt);
  }

  function forgetExpired(jkt: string, now: number): void {
    const jtis = spent.get(jkt);
    for (const [jti, expiresAt] of jtis ?? []) {
      if (expiresAt >= now) return;
      if (jtis) forget(jkt, jtis, jti);
    }
  }

  function makeRoom(): void {
    const [leastRecent = ""] = spent.keys();
    const jkt = (spent.get(busiest)?.size ?? 0) > 1 ? busiest : leastRecent;
    const jtis = spent.get(jkt);
    const [oldest] = jtis?.keys() ?? [];
    if (jtis && oldest !== undefined) forget(jkt, jtis, oldest);
  }

  return {
    spend(jkt, jti, expiresAt, now) {
      if ((spent.get(jkt)?.get(jti) ?? Number.NEGATIVE_INFINITY) >= now) return false;
      const [leastRecent = jkt] = spent.keys();
      for (const key of [jkt, leastRecent]) forgetExpired(key, now);
      if (size >= most) makeRoom();
      const jtis = spent.get(jkt) ?? new Map<string, number>();
      // To the end of the line, both.
      if (jtis.delete(jti)) size -= 1;
      spent.delete(jkt);
      spent.set(jkt, jtis.set(jti, expiresAt));
      size += 1;
      if (jtis.size > (spent.get(busiest)?.size ?? 0)) busiest = jkt;
      return true;
    },
  };
}
