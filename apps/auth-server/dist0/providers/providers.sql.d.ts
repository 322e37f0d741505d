import type { Db, Transaction } from "../database/database.js";
import { type ProviderSettings } from "./settings.js";
export interface Provider extends ProviderSettings {
    /** In the addresses that are registered at the provider. */
    readonly id: string;
    /** Sealed (`secret.ts`); null for a public client. */
    readonly clientSecret: Buffer | null;
    readonly createdAt: Date;
    readonly disabledAt: Date | null;
}
/** @throws the database's error if its id or issuer is taken */
export declare function insertProvider(db: Db, provider: Pick<Provider, "id" | "clientSecret"> & ProviderSettings): Promise<void>;
/** Served by providers_pkey. */
export declare function findProvider(db: Db, id: string): Promise<Provider | null>;
/** Providers after this id, in that order; all if there is no limit. Served by providers_pkey. */
export declare function listProviders(db: Db, after?: string | null, limit?: number | null): Promise<Provider[]>;
/** Read a provider under its row lock. */
export declare function lockProvider(tx: Transaction, id: string): Promise<Provider | null>;
/** Replace settings and secret. Requires its lock. @throws the database's error if the issuer is taken */
export declare function updateProvider(tx: Transaction, provider: Provider): Promise<void>;
/** One that is already disabled keeps the date. */
export declare function setProviderDisabled(tx: Transaction, id: string, disabled: boolean): Promise<void>;
/** With its identities. */
export declare function deleteProviderRow(tx: Transaction, id: string): Promise<void>;
