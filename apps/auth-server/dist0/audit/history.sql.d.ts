/** What of the audit is about one user, for that user. Joins clients for the apps' names. */
import type { Db } from "../database/database.js";
export interface HistoryEvent {
    readonly id: string;
    readonly at: Date;
    readonly event: string;
    readonly reason: string | null;
    /** Somebody else did it: an operator, or a program of theirs. */
    readonly isAdministrators: boolean;
    /** Null if it is about no app, or one that is gone. */
    readonly clientName: string | null;
    readonly address: string | null;
    readonly userAgent: string | null;
    readonly detail: Readonly<Record<string, unknown>> | null;
    /** The cursor of the next page. */
    readonly key: string;
}
/**
 * A user's events with these names, without those for the reasons left out, the newest first, after this key. Served by
 * audit_events_user_id and clients_pkey.
 *
 * @returns `readUntil`: where to go on if there are fewer than `limit` only because so many were passed over
 */
export declare function listHistory(db: Db, userId: string, which: {
    readonly events: readonly string[];
    readonly exceptReasons: readonly string[];
}, after: string | null, limit: number): Promise<{
    readonly found: HistoryEvent[];
    readonly readUntil: string | null;
}>;
