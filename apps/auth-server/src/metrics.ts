/** What is counted, for Prometheus, on the management listener. */
import type { Reason } from "@regrant/shared";
import { measureProcess } from "@regrant/telemetry";
import { Counter, Gauge, Registry } from "prom-client";
import type { Clock } from "./clock.js";
import type { KeyRing } from "./keys/key-ring.js";
import type { Pool } from "./store/database.js";
import { estimateTableRows } from "./store/table-rows.js";

export interface Metrics {
  readonly registry: Registry;
  /** Token requests, pages and API calls that are being answered now. */
  requestsInFlight: number;
  /** One answered token request; `outcome` is `issued`, `retried` or the reason of the refusal. */
  countTokenRequest(grantType: string, outcome: "issued" | "retried" | Reason): void;
  /** One refusal that is not in the audit: there were too many alike. */
  countAuditLeftOut(event: string): void;
  countPurged(table: string, rows: number): void;
  /** A purge came to its end, in seconds since 1970, and took so many. */
  setPurged(atSeconds: number, seconds: number): void;
}

/** `now` is milliseconds since 1970. */
export function createMetrics(
  db: Pool,
  keyRing: KeyRing,
  clock: Pick<Clock, "aheadSeconds">,
  now: () => number,
): Metrics {
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
  const metrics: Metrics = {
    registry,
    requestsInFlight: 0,
    countTokenRequest: (grantType, outcome) => tokenRequests.inc({ grant_type: grantType, outcome }),
    countAuditLeftOut: (event) => auditLeftOut.inc({ event }),
    countPurged: (table, rows) => purgedRows.inc({ table }, rows),
    setPurged: (atSeconds, seconds) => {
      lastPurge.set(atSeconds);
      purgeDuration.set(seconds);
    },
  };
  new Gauge({
    name: "regrant_requests_in_flight",
    help: "Token requests, pages and API calls that are being answered now.",
    registers,
    collect() {
      this.set(metrics.requestsInFlight);
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
  measureDatabase(db, registers);
  return metrics;
}

function measureKeys(keyRing: KeyRing, now: () => number, registers: Registry[]): void {
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

function measureDatabase(db: Pool, registers: Registry[]): void {
  new Gauge({
    name: "regrant_database_connections",
    help: "Connections of this process to PostgreSQL: busy, idle; and requests that wait for one.",
    labelNames: ["state"],
    registers,
    collect() {
      this.set({ state: "busy" }, db.totalCount - db.idleCount);
      this.set({ state: "idle" }, db.idleCount);
      this.set({ state: "waiting" }, db.waitingCount);
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
      const tables = await estimateTableRows(db).catch(() => []);
      for (const { table, rows } of tables) this.set({ table }, rows);
    },
  });
}
