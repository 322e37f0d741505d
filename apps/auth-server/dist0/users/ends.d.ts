/**
 * Ends everything that a user has open: browsers, codes and sessions. Sign-ins first: codes are inserted under their
 * sign-in's lock, so none is missed, and a browser still signed in could open the next session without a password.
 */
import type { Actor } from "../audit/actor.js";
import type { Db, Transaction } from "../database/database.js";
import type { WhichSessions } from "../sessions/end.sql.js";
import type { EndReason } from "../sessions/end-reasons.js";
export interface Ended {
    readonly sessionsEnded: number;
    readonly signInsEnded: number;
}
type Whose = Pick<WhichSessions, "userId" | "exceptSignInId" | "openedUntil">;
/** Sign a user out everywhere, or everywhere except one browser; without `userId`, everybody. */
export declare function endEverything(db: Db, whose: Whose, reason: EndReason, by: Actor): Promise<Ended>;
/**
 * Set a password and end what the old one opened, up to one batch of sessions, all in the caller's transaction. The
 * caller ends the rest after the commit, by `endManySessions`.
 *
 * @param whose with `credentialVersion` if the user proved the old password, which may have been replaced since
 * @returns the new credential version; null if nothing was changed
 */
export declare function setPassword(tx: Transaction, { credentialVersion, ...whose }: {
    readonly userId: string;
    readonly exceptSignInId?: string;
    readonly credentialVersion?: number;
}, passwordHash: string, by: Actor): Promise<number | null>;
export {};
