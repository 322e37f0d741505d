/** Prometheus metrics, served by the management listener. */
import { measureProcess, measureRequests } from "@regrant/telemetry";
import type { Verifier } from "@regrant/verifier";
import type { FastifyInstance } from "fastify";
import { Counter, Gauge, Registry } from "prom-client";

/** Gauges, read from the verifier on each scrape. */
function measureVerifier(verifier: Verifier, registers: Registry[]): void {
  const { keysStatus, revocationStatus, cacheStatus } = verifier;
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `regrant_${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge("keys", "Keys that tokens can be verified with now.", () => keysStatus().count);
  gauge(
    "keys_age_seconds",
    "Since the issuer last confirmed the keys; NaN without keys.",
    () => keysStatus().ageSeconds ?? Number.NaN,
  );
  gauge(
    "keys_usable_seconds",
    "How much longer the keys serve if the issuer does not answer.",
    () => keysStatus().usableSeconds,
  );
  gauge("keys_stale", "1 while the keys are older than the issuer said they may be.", () =>
    Number(keysStatus().isStale),
  );
  gauge("keys_last_fetch_failed", "1 after a fetch that failed; /health/ready says why.", () =>
    Number(keysStatus().lastError !== null),
  );
  gauge("keys_file_failed", "1 while JWKS_FILE cannot be read or written; /health/ready says why.", () =>
    Number(keysStatus().fileError !== null),
  );
  gauge(
    "clock_ahead_seconds",
    "This machine's clock less the issuer's; NaN before the issuer answered.",
    () => keysStatus().clockAheadSeconds ?? Number.NaN,
  );
  gauge("status_lists", "Status lists that are polled.", () => revocationStatus()?.lists ?? 0);
  gauge(
    "status_lists_stale",
    "Of which so many are older than REVOCATION_STALE_SECONDS.",
    () => revocationStatus()?.staleLists ?? 0,
  );
  gauge(
    "status_lists_age_seconds",
    "Since the issuer last confirmed the list that it confirmed the longest ago; NaN without lists.",
    () => revocationStatus()?.ageSeconds ?? Number.NaN,
  );
  gauge("token_cache_tokens", "Verified tokens in the cache.", () => cacheStatus().tokens);
  gauge(
    "token_cache_bytes",
    "Their size, by the estimate that the bound counts with.",
    () => cacheStatus().bytes,
  );
}

/** Counters that the verifier keeps. */
function countVerifier({ keysStatus, revocationStatus, cacheStatus }: Verifier, registers: Registry[]): void {
  const counter = (name: string, help: string, read: () => Record<string, number>) =>
    new Counter({
      name: `regrant_${name}`,
      help,
      labelNames: ["outcome"],
      registers,
      collect() {
        this.reset();
        for (const [outcome, count] of Object.entries(read())) this.inc({ outcome }, count);
      },
    });
  counter("keys_fetches_total", "Fetches of the JWK Set by outcome.", () => {
    const { attempts, failures } = keysStatus();
    return { loaded: attempts - failures, failed: failures };
  });
  counter("status_list_fetches_total", "Fetches of status lists by outcome.", () => {
    const { attempts = 0, failures = 0 } = revocationStatus() ?? {};
    return { loaded: attempts - failures, failed: failures };
  });
  counter("token_cache_lookups_total", "Tokens looked up in the cache by outcome.", () => {
    const { hits, misses } = cacheStatus();
    return { hit: hits, miss: misses };
  });
}

/** Responses by status and, for refusals, the reason (docs/errors.md). */
function countRequests(app: FastifyInstance, registers: Registry[]): void {
  const requests = new Counter({
    name: "regrant_api_requests_total",
    help: "Answered requests by status and the reason of a refusal (empty where there is none).",
    labelNames: ["status", "reason"],
    registers,
  });
  app.addHook("onResponse", (_request, reply, done) => {
    requests.inc({ status: reply.statusCode, reason: reply.refusal?.reason ?? "" });
    done();
  });
}

/** Start measuring this app. The verifier must be registered. */
export function measure(app: FastifyInstance): Registry {
  const registry = new Registry();
  measureProcess(registry);
  measureRequests(app, registry);
  countRequests(app, [registry]);
  measureVerifier(app.verifier, [registry]);
  countVerifier(app.verifier, [registry]);
  return registry;
}
