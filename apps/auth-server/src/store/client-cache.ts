/**
 * Clients, kept in memory for a few seconds, so that a token request costs one round trip and not two.
 *
 * What must not be late is not left to it: the statement that rotates a session looks at the client's row.
 */
import { LRUCache } from "lru-cache";
import type { FindClient } from "../protocol/client-authentication.js";
import { type Client, findClient, listAllowedOrigins } from "./clients.js";
import type { Db } from "./database.js";

/** How late a change to a client can be noticed. */
const clientCacheMs = 5_000;

/** A client that is not there is asked for each time, so that a new one works at once. */
export function createFindClient(db: Db): FindClient {
  const cache = new LRUCache<string, Client>({
    max: 10_000,
    ttl: clientCacheMs,
    fetchMethod: async (clientId) => (await findClient(db, clientId)) ?? undefined,
  });
  return async (clientId) => cache.get(clientId) ?? (await cache.fetch(clientId)) ?? null;
}

/** Every browser app's origin, at most as late as a client; while the database is away, the last that were known. */
export function createAllowedOrigins(db: Db): () => Promise<ReadonlySet<string>> {
  const cache = new LRUCache<"all", ReadonlySet<string>>({
    max: 1,
    ttl: clientCacheMs,
    allowStaleOnFetchRejection: true,
    noDeleteOnFetchRejection: true,
    fetchMethod: async () => new Set(await listAllowedOrigins(db)),
  });
  return async () => (await cache.fetch("all")) ?? new Set();
}
