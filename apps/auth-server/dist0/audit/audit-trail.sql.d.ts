/** Reads the audit log: the events of one session or one request. */
import type { Db } from "../database/database.js";
import type { AuditRow } from "./audit-events.sql.js";
export type RecordedEvent = Omit<AuditRow, "id" | "email" | "userAgent" | "detail">;
/** The last events of a session, a user or a client, the oldest first. Served by audit_events_session_id, _user_id and _client_id. */
export declare function listEventsOf(db: Db, column: "session_id" | "user_id" | "client_id", id: string, limit: number): Promise<RecordedEvent[]>;
/** One request's events, in order. Served by audit_events_request_id. */
export declare function listRequestEvents(db: Db, requestId: string, limit: number): Promise<RecordedEvent[]>;
