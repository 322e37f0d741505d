/** Administrators' view of sessions. Joins users for the e-mail address. */
import type { Db } from "../database/database.js";
import { type Session } from "./session.sql.js";
export interface ListedSession extends Session {
    readonly email: string;
    readonly state: "open" | "expired" | "revoked";
    /** The cursor of the next page. */
    readonly key: string;
}
export interface SessionFilter {
    readonly userId?: string | undefined;
    readonly clientId?: string | undefined;
    readonly state?: ListedSession["state"] | undefined;
}
/**
 * Sessions by absolute end, latest first: the only indexed time, and the same as newest first if all live equally
 * long. Served by sessions_absolute_expires_at, sessions_user_id and sessions_client_id.
 */
export declare function listSessions(db: Db, filter: SessionFilter & {
    readonly id?: string;
}, after: string | null, limit: number): Promise<ListedSession[]>;
/** The number of open sessions; counting stops at `limit`. */
export declare function countOpenSessions(db: Db, limit: number): Promise<number>;
