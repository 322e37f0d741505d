import { type Act, type WithSecret } from "../administration/act.js";
import { type Pool, type Transaction } from "../database/database.js";
import { type Client } from "./clients.sql.js";
import { type ClientChanges, type NewClientBody } from "./representation.js";
/**
 * Register a client. One that names no API and only signs users in is for the issuer's own.
 *
 * @throws {OAuthError} if the settings are wrong or the client_id is taken
 */
export declare function registerClient(db: Pool, issuer: string, sent: NewClientBody, { by }: Act): Promise<WithSecret<Client, string | null>>;
/** @throws {OAuthError} if there is none, it is not an operator's, or the settings would be wrong */
export declare const changeClient: (db: Pool, issuer: string, clientId: string, sent: ClientChanges, act: Act) => Promise<Client>;
/**
 * Create a new secret. The previous one stays valid until it is dropped or the next rotation.
 *
 * @throws {OAuthError} if there is no such client, or it is public
 */
export declare const rotateClientSecret: (db: Pool, clientId: string, act: Act) => Promise<WithSecret<Client>>;
/** Invalidate the previous secret. @throws {OAuthError} if there is none */
export declare const dropPreviousClientSecret: (db: Pool, clientId: string, act: Act) => Promise<Client>;
/**
 * Disable the client, then end its sessions.
 *
 * Disabling commits first: the rotating statement checks it, so the sessions are useless however long ending them takes.
 */
export declare function disableClient(db: Pool, clientId: string, act: Act): Promise<{
    readonly item: Client;
    readonly sessionsEnded: number;
}>;
/** Delete a client with its sessions, codes and consents. It is disabled first, so that nothing new is opened meanwhile. */
export declare function deleteClient(db: Pool, clientId: string, act: Act): Promise<number>;
/** Enable the client again, after ending any sessions that disabling left open. */
export declare function enableClient(db: Pool, clientId: string, act: Act): Promise<Client>;
/** @throws {OAuthError} if there is none */
export declare function readClient(db: Pool | Transaction, clientId: string): Promise<Client>;
