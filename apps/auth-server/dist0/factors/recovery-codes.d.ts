import type { Origin } from "../audit/actor.js";
import type { Transaction } from "../database/database.js";
import { type GuessingRoom } from "./guess-factor.js";
/**
 * Give a user new recovery codes, in place of the old ones. The caller has locked the user's row, audits why, and shows the codes:
 * they cannot be read again.
 */
export declare function renewRecoveryCodes(tx: Transaction, userId: string): Promise<readonly string[]>;
/** A typed code as it was made, however it was grouped and whichever lookalikes were read; null if it cannot be one. */
export declare function recoveryCodeIn(typed: string): string | null;
/**
 * Check a user's recovery code, and use it up. A wrong one is counted and audited, and so is a right one.
 *
 * @param code as returned by `recoveryCodeIn`
 * @returns how many remain
 * @throws {OAuthError} invalid_grant if it is wrong or was used before, too_many_requests
 */
export declare function checkRecoveryCode(room: GuessingRoom, { userId, code, origin }: {
    readonly userId: string;
    readonly code: string;
    readonly origin: Origin;
}): Promise<number>;
