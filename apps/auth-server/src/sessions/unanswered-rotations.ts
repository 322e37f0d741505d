/**
 * Rotations that went to the database and came back without an answer: committed or not, nobody here knows. Whoever
 * repeats such a refresh is no thief, however long the database was away: commits that wait for a standby, or for a
 * disk, carry the time at which they began.
 */
import { LRUCache } from "lru-cache";
import type { Rotation } from "../store/sessions.js";

type Presented = Pick<Rotation, "sessionId" | "generation">;

export interface UnansweredRotations {
  note(presented: Presented): void;
  /** Was it presented here without an answer, less than `REFRESH_RETRY_SECONDS` ago? */
  has(presented: Presented): boolean;
}

/** Beyond this the oldest are forgotten, and their clients have `REFRESH_RETRY_SECONDS` from the rotation on. */
const most = 100_000;

export function createUnansweredRotations(retrySeconds: number): UnansweredRotations {
  const noted = new LRUCache<string, true>({ max: most, ttl: retrySeconds * 1000 });
  const keyOf = ({ sessionId, generation }: Presented) => `${sessionId} ${generation}`;
  return {
    note: (presented) => void noted.set(keyOf(presented), true),
    has: (presented) => noted.has(keyOf(presented)),
  };
}
