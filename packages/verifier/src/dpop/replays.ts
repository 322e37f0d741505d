/** Which proofs have been used: bounded, in this process's memory. */

export interface Replays {
  /** @returns false if it was spent before */
  spend(id: string, expiresAt: number, now: number): boolean;
}

/**
 * Beyond `most`, the oldest are forgotten first: it takes that many good proofs within one window, and to refuse the
 * next would let one client's flood stop all others.
 */
export function createReplays(most: number): Replays {
  const spent = new Map<string, number>();

  function makeRoom(now: number): void {
    for (const [id, expiresAt] of spent) {
      if (expiresAt >= now && spent.size < most) return;
      spent.delete(id);
    }
  }

  return {
    spend(id, expiresAt, now) {
      if ((spent.get(id) ?? Number.NEGATIVE_INFINITY) >= now) return false;
      makeRoom(now);
      spent.delete(id); // to the end of the line
      spent.set(id, expiresAt);
      return true;
    },
  };
}
