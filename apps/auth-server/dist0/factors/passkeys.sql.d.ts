/** Passkeys, and the challenges that they have answered. */
import type { Db, Transaction } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
export interface Passkey {
    readonly id: string;
    readonly credentialId: Buffer;
    readonly name: string;
    readonly transports: readonly string[];
    /** Whether it can be copied to the user's other devices, and has been. */
    readonly backupEligible: boolean;
    readonly backedUp: boolean;
    readonly createdAt: Date;
    readonly lastUsedAt: Date | null;
}
/** What an answer is checked against. */
export interface Verifiable {
    readonly id: string;
    readonly userId: string;
    /** COSE. */
    readonly publicKey: Buffer;
    readonly backupEligible: boolean;
}
/** A user's, the oldest first. Served by passkeys_user_id. */
export declare function listPasskeys(db: Db, userId: string): Promise<Passkey[]>;
/** Served by passkeys_pkey. */
export declare function findPasskey(db: Db, credentialId: Buffer): Promise<Verifiable | null>;
export interface NewPasskey {
    readonly userId: string;
    readonly credentialId: Buffer;
    readonly publicKey: Buffer;
    readonly signCount: number;
    readonly transports: readonly string[];
    readonly backupEligible: boolean;
    readonly backedUp: boolean;
    readonly aaguid: string;
    readonly name: string;
}
/** @returns its id; null if somebody has it already */
export declare function insertPasskey(tx: Transaction, passkey: NewPasskey): Promise<string | null>;
/** Served by passkeys_id_key. @returns whether the user has it */
export declare function renamePasskey(db: Db, userId: string, id: string, name: string): Promise<boolean>;
/** @returns false if it was answered before */
export declare function answerChallenge(tx: Transaction, challengeHash: Buffer): Promise<boolean>;
export interface PasskeyUse {
    readonly id: string;
    readonly challengeHash: Buffer;
    readonly signCount: number;
    readonly backedUp: boolean;
}
/** The version of the user's credentials; where it is null, the rest tells why. */
export interface PasskeyUsed {
    readonly credentialVersion: number | null;
    /** Null: the passkey is gone. */
    readonly disabled: boolean | null;
    readonly answeredNow: boolean;
}
/**
 * Take an answer whose signature holds, in one statement: of two that come with the same challenge, or with the same sign count,
 * one is taken. A passkey that can be copied has a count on each device, which says nothing (WebAuthn §6.1.1); elsewhere a count
 * that does not rise tells of a copy. Served by passkeys_id_key and users_pkey.
 */
export declare function usePasskey(db: Db, use: PasskeyUse): Promise<PasskeyUsed>;
export declare const purgeableChallenges: Purgeable;
