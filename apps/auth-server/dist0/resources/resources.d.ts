import { type Static, Type } from "typebox";
import { type Act, type WithSecret } from "../administration/act.js";
import { type Pool, type Transaction } from "../database/database.js";
import { type RegisteredResource } from "./resources.sql.js";
export declare const NewResourceBody: Type.TObject<{
    resource: Type.TString;
    access_token_seconds: Type.TOptional<Type.TUnsafe<number | null>>;
    name: Type.TOptional<Type.TUnsafe<string | null>>;
    open: Type.TOptional<Type.TUnsafe<boolean>>;
    open_scope: Type.TOptional<Type.TUnsafe<readonly string[]>>;
    require_dpop: Type.TOptional<Type.TUnsafe<boolean>>;
    scope: Type.TOptional<Type.TUnsafe<string>>;
    scope_descriptions: Type.TOptional<Type.TUnsafe<Readonly<Record<string, string>>>>;
    session_absolute_seconds: Type.TOptional<Type.TUnsafe<number | null>>;
    session_idle_seconds: Type.TOptional<Type.TUnsafe<number | null>>;
    signing_alg: Type.TOptional<Type.TUnsafe<"ES256" | "EdDSA" | "PS256" | "RS256">>;
}>;
export type NewResourceBody = Static<typeof NewResourceBody>;
export declare const ResourceChanges: Type.TObject<{
    access_token_seconds: Type.TOptional<Type.TUnsafe<number | null>>;
    name: Type.TOptional<Type.TUnsafe<string | null>>;
    open: Type.TOptional<Type.TUnsafe<boolean>>;
    open_scope: Type.TOptional<Type.TUnsafe<readonly string[]>>;
    require_dpop: Type.TOptional<Type.TUnsafe<boolean>>;
    scope: Type.TOptional<Type.TUnsafe<string>>;
    scope_descriptions: Type.TOptional<Type.TUnsafe<Readonly<Record<string, string>>>>;
    session_absolute_seconds: Type.TOptional<Type.TUnsafe<number | null>>;
    session_idle_seconds: Type.TOptional<Type.TUnsafe<number | null>>;
    signing_alg: Type.TOptional<Type.TUnsafe<"ES256" | "EdDSA" | "PS256" | "RS256">>;
}>;
export type ResourceChanges = Static<typeof ResourceChanges>;
export declare const ResourceRepresentation: Type.TObject<{
    resource: Type.TString;
    secrets: Type.TInteger;
    created_at: Type.TString;
    access_token_seconds: Type.TUnsafe<number | null>;
    name: Type.TUnsafe<string | null>;
    open: Type.TUnsafe<boolean>;
    open_scope: Type.TUnsafe<readonly string[]>;
    require_dpop: Type.TUnsafe<boolean>;
    scope: Type.TUnsafe<string>;
    scope_descriptions: Type.TUnsafe<Readonly<Record<string, string>>>;
    session_absolute_seconds: Type.TUnsafe<number | null>;
    session_idle_seconds: Type.TUnsafe<number | null>;
    signing_alg: Type.TUnsafe<"ES256" | "EdDSA" | "PS256" | "RS256">;
}>;
export declare const describeResource: (resource: RegisteredResource) => Static<typeof ResourceRepresentation>;
/** @throws {OAuthError} if the settings are wrong or the URI is taken */
export declare function registerResource(db: Pool, sent: NewResourceBody, { by }: Act): Promise<RegisteredResource>;
/** @throws {OAuthError} if there is none or the settings would be wrong */
export declare const changeResource: (db: Pool, uri: string, sent: ResourceChanges, act: Act) => Promise<RegisteredResource>;
/** Create a new introspection secret. The previous one stays valid until it is dropped. */
export declare const rotateResourceSecret: (db: Pool, uri: string, act: Act) => Promise<WithSecret<RegisteredResource>>;
/** Invalidate the previous secret. @throws {OAuthError} if there is none */
export declare const dropPreviousResourceSecret: (db: Pool, uri: string, act: Act) => Promise<RegisteredResource>;
export declare const withResource: <T>(db: Pool, uri: string, { check }: Act, work: (tx: Transaction, resource: RegisteredResource) => Promise<T>) => Promise<T>;
/** @throws {OAuthError} if there is none */
export declare function readResource(db: Pool | Transaction, uri: string): Promise<RegisteredResource>;
