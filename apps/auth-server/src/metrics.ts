/** What is counted, for Prometheus, on the management listener. */
import type { Reason } from "@regrant/shared";
import { Counter, Gauge, Registry } from "prom-client";

export interface Metrics {
  readonly registry: Registry;
  /** One answered token request; `outcome` is `issued`, `retried` or the reason of the refusal. */
  countTokenRequest(grantType: string, outcome: "issued" | "retried" | Reason): void;
  /** One refusal that is not in the audit: there were too many alike. */
  countAuditLeftOut(event: string): void;
  countPurged(table: string, rows: number): void;
  /** A purge came to its end, in seconds since 1970, and took so many. */
  setPurged(atSeconds: number, seconds: number): void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const tokenRequests = new Counter({
    name: "regrant_token_requests_total",
    help: "Answered token requests by grant type and outcome (issued, retried, or the reason of the refusal).",
    labelNames: ["grant_type", "outcome"],
    registers: [registry],
  });
  const auditLeftOut = new Counter({
    name: "regrant_audit_left_out_total",
    help: "Refusals that are not in the audit, because there were too many alike within a minute, by event.",
    labelNames: ["event"],
    registers: [registry],
  });
  const purgedRows = new Counter({
    name: "regrant_purged_rows_total",
    help: "Rows that this replica's purge has removed, by table. Months of audit events are dropped whole and not in it.",
    labelNames: ["table"],
    registers: [registry],
  });
  const lastPurge = new Gauge({
    name: "regrant_purge_last_success_timestamp_seconds",
    help: "When this replica's purge last came to its end; 0: not since the start.",
    registers: [registry],
  });
  const purgeDuration = new Gauge({
    name: "regrant_purge_duration_seconds",
    help: "How long that one took.",
    registers: [registry],
  });
  return {
    registry,
    countTokenRequest: (grantType, outcome) => tokenRequests.inc({ grant_type: grantType, outcome }),
    countAuditLeftOut: (event) => auditLeftOut.inc({ event }),
    countPurged: (table, rows) => purgedRows.inc({ table }, rows),
    setPurged: (atSeconds, seconds) => {
      lastPurge.set(atSeconds);
      purgeDuration.set(seconds);
    },
  };
}
