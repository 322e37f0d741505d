/** The users' recovery codes, hashed. */
import type { Origin } from "../audit/actor.js";
import type { Db, Transaction } from "../database/database.js";
/** Under the lock of the user's row: of two who renew at once, one waits and sees the other's. Served by recovery_codes_user_id. */
export declare function replaceRecoveryCodes(tx: Transaction, userId: string, codeHashes: readonly Buffer[]): Promise<void>;
/**
 * Use a code up. Served by recovery_codes_pkey and recovery_codes_user_id.
 *
 * @returns how many of the user's remain; null if the code is not one of them, or was used before
 */
export declare function consumeRecoveryCode(db: Db, { userId, codeHash, address, userAgent, requestId, }: Origin & {
    readonly userId: string;
    readonly codeHash: Buffer;
}): Promise<number | null>;
/** Codes are a way around other factors, so they go with the last of those. */
export declare function deleteIdleRecoveryCodes(tx: Transaction, userId: string): Promise<void>;
