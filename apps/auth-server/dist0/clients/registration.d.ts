import type { Client, NewClient } from "./clients.sql.js";
export type RegisteredSettings = Omit<NewClient, "clientId" | "secretHashes">;
/**
 * The settings of a client that registers itself, or replaces its registration.
 *
 * @param open what it may ask for
 * @throws {OAuthError} invalid_redirect_uri, invalid_client_metadata
 */
export declare function parseClientMetadata(body: unknown, open: readonly string[]): RegisteredSettings;
/**
 * Check what a client that replaces its registration says of itself; it cannot choose its own secret (RFC 7592 §2.2).
 *
 * @returns its secret, if it sent it
 * @throws {OAuthError} invalid_client_metadata if it is another's
 */
export declare function checkIdentity(body: unknown, { clientId, secretHashes }: Client): string | null;
export interface Registered {
    readonly client: Client;
    /** What it has registered for. Not held against it: in the middle of its work it may learn that it needs more. */
    readonly scope: readonly string[];
    /** As it was presented or has just been made; only a hash is stored. */
    readonly registrationToken: string;
    /** Only if it has just been made, or was presented. */
    readonly secret: string | null;
}
/**
 * The client information response.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1
 * @see https://www.rfc-editor.org/rfc/rfc7592#section-3
 */
export declare function describeRegistration(issuer: string, { client, scope, registrationToken, secret }: Registered): {
    client_id: string;
    client_id_issued_at: number;
    client_secret?: string;
    client_secret_expires_at?: number;
    registration_access_token: string;
    registration_client_uri: string;
    client_name: string;
    redirect_uris: readonly string[];
    grant_types: readonly string[];
    response_types: string[];
    token_endpoint_auth_method: "client_secret_basic" | "client_secret_post" | "none";
    scope: string;
    post_logout_redirect_uris?: readonly string[];
};
