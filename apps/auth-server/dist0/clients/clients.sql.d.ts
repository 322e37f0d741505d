/** Clients, and the resources they may request tokens for. */
import type { Actor } from "../audit/actor.js";
import type { Db, Transaction } from "../database/database.js";
import { type Resource } from "../resources/resources.sql.js";
import type { TokenEndpointAuthMethod } from "./authentication/methods.js";
import { type ClientSettings } from "./settings.js";
/** Who has registered it: an operator, its own metadata document, or itself (RFC 7591). */
export declare const clientOrigins: readonly ["operator", "document", "registration"];
export type ClientOrigin = (typeof clientOrigins)[number];
export interface Client extends Omit<ClientSettings, "resources"> {
    readonly clientId: string;
    readonly origin: ClientOrigin;
    readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
    /** SHA-256 of each accepted secret; empty for a public client. */
    readonly secretHashes: readonly Buffer[];
    /** The first is the default (RFC 8707 §2). */
    readonly resources: readonly Resource[];
    readonly createdAt: Date;
    readonly disabledAt: Date | null;
    /** The number of its own tokens in the status lists; null while it is only known by its document. */
    readonly statusIndex: number | null;
}
/** What clients that no operator has registered may have: the open scope. The rest is every user's own to give. */
export declare const openScope: (resources: readonly Resource[]) => readonly string[];
/** Served by clients_pkey. */
export declare function findClient(db: Db, clientId: string): Promise<Client | null>;
/** Clients after this client_id, in that order; all if there is no limit. Served by clients_pkey. */
export declare function listClients(db: Db, after?: string | null, limit?: number | null): Promise<Client[]>;
/**
 * Read a client under its row lock. Two statements, because one that waited would see the other tables as they were
 * before. Token requests do not wait for this lock.
 */
export declare function lockClient(tx: Transaction, clientId: string): Promise<Client | null>;
export type NewClient = ClientSettings & Pick<Client, "clientId" | "tokenEndpointAuthMethod" | "secretHashes">;
/**
 * Insert a client and its resources.
 *
 * @throws the database's error if client_id is taken, a resource is not registered or a constraint fails
 */
export declare function insertClient(tx: Transaction, client: NewClient): Promise<void>;
/** Replace all settings of a client. Requires its lock. */
export declare function updateClient(tx: Transaction, client: NewClient): Promise<void>;
/** A client that is already disabled keeps its date. */
export declare function setClientDisabled(tx: Transaction, clientId: string, disabled: boolean): Promise<void>;
/** All allowed origins of all clients, for preflights; not of those that registered themselves and that nobody has let in. */
export declare function listAllowedOrigins(db: Db): Promise<string[]>;
/** The longest access token lifetime registered for a client; null if none has its own. */
export declare function longestAccessTokenSeconds(db: Db): Promise<number | null>;
/** So that no row can refer to the client any more. @returns whether there is one */
export declare function lockClientForDeletion(tx: Transaction, clientId: string): Promise<boolean>;
/** Requires that nothing refers to the client. */
export declare function deleteClientRow(tx: Transaction, clientId: string): Promise<void>;
/** The client_ids of those that may use the resource. */
export declare function listClientsOfResource(db: Db, uri: string): Promise<string[]>;
/** Remove a resource from all clients, with an audit event for each. @returns their client_ids */
export declare function takeResourceFromClients(tx: Transaction, uri: string, by: Actor): Promise<string[]>;
