/** Reads the audit log: the events of one session or one request. */
import type { AuditRow } from "./audit-events.js";
import type { Db } from "./database.js";

export type RecordedEvent = Omit<AuditRow, "id" | "email" | "userAgent" | "detail">;

const selectEvents = `
  select at, event, reason, actor, client_id as "clientId", user_id as "userId", session_id as "sessionId",
         host(address) as address, request_id as "requestId" from audit_events`;

/** The last events of a session, the oldest first. Served by audit_events_session_id. */
export async function listSessionEvents(db: Db, sessionId: string, limit: number): Promise<RecordedEvent[]> {
  const { rows } = await db.query<RecordedEvent>(
    `${selectEvents} where session_id = $1 order by at desc, id desc limit $2`,
    [sessionId, limit],
  );
  return rows.reverse();
}

/** One request's events, in order. Served by audit_events_request_id. */
export async function listRequestEvents(db: Db, requestId: string, limit: number): Promise<RecordedEvent[]> {
  const { rows } = await db.query<RecordedEvent>(
    `${selectEvents} where request_id = $1 order by at, id limit $2`,
    [requestId, limit],
  );
  return rows;
}
