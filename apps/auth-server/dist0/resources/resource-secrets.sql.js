/** The APIs' secrets, cached like clients, so that introspection costs one round trip. */
import { LRUCache } from "lru-cache";
/** How long a new or withdrawn secret may go unnoticed. */
const secretCacheMs = 5_000;
/** Resources that are unknown or have no secret are not cached, so that a first secret works at once. */
export function createFindResourceSecrets(db) {
    const cache = new LRUCache({ max: 1_000, ttl: secretCacheMs });
    return async (uri) => {
        const known = cache.get(uri);
        if (known !== undefined)
            return known;
        const hashes = await findSecretHashes(db, uri);
        if (hashes !== null && hashes.length > 0)
            cache.set(uri, hashes);
        return hashes;
    };
}
/** Served by resources_pkey. */
async function findSecretHashes(db, uri) {
    const { rows } = await db.query({
        name: "find-resource-secrets",
        text: "select secret_hashes from resources where uri = $1",
        values: [uri],
    });
    return rows[0]?.secret_hashes ?? null;
}
//# sourceMappingURL=resource-secrets.sql.js.map