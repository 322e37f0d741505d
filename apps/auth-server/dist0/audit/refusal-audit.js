/**
 * Limits audit events about unauthenticated requests, so that a flood cannot fill the table. Each replica records ten
 * a minute per account and per client; the next recorded event says how many were omitted.
 */
import { LRUCache } from "lru-cache";
import { insertAuditEvent } from "./audit-events.sql.js";
const mostInAMinute = 10;
/** Accounts and clients counted at a time. Evicting one loses its count and allows ten more events. */
const mostCounted = 10_000;
/** `now` is milliseconds since 1970. */
export function createAuditRefusal(metrics, now) {
    const counts = new LRUCache({ max: mostCounted });
    return async (db, event, about = "") => {
        const key = `${event.event} ${about}`;
        const count = counts.get(key) ?? { since: now(), recorded: 0, leftOut: 0 };
        counts.set(key, count);
        if (now() - count.since >= 60_000)
            Object.assign(count, { since: now(), recorded: 0 });
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
//# sourceMappingURL=refusal-audit.js.map