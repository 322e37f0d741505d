/** Deletes an API, which its clients lose. */
import type { Act } from "../administration/act.js";
import type { Pool } from "../database/database.js";
/**
 * Delete a resource with its sessions, codes and consents. First its clients lose access, so that they can no longer refresh,
 * and its secrets become invalid.
 */
export declare function deleteResource(db: Pool, uri: string, act: Act): Promise<{
    readonly sessionsEnded: number;
    readonly clients: readonly string[];
}>;
