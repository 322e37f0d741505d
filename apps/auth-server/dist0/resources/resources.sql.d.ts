import type { Db, Transaction } from "../database/database.js";
import { type ResourceSettings } from "./settings.js";
export interface Resource extends ResourceSettings {
    /** The identifier: an absolute URI, compared exactly; the token's `aud`. */
    readonly uri: string;
}
/** Settings that are left out have their initial values. */
export declare function insertResource(db: Db, resource: Pick<Resource, "uri"> & Partial<ResourceSettings>): Promise<void>;
/** The issuer is the API of clients that only sign users in. It is registered with the first of them. */
export declare function insertIssuerResource(db: Db, issuer: string): Promise<void>;
/** A resource as `json_build_object` takes it. */
export declare const resourceMembers: (table: string) => string;
export declare function listResources(db: Db): Promise<Resource[]>;
/** As they are to clients that no operator has registered: the open ones, with the open part of their scope. */
export declare const openResources: string;
export declare function listOpenResources(db: Db): Promise<Resource[]>;
/** The scope of all resources but one, without duplicates. */
export declare function listScope(db: Db, exceptUri: string): Promise<string[]>;
/** A resource as administrators see it. */
export interface RegisteredResource extends Resource {
    /** SHA-256 of each secret it may introspect with. */
    readonly secretHashes: readonly Buffer[];
    readonly createdAt: Date;
}
/** Served by resources_pkey. */
export declare function findResource(db: Db, uri: string): Promise<RegisteredResource | null>;
/** Resources after this URI, in that order; all if there is no limit. Served by resources_pkey. */
export declare function listRegisteredResources(db: Db, after?: string | null, limit?: number | null): Promise<RegisteredResource[]>;
/** Read a resource under its row lock. Sign-ins and token requests do not wait for it. */
export declare function lockResource(tx: Transaction, uri: string): Promise<RegisteredResource | null>;
/** Replace all settings of a resource. Requires its lock. */
export declare function updateResource(tx: Transaction, resource: RegisteredResource): Promise<void>;
/** So that no row can refer to the resource any more. @returns whether there is one */
export declare function lockResourceForDeletion(tx: Transaction, uri: string): Promise<boolean>;
/** Requires that nothing refers to the resource. */
export declare function deleteResourceRow(tx: Transaction, uri: string): Promise<void>;
