import type { Db } from "../database/database.js";
/** SHA-256 of each of a resource's secrets; null if no resource has this identifier. */
export type FindResourceSecrets = (uri: string) => Promise<readonly Buffer[] | null>;
/** Resources that are unknown or have no secret are not cached, so that a first secret works at once. */
export declare function createFindResourceSecrets(db: Db): FindResourceSecrets;
