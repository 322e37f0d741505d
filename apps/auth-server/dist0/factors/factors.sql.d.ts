/** What users can prove besides a password. */
import type { Db, Transaction } from "../database/database.js";
export interface Factors {
    readonly passkeys: number;
    readonly totp: boolean;
    /** Unused ones. */
    readonly recoveryCodes: number;
}
/** Served by passkeys_user_id, totp_authenticators_pkey and recovery_codes_user_id. */
export declare function findFactors(db: Db, userId: string): Promise<Factors>;
/** Whether a password alone does not sign the user in. Recovery codes are for whoever has lost a factor. */
export declare const needsSecondFactor: ({ passkeys, totp }: Pick<Factors, "passkeys" | "totp">) => boolean;
/** Whether anything signs the user in at all. */
export declare function canSignIn(db: Db, userId: string): Promise<boolean>;
/** A factor, as operators see it. */
export interface ListedFactor {
    readonly kind: "passkey" | "totp";
    /** A passkey's; null for the authenticator app, of which there is one. */
    readonly id: string | null;
    readonly name: string | null;
    readonly createdAt: Date;
    readonly lastUsedAt: Date | null;
}
/** Served by passkeys_user_id and totp_authenticators_pkey. */
export declare function listFactors(db: Db, userId: string): Promise<ListedFactor[]>;
/** @param id null: all of the user's @returns the ids of those deleted; served by passkeys_user_id */
export declare function deletePasskeys(tx: Transaction, userId: string, id: string | null): Promise<string[]>;
/** Users with one of these roles who are not disabled and have no second factor, by address. Reads the users. */
export declare function listWithoutFactor(db: Db, roles: readonly string[], limit: number): Promise<string[]>;
