/** The users' authenticators. */
import type { Db } from "../database/database.js";
/** The sealed secret of a user's authenticator. Served by totp_authenticators_pkey. */
export declare function findTotp(db: Db, userId: string): Promise<Buffer | null>;
/**
 * Use up a time step, and all before it: no code is accepted twice, by whichever replica (RFC 6238 §5.2).
 *
 * @returns false if it was used before
 */
export declare function consumeTotpStep(db: Db, userId: string, step: number): Promise<boolean>;
export interface NewTotp {
    readonly userId: string;
    /** Sealed, under the entry of `SECRETS` with this name. */
    readonly secret: Buffer;
    readonly secretName: string;
    /** Of the code that proved that the user's app has the secret. */
    readonly step: number;
}
/** Add a user's authenticator, in place of the one before. */
export declare function putTotp(db: Db, { userId, secret, secretName, step }: NewTotp): Promise<void>;
/** @returns whether there was one */
export declare function deleteTotp(db: Db, userId: string): Promise<boolean>;
/** How many authenticators are sealed under each entry of `SECRETS`. Reads the table. */
export declare function countTotpBySecret(db: Db): Promise<ReadonlyMap<string, number>>;
export interface SealedTotp {
    readonly userId: string;
    readonly secret: Buffer;
    readonly secretName: string;
}
/** Authenticators that are not sealed under this entry, in order of user, after this one. Served by totp_authenticators_pkey. */
export declare function listTotpUnderOthers(db: Db, secretName: string, afterUserId: string | null, limit: number): Promise<SealedTotp[]>;
/** Replace a sealed secret by the same one, sealed anew; unless it was replaced meanwhile. */
export declare function resealTotp(db: Db, old: SealedTotp, next: Omit<SealedTotp, "userId">): Promise<void>;
