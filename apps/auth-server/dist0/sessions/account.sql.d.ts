/** Users' view of their own sessions. Joins clients for the apps' names. */
import type { Db } from "../database/database.js";
import type { WhichSessions } from "./end.sql.js";
import type { EndReason } from "./end-reasons.js";
import { type Session } from "./session.sql.js";
export interface AccountSession extends Session {
    readonly clientName: string;
    /** The cursor of the next page. */
    readonly key: string;
}
/**
 * A user's sessions after this key, newest first: the open ones, or those that ended recently. Sorted by the time of
 * sign-in, because a time that changes between two pages would skip rows. Served by sessions_open and
 * sessions_user_id.
 */
export declare function listAccountSessions(db: Db, userId: string, { withEnded, exceptIds, }: {
    readonly withEnded?: boolean;
    readonly exceptIds?: readonly string[];
}, after: string | null, limit: number): Promise<AccountSession[]>;
/** The open sessions among them that this sign-in opened, the last first. Served by sessions_user_id. */
export declare function listSessionsOfSignIn(db: Db, userId: string, signInId: string, limit: number): Promise<AccountSession[]>;
/**
 * How many of a user's sessions are open, except those opened by one sign-in; counting stops at `limit`. Served by
 * sessions_user_id, in whose order they are read.
 */
export declare function countSessionsOf(db: Db, userId: string, exceptSignInId: string | null, limit: number): Promise<number>;
/**
 * Sessions that ended recently for one of these reasons, latest first; those displaced by another sign-in come last.
 * One lookup per reason, because the index has no common order for several. Served by sessions_ended.
 */
export declare function listEndedSessions(db: Db, userId: string, reasons: readonly EndReason[], limit: number): Promise<AccountSession[]>;
/** Names of the apps with such open sessions, at most `limit`. Served by sessions_open. */
export declare function listAppsOf(db: Db, { userId, signInId, withoutScope }: Pick<WhichSessions, "userId" | "signInId" | "withoutScope">, limit: number): Promise<string[]>;
/** The sign-in that a session came from, or null. Served by sessions_pkey. */
export declare function findSignInOf(db: Db, sessionId: string | undefined): Promise<string | null>;
export declare const isOpenSession: (db: Db, id: string, userId: string) => Promise<boolean>;
/**
 * The user's current roles; null if the session has ended or the user is disabled. Every request to the admin and
 * account APIs asks, hence the join with users. Served by sessions_pkey and users_pkey.
 */
export declare function findRolesOfSession(db: Db, id: string, userId: string): Promise<string[] | null>;
