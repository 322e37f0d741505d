/**
 * Refusals of whoever has proven nothing, in the audit: a flood of them must not fill the table. Of each account and each
 * client every replica records ten in a minute; the next one that it records says how many it left out.
 */
import { LRUCache } from "lru-cache";
import { type AuditEvent, insertAuditEvent } from "./store/audit-events.js";
import type { Db } from "./store/database.js";

const mostInAMinute = 10;
/** Accounts and clients that are counted at a time. Forgetting one costs its count and ten more events. */
const mostCounted = 10_000;

interface Count {
  since: number;
  recorded: number;
  leftOut: number;
}

/** `about`: whom the refusals are counted for; all that concern nobody known are counted together. */
export type AuditRefusal = (db: Db, event: AuditEvent, about: string | undefined) => Promise<void>;

/** `now` is milliseconds since 1970. */
export function createAuditRefusal(
  metrics: { countAuditLeftOut(event: string): void },
  now: () => number,
): AuditRefusal {
  const counts = new LRUCache<string, Count>({ max: mostCounted });
  return async (db, event, about = "") => {
    const key = `${event.event} ${about}`;
    const count = counts.get(key) ?? { since: now(), recorded: 0, leftOut: 0 };
    counts.set(key, count);
    if (now() - count.since >= 60_000) Object.assign(count, { since: now(), recorded: 0 });
    if (count.recorded >= mostInAMinute) {
      count.leftOut += 1;
      metrics.countAuditLeftOut(event.event);
      return;
    }
    const { leftOut } = count;
    Object.assign(count, { recorded: count.recorded + 1, leftOut: 0 });
    const detail = leftOut > 0 && { detail: { ...event.detail, left_out: leftOut } };
    await insertAuditEvent(db, { ...event, ...detail });
  };
}
