/** The APIs' secrets, cached like clients, so that introspection costs one round trip. */
import { LRUCache } from "lru-cache";
import type { Db } from "../database/database.js";

/** How long a new or withdrawn secret may go unnoticed. */
const secretCacheMs = 5_000;

/** SHA-256 of each of a resource's secrets; null if no resource has this identifier. */
export type FindResourceSecrets = (uri: string) => Promise<readonly Buffer[] | null>;

/** Resources that are unknown or have no secret are not cached, so that a first secret works at once. */
export function createFindResourceSecrets(db: Db): FindResourceSecrets {
  const cache = new LRUCache<string, readonly Buffer[]>({ max: 1_000, ttl: secretCacheMs });
  return async (uri) => {
    const known = cache.get(uri);
    if (known !== undefined) return known;
    const hashes = await findSecretHashes(db, uri);
    if (hashes !== null && hashes.length > 0) cache.set(uri, hashes);
    return hashes;
  };
}

/** Served by resources_pkey. */
async function findSecretHashes(db: Db, uri: string): Promise<readonly Buffer[] | null> {
  const { rows } = await db.query<{ secret_hashes: Buffer[] }>({
    name: "find-resource-secrets",
    text: "select secret_hashes from resources where uri = $1",
    values: [uri],
  });
  return rows[0]?.secret_hashes ?? null;
}
