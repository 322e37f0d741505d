/** Read-only views of sessions: no lock, no change. Times are the database's. The joins save two more round trips. */
import type { Db } from "../database/database.js";
import { type JudgedSession } from "./judge.sql.js";
import { type Session, type SessionGrant } from "./session.sql.js";
/** What the decision on a refresh depends on, and what there is to report. */
export interface SessionState extends JudgedSession, Session {
    readonly clientName: string;
    readonly clientDisabledAt: Date | null;
    readonly email: string;
    readonly userDisabledAt: Date | null;
}
/** Served by sessions_pkey, users_pkey, clients_pkey and client_resources_pkey. */
export declare function findSessionState(db: Db, id: string): Promise<SessionState | null>;
/**
 * What the userinfo endpoint tells about a session's user; null if the session has ended or the user is disabled. Served by
 * sessions_pkey and users_pkey.
 */
export declare function findIdentity(db: Db, id: string, userId: string): Promise<SessionGrant | null>;
