/** Identities: a provider's users (issuer and subject, never an address), linked to ours. */
import type { Db, Transaction } from "../database/database.js";
/** Served by identities_pkey. @returns the user's id */
export declare function findIdentity(db: Db, providerId: string, subject: string): Promise<string | null>;
export interface NewIdentity {
    readonly providerId: string;
    readonly subject: string;
    readonly userId: string;
    /** What the provider calls their address; to recognize it by, and for nothing else. */
    readonly email: string | null;
}
/** @returns false if the identity is linked already, or the user has one of this provider */
export declare function insertIdentity(db: Db, identity: NewIdentity): Promise<boolean>;
/** Whether somebody may sign in by this identity: it is linked to the user, and its provider is not disabled. Served by identities_pkey. */
export declare function isLinked(db: Db, { providerId, subject, userId }: Omit<NewIdentity, "email">): Promise<boolean>;
/**
 * Note a sign-in. Served by identities_pkey.
 *
 * @returns false if the link was taken away, or the provider disabled, while the user was on the way
 */
export declare function markIdentityUsed(db: Db, { providerId, subject, userId, email }: NewIdentity): Promise<boolean>;
export interface Identity {
    readonly providerId: string;
    readonly providerName: string;
    readonly email: string | null;
    readonly createdAt: Date;
    readonly lastUsedAt: Date | null;
}
/** A user's identities. Served by identities_user_id. */
export declare function listIdentities(db: Db, userId: string): Promise<Identity[]>;
/** All of a user's. Served by identities_user_id. @returns their providers' ids */
export declare function deleteIdentities(tx: Transaction, userId: string): Promise<string[]>;
/** Of a provider, counted at most to a thousand. Served by identities_pkey. */
export declare function countIdentitiesOf(db: Db, providerId: string): Promise<number>;
/** Served by identities_user_id. @returns its subject; null if there was none */
export declare function deleteIdentity(tx: Transaction, userId: string, providerId: string): Promise<string | null>;
