/** Builds the context of one process from its settings. */
import { startTracing } from "@regrant/telemetry";
import type { FastifyBaseLogger } from "fastify";
import { watchClock } from "./clock.js";
import type { Config } from "./config.js";
import type { Context } from "./context.js";
import { KeyRing } from "./keys/key-ring.js";
import { createMetrics } from "./metrics.js";
import { createPasswords, hashPassword } from "./passwords.js";
import { createAuditRefusal } from "./refusal-audit.js";
import { deriveKeys, newSecret } from "./secrets.js";
import { createUnansweredRotations } from "./sessions/unanswered-rotations.js";
import { createSignInLimits } from "./sign-in-limits.js";
import { watchStalls } from "./stalls.js";
import { createClientCache, createIsAllowedOrigin } from "./store/client-cache.js";
import { createPool } from "./store/database.js";
import { createFindResourceSecrets } from "./store/resource-secrets.js";
import { createRotationQueue } from "./store/rotation-queue.js";

/**
 * Opens the pool and nothing else; whoever calls it ends `db`.
 *
 * @param now milliseconds since 1970
 * @param monotonic milliseconds; never steps
 */
export async function createContext(
  config: Config,
  log: FastifyBaseLogger,
  now = Date.now,
  monotonic = () => performance.now(),
): Promise<Context> {
  const db = createPool(config.databaseUrl, config.databasePoolSize, ({ message }) => {
    // The error itself carries the whole connection, with the values of its last statements.
    log.warn({ problem: message }, "an idle database connection was lost");
  });
  const keyRing = new KeyRing();
  const { otlpEndpoint } = config;
  const stopping = new AbortController();
  const stalls = watchStalls(() => performance.now(), Date.now);
  stopping.signal.addEventListener("abort", stalls.stop);
  const clock = watchClock(db, now, log);
  const metrics = createMetrics(db, keyRing, clock, now);
  return {
    config,
    db,
    rotate: createRotationQueue(db),
    unanswered: createUnansweredRotations(config.refreshRetrySeconds, monotonic),
    stalls,
    keys: deriveKeys(config.secrets),
    keyRing,
    ...createClientCache(db),
    findResourceSecrets: createFindResourceSecrets(db),
    passwords: createPasswords(await hashPassword(newSecret())),
    signInLimits: createSignInLimits(db),
    isAllowedOrigin: createIsAllowedOrigin(db),
    auditRefusal: createAuditRefusal(metrics, now),
    metrics,
    clock,
    tracing:
      otlpEndpoint === null
        ? null
        : await startTracing({ endpoint: otlpEndpoint, serviceName: "regrant-auth-server" }),
    stopping,
    log,
    now,
    monotonic,
  };
}
