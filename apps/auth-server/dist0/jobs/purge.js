/**
 * Deletes what has expired: codes, sign-ins, limits, sessions that ended long ago, accounts that their users have closed, months
 * of audit events. Also creates the coming months' partitions.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { dropAuditMonth, listPastAuditMonths, makeAuditMonths, readAuditMonths, } from "../audit/audit-partitions.sql.js";
import { countBlocks, purgeBatch } from "../database/purge.sql.js";
import { deleteDueUsers } from "../users/closing.js";
import { purgeables } from "./purgeables.js";
/** Rest after each batch for this many times its duration, to leave the database to refreshes. */
const restFactor = 4;
const leastRestMs = 5;
/** Purge once. Stops between two batches if `signal` aborts or another replica is purging. */
export async function purge(db, retention, signal, onBatch = () => { }) {
    const removed = {};
    for (const purgeable of purgeables(retention)) {
        const walked = await purgeTable(db, purgeable, signal, onBatch);
        removed[purgeable.table] = walked.removed;
        if (!walked.complete)
            return { removed, dropped: [], made: [], left: [], complete: false };
    }
    removed.users = await deleteDueUsers(db, signal);
    if (signal.aborted)
        return { removed, dropped: [], made: [], left: [], complete: false };
    // The months last: a running backup can block them for hours.
    const past = await listPastAuditMonths(db, retention.auditMonths);
    const { mayChange, missing } = await readAuditMonths(db);
    if (!mayChange)
        return { removed, dropped: [], made: [], left: [...missing, ...past], complete: true };
    const made = await makeAuditMonths(db);
    for (const month of past)
        await dropAuditMonth(db, month);
    return { removed, dropped: past, made, left: [], complete: true };
}
async function purgeTable(db, purgeable, signal, onBatch) {
    const blocks = await countBlocks(db, purgeable.table);
    let removed = 0;
    for (let block = 0; block < blocks;) {
        if (signal.aborted)
            return { removed, complete: false };
        const startedAt = performance.now();
        const batch = await purgeBatch(db, purgeable, block);
        if (batch === null)
            return { removed, complete: false };
        removed += batch.removed;
        block = batch.nextBlock;
        onBatch(purgeable.table, removed, Math.min(1, block / blocks));
        await pause(Math.max(leastRestMs, (performance.now() - startedAt) * restFactor), signal);
    }
    return { removed, complete: true };
}
/** Purge until `signal` aborts, for the first time shortly after the start. A failure is retried at the next turn. */
export async function keepPurging(context, signal) {
    const { purgeSeconds } = context.config;
    if (purgeSeconds === 0)
        return;
    await pause(Math.min(purgeSeconds, firstPurgeSeconds) * 1000 * Math.random(), signal);
    while (!signal.aborted) {
        await purgeAndTell(context, signal).catch((err) => context.log.error({ err }, "purge failed; trying again at the next interval"));
        await pause(purgeSeconds * 1000 * (0.9 + Math.random() * 0.2), signal);
    }
}
/** Spreads replicas that start together. */
const firstPurgeSeconds = 60;
async function purgeAndTell({ config, pool, metrics, log }, signal) {
    const startedAt = performance.now();
    const counted = {};
    const { removed, dropped, made, left, complete } = await purge(pool, config.retention, signal, (table, total) => {
        metrics.countPurged(table, total - (counted[table] ?? 0));
        counted[table] = total;
    });
    const seconds = (performance.now() - startedAt) / 1000;
    if (complete)
        metrics.setPurged(Date.now() / 1000, seconds);
    if (left.length > 0)
        log.warn({ months: left }, leftToOwner);
    const rows = Object.fromEntries(Object.entries(removed).filter(([, count]) => count > 0));
    if (Object.keys(rows).length + dropped.length + made.length === 0)
        return;
    log.info({ removed: rows, dropped, made, complete, seconds: Number(seconds.toFixed(1)) }, "purged");
}
/** Logged with the months of audit events to create or drop. */
export const leftToOwner = "this role may not make or drop months of audit events; as the tables' owner run: regrant purge";
const pause = (milliseconds, signal) => sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
//# sourceMappingURL=purge.js.map