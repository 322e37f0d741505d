/** The secrets by which APIs authenticate, kept in memory as long as clients are, so that introspection costs one round trip. */
import { LRUCache } from "lru-cache";
import type { Db } from "./database.js";

/** How late a new or withdrawn secret can be noticed. */
const secretCacheMs = 5_000;

/** SHA-256 of each secret of a resource; null where no resource has this identifier. */
export type FindResourceSecrets = (uri: string) => Promise<readonly Buffer[] | null>;

/** A resource that is not there, or has no secret, is asked for each time: its first secret works at once. */
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
