/** What is counted, for Prometheus, on the management listener. */
import type { Reason } from "@regrant/shared";
import { Counter, Registry } from "prom-client";

export interface Metrics {
  readonly registry: Registry;
  /** One answered token request; `outcome` is `issued`, `retried` or the reason of the refusal. */
  countTokenRequest(grantType: string, outcome: "issued" | "retried" | Reason): void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const tokenRequests = new Counter({
    name: "regrant_token_requests_total",
    help: "Answered token requests by grant type and outcome (issued, retried, or the reason of the refusal).",
    labelNames: ["grant_type", "outcome"],
    registers: [registry],
  });
  return {
    registry,
    countTokenRequest: (grantType, outcome) => tokenRequests.inc({ grant_type: grantType, outcome }),
  };
}
