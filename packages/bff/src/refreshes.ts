/**
 * When to refresh, and once for all requests of this process that come with the same cookie. Other processes may refresh
 * at the same moment: the server gives them the same refresh token.
 */
import { LRUCache } from "lru-cache";
import type { Issuer } from "./issuer.js";
import type { Session } from "./session-cookie.js";

export interface Refreshes {
  /** @throws SignedOut | Unavailable | Refused */
  refresh(session: Session): Promise<Session>;
}

/** For requests that the browser sent before it had the new cookie. Well below the time for which a refresh may be repeated. */
const keptMs = 10_000;

export function createRefreshes(issuer: Issuer): Refreshes {
  const recent = new LRUCache<string, Promise<Session>>({ max: 1_000, ttl: keptMs });
  return {
    refresh(session) {
      const key = session.refreshToken ?? "";
      const known = recent.get(key);
      if (known !== undefined) return known;
      const refreshed = issuer
        .refresh(session)
        .then((tokens): Session => ({ ...tokens, number: session.number + 1 }));
      if (key !== "") recent.set(key, refreshed);
      refreshed.catch(() => recent.delete(key));
      return refreshed;
    },
  };
}

export const isDue = ({ dueAt }: Session): boolean => dueAt !== null && Date.now() >= dueAt;
export const isOver = ({ expiresAt }: Session): boolean => expiresAt !== null && Date.now() >= expiresAt;
