/**
 * Limits on guessing passwords and codes. Each guess is counted before it is made, by the database's clock, in three rows: the
 * account within its network, whose wait grows with each failure, and two budgets, the account's across all networks
 * and the network's across all accounts. A budget returns its guesses one by one over time.
 *
 * Rows are always locked in the same order (pair, account, network), so that no two statements deadlock.
 */
import type { Db } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
/** All hashed: the table holds no names or addresses. */
export interface GuessKeys {
    readonly pair: string;
    readonly account: string;
    readonly network: string;
    /** The account's. */
    readonly budget: AccountBudget;
}
/** Of six digits, three in a million are right at a time: a code gets fewer guesses than a password. */
declare const accountBudgets: {
    readonly password: {
        readonly size: 50;
        readonly seconds: 60;
    };
    readonly code: {
        readonly size: 20;
        readonly seconds: 3600;
    };
};
export type AccountBudget = keyof typeof accountBudgets;
/** A guess that counts as wrong until it is accepted. */
export interface ReservedGuess {
    /** The rows that count it. */
    readonly keys: Pick<GuessKeys, "pair" | "budget"> & Partial<GuessKeys>;
    /** Of the account in its network, including this one. */
    readonly failures: number;
}
/**
 * Count a guess before it is made: one statement, so that of simultaneous guesses only the free ones pass.
 *
 * @returns how many milliseconds to wait if it may not be made
 */
export declare function reserveGuess(db: Db, keys: GuessKeys): Promise<ReservedGuess | number>;
/** The guess was not made. If another was counted since, the wait after that one stands. */
export declare function cancelGuess(db: Db, { keys, failures }: ReservedGuess): Promise<void>;
/**
 * The guess was right: forget this account's failures from this network, and remember the network. Budgets get back
 * only this guess, or anybody could restore their network's budget by signing in to an account of their own.
 */
export declare function acceptGuess(db: Db, { keys }: ReservedGuess): Promise<void>;
/** With a margin, because the limits' times come from the replicas' clocks. */
export declare const purgeableLimits: Purgeable;
export {};
