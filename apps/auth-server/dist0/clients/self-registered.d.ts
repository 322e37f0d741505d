import type { Actor } from "../audit/actor.js";
import { type Pool } from "../database/database.js";
import { type Registered } from "./registration.js";
/** What lets a client register: an initial access token or, if anybody may, what its network has left. */
export type Permit = {
    readonly initialToken: string;
} | {
    readonly network: string;
};
/**
 * Register a client.
 *
 * @throws {OAuthError} invalid_token, too_many_requests, temporarily_unavailable, invalid_redirect_uri, invalid_client_metadata
 */
export declare function registerItself(db: Pool, body: unknown, permit: Permit, by: Actor): Promise<Registered>;
/** @throws {OAuthError} invalid_token; with 403, if an operator has disabled the client */
export declare const readRegistration: (db: Pool, clientId: string, registrationToken: string) => Promise<Registered>;
/**
 * Replace a registration: what is not sent returns to its default.
 *
 * @param network whose budget it is on; null: on none
 * @throws {OAuthError} as registerItself; invalid_client_metadata if the body names another client or secret
 */
export declare const replaceRegistration: (db: Pool, clientId: string, registrationToken: string, body: unknown, network: string | null, by: Actor) => Promise<Registered>;
/** Delete a client that no longer wants to be one, with its sessions. */
export declare function deleteRegistration(db: Pool, clientId: string, registrationToken: string, by: Actor): Promise<void>;
