import { measureProcess } from "./telemetry/index.js";
import { Counter, Gauge, Registry } from "prom-client";
import { readAuditMonths } from "./audit/audit-partitions.sql.js";
import { estimateTableRows } from "./database/table-rows.sql.js";
import { countPendingNotices } from "./logout-notices/logout-notices.sql.js";
import { countPendingMails } from "./mail/mails.sql.js";
/** `now` is milliseconds since 1970. */
export function createMetrics(pool, keyRing, clock, now) {
    const registry = new Registry();
    const registers = [registry];
    const tokenRequests = new Counter({
        name: "regrant_token_requests_total",
        help: "Answered token requests by grant type and outcome (issued, retried, or the reason of the refusal).",
        labelNames: ["grant_type", "outcome"],
        registers,
    });
    const auditLeftOut = new Counter({
        name: "regrant_audit_left_out_total",
        help: "Refusals that are not in the audit, because there were too many alike within a minute, by event.",
        labelNames: ["event"],
        registers,
    });
    const purgedRows = new Counter({
        name: "regrant_purged_rows_total",
        help: "Rows that this replica's purge has removed, by table. Months of audit events are dropped whole and not in it.",
        labelNames: ["table"],
        registers,
    });
    const logoutNotices = new Counter({
        name: "regrant_logout_notices_total",
        help: "Back-channel logout: ended sessions that a client was told of, failed attempts, and notices given up, by outcome.",
        labelNames: ["outcome"],
        registers,
    });
    const mails = new Counter({
        name: "regrant_mails_total",
        help: "Mails that were sent, failed attempts, mails given up, and mails that nobody needed any more, by outcome.",
        labelNames: ["outcome"],
        registers,
    });
    const lastPurge = new Gauge({
        name: "regrant_purge_last_success_timestamp_seconds",
        help: "When this replica's purge last came to its end; 0: not since the start.",
        registers,
    });
    const purgeDuration = new Gauge({
        name: "regrant_purge_duration_seconds",
        help: "How long that one took.",
        registers,
    });
    const metrics = {
        registry,
        requestsInFlight: 0,
        requestsIncomplete: 0,
        waitingForDatabase: 0,
        refused: { no_place: 0, event_loop: 0, too_many_incomplete: 0, body_too_slow: 0, client_gone: 0 },
        countTokenRequest: (grantType, outcome, count = 1) => tokenRequests.inc({ grant_type: grantType, outcome }, count),
        countAuditLeftOut: (event) => auditLeftOut.inc({ event }),
        countPurged: (table, rows) => purgedRows.inc({ table }, rows),
        countLogoutNotices: (outcome, count) => logoutNotices.inc({ outcome }, count),
        countMails: (outcome, count = 1) => mails.inc({ outcome }, count),
        setPurged: (atSeconds, seconds) => {
            lastPurge.set(atSeconds);
            purgeDuration.set(seconds);
        },
    };
    new Gauge({
        name: "regrant_requests_in_flight",
        help: "Token requests, pages and API calls whose work is under way, whether or not the client is still there.",
        registers,
        collect() {
            this.set(metrics.requestsInFlight);
        },
    });
    new Gauge({
        name: "regrant_requests_incomplete",
        help: "Requests whose body has not come yet.",
        registers,
        collect() {
            this.set(metrics.requestsIncomplete);
        },
    });
    new Counter({
        name: "regrant_requests_refused_total",
        help: "Requests that were refused, or left alone, before any endpoint looked at them, by why.",
        labelNames: ["why"],
        registers,
        collect() {
            this.reset();
            for (const [why, count] of Object.entries(metrics.refused))
                this.inc({ why }, count);
        },
    });
    new Gauge({
        name: "regrant_clock_ahead_seconds",
        help: "This machine's clock less the database's; NaN before they were compared.",
        registers,
        collect() {
            this.set(clock.aheadSeconds ?? Number.NaN);
        },
    });
    measureProcess(registry);
    measureKeys(keyRing, now, registers);
    measureDatabase(pool, metrics, registers);
    return metrics;
}
function measureKeys(keyRing, now, registers) {
    new Gauge({
        name: "regrant_signing_key_age_seconds",
        help: "How long each signing key has been in its state (staged, active, retired).",
        labelNames: ["kid", "state"],
        registers,
        collect() {
            this.reset();
            for (const { kid, state, stagedAt, activatedAt, retiredAt } of keyRing.states) {
                const since = { staged: stagedAt, active: activatedAt, retired: retiredAt }[state] ?? stagedAt;
                this.set({ kid, state }, Math.max(0, now() - since.getTime()) / 1000);
            }
        },
    });
}
function measureDatabase(pool, metrics, registers) {
    new Gauge({
        name: "regrant_database_connections",
        help: "Connections of this process to PostgreSQL: busy, idle; and requests that wait for one.",
        labelNames: ["state"],
        registers,
        collect() {
            this.set({ state: "busy" }, pool.totalCount - pool.idleCount);
            this.set({ state: "idle" }, pool.idleCount);
            this.set({ state: "waiting" }, metrics.waitingForDatabase + pool.waitingCount);
        },
    });
    new Gauge({
        name: "regrant_table_rows",
        help: "Rows of each table as PostgreSQL estimates them; absent while the database is away.",
        labelNames: ["table"],
        registers,
        async collect() {
            this.reset();
            // Whoever asks how things are while the database is away gets all the other metrics.
            const tables = await estimateTableRows(pool).catch(() => []);
            for (const { table, rows } of tables)
                this.set({ table }, rows);
        },
    });
    new Gauge({
        name: "regrant_logout_notices_pending",
        help: "Ended sessions that a client has still to be told of, up to 100,000; absent while the database is away.",
        registers,
        async collect() {
            this.remove();
            const pending = await countPendingNotices(pool).catch(() => null);
            if (pending !== null)
                this.set(pending);
        },
    });
    new Gauge({
        name: "regrant_mails_pending",
        help: "Mails that have still to be sent, up to 100,000; absent while the database is away.",
        registers,
        async collect() {
            this.remove();
            const pending = await countPendingMails(pool).catch(() => null);
            if (pending !== null)
                this.set(pending);
        },
    });
    new Gauge({
        name: "regrant_audit_months_missing",
        help: "Of this month and the next two, those that audit events have no partition for; absent while the database is away.",
        registers,
        async collect() {
            this.remove();
            const months = await readAuditMonths(pool).catch(() => null);
            if (months !== null)
                this.set(months.missing.length);
        },
    });
}
//# sourceMappingURL=metrics.js.map