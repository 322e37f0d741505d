/**
 * Clients, cached for a few seconds, so that a token request costs one round trip instead of two. Revocation does not
 * depend on it: the statement that rotates a session reads the client's row.
 */
import { LRUCache } from "lru-cache";
import { findClient, listAllowedOrigins } from "./clients.sql.js";
/** How long a change to a client may go unnoticed. */
const clientCacheMs = 5_000;
/** Unknown clients are not cached, so that a new one works at once. */
export function createClientCache(db) {
    const cache = new LRUCache({
        max: 10_000,
        ttl: clientCacheMs,
        // Whoever is already waiting gets the value read before; it is not cached.
        ignoreFetchAbort: true,
        fetchMethod: async (clientId) => (await findClient(db, clientId)) ?? undefined,
    });
    return {
        findClient: async (clientId) => cache.get(clientId) ?? (await cache.fetch(clientId)) ?? null,
        forgetClient: (clientId) => void cache.delete(clientId),
    };
}
/** An unknown origin is looked up again, but at most this often. */
const lookAgainMs = 500;
/**
 * As current as the client cache, and immediate for new origins. While the database is away, the last known origins
 * apply.
 */
export function createIsAllowedOrigin(db) {
    const cache = new LRUCache({
        max: 1,
        ttl: clientCacheMs,
        allowStaleOnFetchRejection: true,
        noDeleteOnFetchRejection: true,
        fetchMethod: async () => new Set(await listAllowedOrigins(db)),
    });
    let lookedAt = 0;
    const look = async (origin, forceRefresh) => {
        if (forceRefresh || !cache.has("all"))
            lookedAt = performance.now();
        return (await cache.fetch("all", { forceRefresh }))?.has(origin) ?? false;
    };
    return async (origin) => (await look(origin, false)) || (performance.now() - lookedAt > lookAgainMs && (await look(origin, true)));
}
//# sourceMappingURL=client-cache.js.map