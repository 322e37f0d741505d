/** What is counted, for Prometheus, on the management listener. */
import type { Reason } from "@regrant/shared";
import { measureProcess } from "@regrant/telemetry";
import { Counter, Gauge, Registry } from "prom-client";
import type { KeyRing } from "./keys/key-ring.js";
import type { Pool } from "./store/database.js";
import { estimateTableRows } from "./store/table-rows.js";

export interface Metrics {
  readonly registry: Registry;
  /** Token requests, pages and API calls that are being answered now. */
  requestsInFlight: number;
  /** One answered token request; `outcome` is `issued`, `retried` or the reason of the refusal. */
  countTokenRequest(grantType: string, outcome: "issued" | "retried" | Reason): void;
}

/** `now` is milliseconds since 1970. */
export function createMetrics(db: Pool, keyRing: KeyRing, now: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const tokenRequests = new Counter({
    name: "regrant_token_requests_total",
    help: "Answered token requests by grant type and outcome (issued, retried, or the reason of the refusal).",
    labelNames: ["grant_type", "outcome"],
    registers,
  });
  const metrics: Metrics = {
    registry,
    requestsInFlight: 0,
    countTokenRequest: (grantType, outcome) => tokenRequests.inc({ grant_type: grantType, outcome }),
  };
  new Gauge({
    name: "regrant_requests_in_flight",
    help: "Token requests, pages and API calls that are being answered now.",
    registers,
    collect() {
      this.set(metrics.requestsInFlight);
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
