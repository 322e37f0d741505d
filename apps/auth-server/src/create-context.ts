/** Builds a process's context from its settings. */
import { isLoopbackHost } from "@regrant/shared";
import { startTracing } from "@regrant/telemetry";
import { createIssuerVerifier } from "@regrant/verifier/issuer";
import type { FastifyBaseLogger } from "fastify";
import { createRemoteKeys } from "./assertions/remote-keys.js";
import { createAuditRefusal } from "./audit/refusal-audit.js";
import { createBackground } from "./background.js";
import { createClientDocuments } from "./client-documents/client-documents.js";
import { createFindWithCurrentKeys } from "./client-documents/current-keys.js";
import { createFindRequester } from "./client-documents/requester.js";
import { findAlgorithmsInUse } from "./clients/algorithms-in-use.sql.js";
import { createClientCache, createIsAllowedOrigin } from "./clients/client-cache.js";
import type { Config } from "./config.js";
import type { Context } from "./context.js";
import { watchClock } from "./database/clock.js";
import { createPool } from "./database/database.js";
import { createDatabase } from "./database/queue.js";
import { createFrame } from "./http/views/layout.js";
import { KeyRing } from "./keys/key-ring.js";
import { defaultAlgorithm } from "./keys/life-cycle.js";
import { createMetrics } from "./metrics.js";
import { createProviderClients } from "./providers/provider-clients.js";
import { createFindResourceSecrets } from "./resources/resource-secrets.sql.js";
import { createSupportedScope } from "./resources/supported-scope.js";
import { deriveSecrets } from "./secrets.js";
import { createRotationQueue } from "./sessions/rotation-queue.js";
import { watchStalls } from "./sessions/stalls.js";
import { createUnansweredRotations } from "./sessions/unanswered-rotations.js";
import { createStatusLists } from "./status-lists/status-lists.js";
import { createDpop } from "./tokens/dpop.js";
import { createPasswordProcess } from "./users/password-process.js";
import { createPasswords } from "./users/passwords.js";
import { createSignInLimits } from "./users/sign-in-limits.js";

/** The caller closes it. @param now milliseconds since 1970 @param monotonic milliseconds; never steps */
export async function createContext(
  config: Config,
  log: FastifyBaseLogger,
  now = Date.now,
  monotonic = () => performance.now(),
): Promise<Context> {
  const { databaseUrl: url, databasePooler: pooler, databasePoolSize } = config;
  const pool = createPool({ url, pooler }, databasePoolSize, ({ message }) => {
    // The error object itself holds the connection, including values of its last statements.
    log.warn({ problem: message }, "lost an idle database connection");
  });
  const keyRing = new KeyRing();
  const { otlpEndpoint } = config;
  const stalls = watchStalls(() => performance.now(), Date.now);
  const clock = watchClock(pool, now, log);
  const metrics = createMetrics(pool, keyRing, clock, now);
  const limits = { places: config.databasePoolSize, mostWaiting: config.maxConcurrentRequests };
  const db = createDatabase(pool, limits, (count) => {
    metrics.waitingForDatabase = count;
  });
  const passwordProcess = createPasswordProcess(log);
  const background = createBackground(log);
  const clients = createClientCache(db);
  const secrets = deriveSecrets(config.secrets);
  const allowLoopback = isLoopbackHost(new URL(config.issuer).hostname);
  const documents = createClientDocuments({ allowLoopback, log, now });
  const tracing =
    otlpEndpoint === null
      ? null
      : await startTracing({ endpoint: otlpEndpoint, serviceName: "regrant-auth-server" });
  return {
    config,
    frame: createFrame(config.branding),
    db,
    pool,
    rotate: createRotationQueue(db),
    unanswered: createUnansweredRotations(config.refreshRetrySeconds, monotonic),
    stalls,
    secrets,
    providers: createProviderClients(db, secrets),
    remoteKeys: createRemoteKeys({ allowLoopback, log, monotonic }),
    keyRing,
    algorithmsInUse: () => findAlgorithmsInUse(pool),
    ownTokens: createIssuerVerifier({ issuer: config.issuer, keys: () => keyRing.jwks.keys, now }),
    dpop: createDpop(config, secrets, now),
    ...clients,
    findAuthenticating: createFindWithCurrentKeys(db, clients, documents, now),
    findRequester: createFindRequester(db, clients.findClient, documents),
    findResourceSecrets: createFindResourceSecrets(db),
    passwords: createPasswords(passwordProcess),
    makeGuess: createSignInLimits(db),
    statusLists: createStatusLists({
      db,
      issuer: config.issuer,
      signingKey: () => keyRing.keyFor(defaultAlgorithm),
      now,
      monotonic,
    }),
    supportedScope: createSupportedScope(db, config.issuer, monotonic),
    isAllowedOrigin: createIsAllowedOrigin(db),
    auditRefusal: createAuditRefusal(metrics, now),
    background,
    metrics,
    clock,
    tracing,
    stopping: new AbortController(),
    log,
    now,
    monotonic,
    async close() {
      stalls.stop();
      await background.finish();
      await Promise.all([passwordProcess.close(), pool.end()]);
      await tracing?.stop();
    },
  };
}
