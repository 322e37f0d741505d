import type { Pool } from "../database/database.js";
import { type AccountBudget } from "./sign-in-limits.sql.js";
export interface Guess {
    /** What is guessed at: the user's password, or that of what was typed if there is no such user; a second factor. */
    readonly account: string;
    /** As returned by `networkOf`. */
    readonly network: string;
    /** Default: `password`. */
    readonly budget?: AccountBudget;
    /** Copies of it are one guess, and have one answer. Absent for codes, which are good once: each copy is a guess of its own. */
    readonly password?: string;
    /** The version of what the password is compared with; undefined if there is no such user. */
    readonly credentialVersion?: number | undefined;
    /**
     * Whether a right guess proves who guesses, so that wrong ones before it are forgiven. Default: true. False for what anybody
     * can get: with a right one of their own between the wrong ones, they could guess without end.
     */
    readonly isProof?: boolean;
}
/**
 * Call `verify` for a guess, if one may be made now. It counts as wrong until it proves right; if `verify` throws, it
 * was not made.
 *
 * @throws {OAuthError} too_many_requests with Retry-After; whatever `verify` throws
 */
export type MakeGuess = (guess: Guess, verify: () => Promise<boolean>) => Promise<boolean>;
export declare function createSignInLimits(db: Pool): MakeGuess;
