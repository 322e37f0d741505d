/** Reads the audit log: the events of one session or one request. */
const selectEvents = `
  select at, event, reason, actor, client_id as "clientId", user_id as "userId", session_id as "sessionId",
         host(address) as address, request_id as "requestId" from audit_events`;
/** The last events of a session, a user or a client, the oldest first. Served by audit_events_session_id, _user_id and _client_id. */
export async function listEventsOf(db, column, id, limit) {
    const { rows } = await db.query(`${selectEvents} where ${column} = $1 order by at desc, id desc limit $2`, [id, limit]);
    return rows.reverse();
}
/** One request's events, in order. Served by audit_events_request_id. */
export async function listRequestEvents(db, requestId, limit) {
    const { rows } = await db.query(`${selectEvents} where request_id = $1 order by at, id limit $2`, [requestId, limit]);
    return rows;
}
//# sourceMappingURL=audit-trail.sql.js.map