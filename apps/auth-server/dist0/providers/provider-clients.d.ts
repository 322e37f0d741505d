/**
 * This server as a client of its providers. A provider is asked for nothing before somebody wants to sign in through it, and
 * one that is away costs neither the server nor the other ways to sign in anything.
 */
import { type RemoteJWKSet } from "jose";
import { type Configuration } from "openid-client";
import type { Db } from "../database/database.js";
import type { Secrets } from "../secrets.js";
import { type Provider } from "./providers.sql.js";
/** The provider, or what is set here about it, has to be changed. */
export declare class ProviderUnfit extends Error {
    readonly name = "ProviderUnfit";
}
export interface ProviderClient {
    readonly configuration: Configuration;
    /** For what is not a token response. */
    readonly keys: RemoteJWKSet;
}
export type NamedProvider = Pick<Provider, "id" | "name">;
export interface ProviderClients {
    /** Those that can be signed in with, in order of their names. */
    list(): Promise<readonly NamedProvider[]>;
    /** After a change by this process, which it should see at once. */
    forgetList(): void;
    /** Work that waits for the provider. @throws {ProviderUnreachable} and whatever the work throws */
    ask<T>(provider: Provider, work: (client: ProviderClient) => Promise<T>): Promise<T>;
}
export declare function createProviderClients(db: Db, secrets: Secrets): ProviderClients;
/**
 * Read a provider's metadata.
 *
 * @throws {ProviderUnreachable} and openid-client's errors
 */
export declare function discover(secrets: Secrets | null, provider: Provider): Promise<ProviderClient>;
