/** What every part of the server is given. Built once, in server.ts or by a test; holds no request's state. */
import type { Tracing } from "@regrant/telemetry";
import type { FastifyBaseLogger } from "fastify";
import type { Background } from "./background.js";
import type { Clock } from "./clock.js";
import type { Config } from "./config.js";
import type { KeyRing } from "./keys/key-ring.js";
import type { Metrics } from "./metrics.js";
import type { Passwords } from "./passwords.js";
import type { AuditRefusal } from "./refusal-audit.js";
import type { Keys } from "./secrets.js";
import type { Rotate } from "./sessions/rotation-queue.js";
import type { UnansweredRotations } from "./sessions/unanswered-rotations.js";
import type { MakeGuess } from "./sign-in-limits.js";
import type { StallWatch } from "./stalls.js";
import type { ClientCache, IsAllowedOrigin } from "./store/client-cache.js";
import type { ConnectionPool } from "./store/database.js";
import type { Database } from "./store/database-queue.js";
import type { FindResourceSecrets } from "./store/resource-secrets.js";
import type { SupportedScope } from "./store/supported-scope.js";

export interface Context extends ClientCache {
  readonly config: Config;
  /** For requests: who finds no connection free waits in a queue with a bound. */
  readonly db: Database;
  /** For what the process does by itself, which that queue must not hold up. */
  readonly pool: ConnectionPool;
  /** Uses a refresh token up, together with others that are at it. */
  readonly rotate: Rotate;
  /** Rotations of which the database did not say what became of them. */
  readonly unanswered: UnansweredRotations;
  readonly stalls: StallWatch;
  readonly keys: Keys;
  readonly keyRing: KeyRing;
  readonly findResourceSecrets: FindResourceSecrets;
  /** The scope that the metadata name; does not wait for a database that is away. */
  readonly supportedScope: SupportedScope;
  readonly passwords: Passwords;
  readonly makeGuess: MakeGuess;
  /** Whether some browser app runs there; what a preflight is answered by. */
  readonly isAllowedOrigin: IsAllowedOrigin;
  readonly auditRefusal: AuditRefusal;
  readonly background: Background;
  readonly metrics: Metrics;
  readonly tracing: Tracing | null;
  readonly clock: Clock;
  /** Aborted when the process is told to end: it is not ready any more, and its jobs stop. */
  readonly stopping: AbortController;
  readonly log: FastifyBaseLogger;
  /** The clock of what is signed here. Milliseconds since 1970. */
  readonly now: () => number;
  /** A clock that never steps, for durations. Milliseconds. */
  readonly monotonic: () => number;
  /** When nothing is asked of it any more: finishes what goes on in the background, then ends what was opened. */
  close(): Promise<void>;
}
