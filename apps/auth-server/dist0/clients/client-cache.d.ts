import type { Db } from "../database/database.js";
import type { FindClient } from "./authentication/authenticate-client.js";
export interface ClientCache {
    readonly findClient: FindClient;
    /** Drop it from the cache: this replica has just changed it. */
    readonly forgetClient: (clientId: string) => void;
}
/** Unknown clients are not cached, so that a new one works at once. */
export declare function createClientCache(db: Db): ClientCache;
/** Whether a browser app is registered with this origin. */
export type IsAllowedOrigin = (origin: string) => Promise<boolean>;
/**
 * As current as the client cache, and immediate for new origins. While the database is away, the last known origins
 * apply.
 */
export declare function createIsAllowedOrigin(db: Db): IsAllowedOrigin;
