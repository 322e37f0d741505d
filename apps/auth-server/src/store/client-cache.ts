/**
 * Clients, kept in memory for a few seconds, so that a token request costs one round trip and not two.
 *
 * What must not be late is not left to it: the statement that rotates a session looks at the client's row.
 */
import { LRUCache } from "lru-cache";
import type { FindClient } from "../clients/authentication/authenticate-client.js";
import { type Client, findClient, listAllowedOrigins } from "./clients.js";
import type { Db } from "./database.js";

/** How late a change to a client can be noticed. */
const clientCacheMs = 5_000;

export interface ClientCache {
  readonly findClient: FindClient;
  /** Read it anew from now on: this replica has changed it. */
  readonly forgetClient: (clientId: string) => void;
}

/** A client that is not there is asked for each time, so that a new one works at once. */
export function createClientCache(db: Db): ClientCache {
  const cache = new LRUCache<string, Client>({
    max: 10_000,
    ttl: clientCacheMs,
    // Who is waiting for a client while it is forgotten gets what was read; it is not kept.
    ignoreFetchAbort: true,
    fetchMethod: async (clientId) => (await findClient(db, clientId)) ?? undefined,
  });
  return {
    findClient: async (clientId) => cache.get(clientId) ?? (await cache.fetch(clientId)) ?? null,
    forgetClient: (clientId) => void cache.delete(clientId),
  };
}

/** Is this the origin of some browser app? */
export type IsAllowedOrigin = (origin: string) => Promise<boolean>;

/** An origin that is not known is looked for again, but not more often than this. */
const lookAgainMs = 500;

/** At most as late as a client, and at once for a new one; while the database is away, by the last that was known. */
export function createIsAllowedOrigin(db: Db): IsAllowedOrigin {
  const cache = new LRUCache<"all", ReadonlySet<string>>({
    max: 1,
    ttl: clientCacheMs,
    allowStaleOnFetchRejection: true,
    noDeleteOnFetchRejection: true,
    fetchMethod: async () => new Set(await listAllowedOrigins(db)),
  });
  let lookedAt = 0;
  const look = async (origin: string, forceRefresh: boolean) => {
    if (forceRefresh || !cache.has("all")) lookedAt = performance.now();
    return (await cache.fetch("all", { forceRefresh }))?.has(origin) ?? false;
  };
  return async (origin) =>
    (await look(origin, false)) || (performance.now() - lookedAt > lookAgainMs && (await look(origin, true)));
}
