import { type Static, Type } from "typebox";
import { type Act } from "../administration/act.js";
import { type Pool, type Transaction } from "../database/database.js";
import type { Secrets } from "../secrets.js";
import { type Provider } from "./providers.sql.js";
export declare const providerId: Type.TString;
export declare const NewProviderBody: Type.TObject<{
    id: Type.TString;
    client_secret: Type.TOptional<Type.TString>;
    issuer: Type.TUnsafe<string>;
    client_id: Type.TUnsafe<string>;
    name: Type.TOptional<Type.TUnsafe<string>>;
    roles: Type.TOptional<Type.TUnsafe<Readonly<Record<string, string>>>>;
    roles_claim: Type.TOptional<Type.TUnsafe<string | null>>;
    scope: Type.TOptional<Type.TUnsafe<string>>;
    sign_up: Type.TOptional<Type.TUnsafe<boolean>>;
    trust_email: Type.TOptional<Type.TUnsafe<boolean>>;
    trust_mfa: Type.TOptional<Type.TUnsafe<boolean>>;
}>;
export type NewProviderBody = Static<typeof NewProviderBody>;
export declare const ProviderChanges: Type.TObject<{
    client_id: Type.TOptional<Type.TUnsafe<string>>;
    issuer: Type.TOptional<Type.TUnsafe<string>>;
    name: Type.TOptional<Type.TUnsafe<string>>;
    roles: Type.TOptional<Type.TUnsafe<Readonly<Record<string, string>>>>;
    roles_claim: Type.TOptional<Type.TUnsafe<string | null>>;
    scope: Type.TOptional<Type.TUnsafe<string>>;
    sign_up: Type.TOptional<Type.TUnsafe<boolean>>;
    trust_email: Type.TOptional<Type.TUnsafe<boolean>>;
    trust_mfa: Type.TOptional<Type.TUnsafe<boolean>>;
}>;
export type ProviderChanges = Static<typeof ProviderChanges>;
export declare const ProviderSecretBody: Type.TObject<{
    client_secret: Type.TString;
}>;
export declare const ProviderRepresentation: Type.TObject<{
    id: Type.TString;
    has_secret: Type.TBoolean;
    disabled: Type.TBoolean;
    created_at: Type.TString;
    client_id: Type.TUnsafe<string>;
    issuer: Type.TUnsafe<string>;
    name: Type.TUnsafe<string>;
    roles: Type.TUnsafe<Readonly<Record<string, string>>>;
    roles_claim: Type.TUnsafe<string | null>;
    scope: Type.TUnsafe<string>;
    sign_up: Type.TUnsafe<boolean>;
    trust_email: Type.TUnsafe<boolean>;
    trust_mfa: Type.TUnsafe<boolean>;
}>;
export declare const describeProvider: (provider: Provider) => Static<typeof ProviderRepresentation>;
/** @throws {OAuthError} if the settings are wrong, or the id or issuer is taken */
export declare function registerProvider(db: Pool, secrets: Secrets | null, { client_secret: secret, ...sent }: NewProviderBody, { by }: Act): Promise<Provider>;
/**
 * The issuer stays while anybody is linked: another issuer's subjects are other people.
 *
 * @throws {OAuthError} if there is none, or the settings would be wrong
 */
export declare const changeProvider: (db: Pool, id: string, sent: ProviderChanges, act: Act) => Promise<Provider>;
/** Replace the secret by one that the provider has issued. */
export declare const setProviderSecret: (db: Pool, secrets: Secrets, id: string, secret: string, act: Act) => Promise<Provider>;
export interface EndedProvider {
    readonly item: Provider;
    readonly sessionsEnded: number;
}
/**
 * Disable a provider, then end what was opened through it. Disabling commits first: every sign-in checks it, so that nothing
 * new comes.
 */
export declare function disableProvider(db: Pool, id: string, act: Act): Promise<EndedProvider>;
/** Delete a provider with the links to it. Users who have no other way to sign in need a new password. */
export declare function deleteProvider(db: Pool, id: string, act: Act): Promise<EndedProvider>;
export declare const enableProvider: (db: Pool, id: string, act: Act) => Promise<Provider>;
/** @throws {OAuthError} if there is none */
export declare function readProvider(db: Pool | Transaction, id: string): Promise<Provider>;
