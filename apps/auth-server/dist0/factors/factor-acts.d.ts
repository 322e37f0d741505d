import type { Actor } from "../audit/actor.js";
import { type Pool, type Transaction } from "../database/database.js";
import type { Secrets } from "../secrets.js";
import { type User } from "../users/users.sql.js";
/**
 * Add an authenticator app whose code was checked, in place of the one before.
 *
 * @returns the recovery codes that come with a user's first factor; null if it is not the first
 */
export declare const addTotp: (db: Pool, secrets: Secrets, { userId, secret, step }: {
    readonly userId: string;
    readonly secret: string;
    readonly step: number;
}, by: Actor) => Promise<readonly string[] | null>;
/** @returns the new codes; null if the user has no factor that they could stand in for */
export declare const renewCodes: (db: Pool, userId: string, by: Actor) => Promise<readonly string[] | null>;
/** Which of a user's factors. */
export type WhichFactors = {
    readonly totp: true;
} | {
    readonly passkey: string;
} | "all";
/**
 * Remove a user's authenticator app. Sign-ins and sessions that it has opened stay open.
 *
 * @throws {OAuthError} factor_unknown, factor_required
 */
export declare const removeOwnTotp: (db: Pool, userId: string, requireMfaRoles: readonly string[], by: Actor) => Promise<void>;
/**
 * Remove factors as an operator, whatever remains.
 *
 * @returns how many were removed
 */
export declare const removeFactors: (db: Pool, userId: string, which: WhichFactors, by: Actor) => Promise<number>;
/** What was proven by a factor that is gone opens nothing more. With the last factor go the recovery codes. */
export declare function recordRemoved(tx: Transaction, userId: string, removed: readonly Readonly<Record<string, string>>[], by: Actor): Promise<void>;
/** Acts on one user's factors follow each other: whether a factor is the first, or the last, is then certain. */
export declare const withUser: <T>(db: Pool, id: string, work: (tx: Transaction, user: User) => Promise<T>) => Promise<T>;
