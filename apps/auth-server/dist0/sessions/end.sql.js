import { conditionsOf } from "../database/parts.sql.js";
/**
 * End open sessions, in order of their ids; ended ones keep their date and reason. Served by sessions_pkey,
 * sessions_open and sessions_client_id. Does not delete the codes that would open more: codes/ends.ts does.
 *
 * @returns the ended sessions' ids, in order
 */
export async function revokeSessions(db, which, reason, by, { limit, afterId, at } = {}) {
    const sessions = conditionsOf([["id = ", which.id], ...ownersOf(which), ["id > ", afterId], ["created_at <= ", which.openedUntil]], 7);
    const { rows } = await db.query(`with chosen as (
       select id from sessions where revoked_at is null${sessions.sql} order by id limit $6 for update),
     revoked as (
       update sessions s set revoked_at = coalesce($7, now()), revoke_reason = $1 from chosen where s.id = chosen.id
       returning s.id, s.client_id, s.user_id),
     audit as (
       insert into audit_events (event, reason, client_id, user_id, session_id, actor, address, user_agent, request_id)
       select 'session.revoked', $1, client_id, user_id, id, $2, $3, $4, $5 from revoked)
     select id from revoked order by id`, [reason, by.actor, by.address, by.userAgent, by.requestId, limit, at, ...sessions.values]);
    return rows.map(({ id }) => id);
}
/** Conditions on columns that authorization codes have too. */
export const ownersOf = (which) => [
    ["user_id = ", which.userId],
    ["client_id = ", which.clientId],
    ["resource = ", which.resource],
    ["sign_in_id = ", which.signInId],
    ["sign_in_id is distinct from ", which.exceptSignInId],
    ["not scope @> ", which.withoutScope && [which.withoutScope]],
];
//# sourceMappingURL=end.sql.js.map