/** Limits guesses at codes, and audits those that are wrong. */
import { type Reason } from "../shared/index.js";
import type { Origin } from "../audit/actor.js";
import type { AuditRefusal } from "../audit/refusal-audit.js";
import type { Db } from "../database/database.js";
import type { MakeGuess } from "../users/sign-in-limits.js";
export interface GuessingRoom {
    readonly db: Db;
    readonly makeGuess: MakeGuess;
    readonly auditRefusal: AuditRefusal;
}
export interface FactorGuess {
    readonly userId: string;
    readonly kind: "totp" | "recovery_code";
    readonly origin: Origin;
}
/** Why a code is refused. */
export type CodeFault = Extract<Reason, "factor_code_mismatch" | "factor_code_used">;
/**
 * Whoever gets this far knows the password, so a right password must not give guesses back: each kind of code has counts of
 * its own.
 *
 * @param consume uses the code up if it is right; returns why it is refused, or null
 * @throws {OAuthError} invalid_grant, too_many_requests
 */
export declare function guessFactor({ db, makeGuess, auditRefusal }: GuessingRoom, { userId, kind, origin }: FactorGuess, consume: () => Promise<CodeFault | null>): Promise<void>;
