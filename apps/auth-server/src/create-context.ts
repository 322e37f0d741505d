/** Builds the context of one process from its settings. */
import { startTracing } from "@regrant/telemetry";
import type { FastifyBaseLogger } from "fastify";
import type { Config } from "./config.js";
import type { Context } from "./context.js";
import { KeyRing } from "./keys/key-ring.js";
import { createMetrics } from "./metrics.js";
import { createPasswords, hashPassword } from "./passwords.js";
import { createAuditRefusal } from "./refusal-audit.js";
import { deriveKeys, newSecret } from "./secrets.js";
import { createUnansweredRotations } from "./sessions/unanswered-rotations.js";
import { createSignInLimits } from "./sign-in-limits.js";
import { createClientCache, createIsAllowedOrigin } from "./store/client-cache.js";
import { createPool } from "./store/database.js";
import { createFindResourceSecrets } from "./store/resource-secrets.js";
import { createRotationQueue } from "./store/rotation-queue.js";

/** Opens the pool and nothing else; whoever calls it ends `db`. `now` is milliseconds since 1970. */
export async function createContext(
  config: Config,
  log: FastifyBaseLogger,
  now = Date.now,
): Promise<Context> {
  const { databaseUrl: url, databasePooler: pooler, databasePoolSize } = config;
  const db = createPool({ url, pooler }, databasePoolSize, ({ message }) => {
    // The error itself carries the whole connection, with the values of its last statements.
    log.warn({ problem: message }, "an idle database connection was lost");
  });
  const keyRing = new KeyRing();
  const { otlpEndpoint } = config;
  const metrics = createMetrics(db, keyRing, now);
  return {
    config,
    db,
    rotate: createRotationQueue(db),
    unanswered: createUnansweredRotations(config.refreshRetrySeconds),
    keys: deriveKeys(config.secrets),
    keyRing,
    ...createClientCache(db),
    findResourceSecrets: createFindResourceSecrets(db),
    passwords: createPasswords(await hashPassword(newSecret())),
    signInLimits: createSignInLimits(db),
    isAllowedOrigin: createIsAllowedOrigin(db),
    auditRefusal: createAuditRefusal(metrics, now),
    metrics,
    tracing:
      otlpEndpoint === null
        ? null
        : await startTracing({ endpoint: otlpEndpoint, serviceName: "regrant-auth-server" }),
    stopping: new AbortController(),
    log,
    now,
  };
}
