/** What every part of the server receives. Built once, by server.ts or a test; holds no request state. */
import type { SigningAlgorithm } from "@regrant/shared";
import type { Tracing } from "@regrant/telemetry";
import type { IssuerVerifier } from "@regrant/verifier/issuer";
import type { FastifyBaseLogger } from "fastify";
import type { RemoteKeys } from "./assertions/remote-keys.js";
import type { AuditRefusal } from "./audit/refusal-audit.js";
import type { Background } from "./background.js";
import type { FindClient } from "./clients/authentication/authenticate-client.js";
import type { ClientCache, IsAllowedOrigin } from "./clients/client-cache.js";
import type { Config } from "./config.js";
import type { Clock } from "./database/clock.js";
import type { ConnectionPool } from "./database/database.js";
import type { Asker, Database } from "./database/queue.js";
import type { Frame } from "./http/views/layout.js";
import type { KeyRing } from "./keys/key-ring.js";
import type { Metrics } from "./metrics.js";
import type { ProviderClients } from "./providers/provider-clients.js";
import type { FindResourceSecrets } from "./resources/resource-secrets.sql.js";
import type { SupportedScope } from "./resources/supported-scope.js";
import type { Secrets } from "./secrets.js";
import type { Rotate } from "./sessions/rotation-queue.js";
import type { StallWatch } from "./sessions/stalls.js";
import type { UnansweredRotations } from "./sessions/unanswered-rotations.js";
import type { StatusLists } from "./status-lists/status-lists.js";
import type { Dpop } from "./tokens/dpop.js";
import type { Passwords } from "./users/passwords.js";
import type { MakeGuess } from "./users/sign-in-limits.js";

export interface Context extends ClientCache {
  readonly config: Config;
  /** Of the pages. */
  readonly frame: Frame;
  /** For requests: who finds no connection free waits in a queue with a bound. */
  readonly db: Database;
  /** For background work, which must not wait in that queue. */
  readonly pool: ConnectionPool;
  /** Consumes a refresh token, batched with other rotations in flight. */
  readonly rotate: Rotate;
  /** Rotations whose outcome the database did not report. */
  readonly unanswered: UnansweredRotations;
  readonly stalls: StallWatch;
  /** The client of a request that it authenticates: `findClient`'s, with the keys that its metadata document has now. */
  readonly findAuthenticating: FindClient;
  /** The client of an authorization request, by its metadata document if it has one. */
  readonly findRequester: FindClient;
  /** Other OpenID providers, and this server as a client of theirs. */
  readonly providers: ProviderClients;
  /** Others' public keys, by their address. */
  readonly remoteKeys: RemoteKeys;
  readonly secrets: Secrets;
  readonly keyRing: KeyRing;
  /** Those that APIs and clients have chosen, as they are now. */
  readonly algorithmsInUse: () => Promise<readonly SigningAlgorithm[]>;
  /** Verifies the access tokens that this server has signed, by the keys in the ring. */
  readonly ownTokens: IssuerVerifier;
  readonly dpop: Dpop;
  readonly findResourceSecrets: FindResourceSecrets;
  /** For the metadata; does not wait for an absent database. */
  readonly supportedScope: SupportedScope;
  readonly statusLists: StatusLists;
  readonly passwords: Passwords;
  readonly makeGuess: MakeGuess;
  /** Whether a browser app is registered with this origin; decides preflights. */
  readonly isAllowedOrigin: IsAllowedOrigin;
  readonly auditRefusal: AuditRefusal;
  readonly background: Background;
  readonly metrics: Metrics;
  readonly tracing: Tracing | null;
  readonly clock: Clock;
  /** Aborted on the signal to end: the process reports not ready, and its jobs stop. */
  readonly stopping: AbortController;
  readonly log: FastifyBaseLogger;
  /** The clock for what is signed here, in milliseconds since 1970. */
  readonly now: () => number;
  /** A clock for durations, in milliseconds; it never steps. */
  readonly monotonic: () => number;
  /** Call it when no more requests arrive: finishes background work, then closes what was opened. */
  close(): Promise<void>;
}

/** A request's context: work that nobody waits for is dropped before it reaches the database. */
export const contextOf = (context: Context, work: Asker): Context => ({
  ...context,
  db: context.db.for(work),
  rotate: (rotation) => context.rotate(rotation, work),
});
