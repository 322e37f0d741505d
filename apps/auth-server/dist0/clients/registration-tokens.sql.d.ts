/** Initial access tokens: whoever has one may register a client (RFC 7591 §3). */
import type { Db, Transaction } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
export interface RegistrationToken {
    readonly name: string;
    readonly createdAt: Date;
    readonly expiresAt: Date;
    /** Null: any number. */
    readonly usesLeft: number | null;
}
export interface NewRegistrationToken {
    readonly tokenHash: Buffer;
    readonly name: string;
    readonly seconds: number;
    readonly uses: number | null;
}
/** @throws the database's error if the name is taken */
export declare function insertRegistrationToken(tx: Transaction, { tokenHash, name, seconds, uses }: NewRegistrationToken): Promise<RegistrationToken>;
export declare function listRegistrationTokens(db: Db): Promise<RegistrationToken[]>;
/** @returns whether there was one */
export declare function deleteRegistrationToken(tx: Transaction, name: string): Promise<boolean>;
/** Use a token once; simultaneous uses wait for each other. @returns its name; null if it may not be used */
export declare function spendRegistrationToken(tx: Transaction, tokenHash: Buffer): Promise<string | null>;
/** Kept for a while, so that the list explains why a token is refused. */
export declare const purgeableRegistrationTokens: Purgeable;
