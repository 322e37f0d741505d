import { conditionsOf } from "../database/parts.sql.js";
import { ownersOf } from "./end.sql.js";
import { isOpen } from "./session.sql.js";
/** Counting stops at `most`. Served by the indexes on user_id, client_id and resource. */
export async function countSessions(db, whose, most) {
    const { sql, values } = conditionsOf(ownersOf(whose), 1);
    const count = (condition) => `(select count(*)::int from (select from sessions s where ${condition}${sql} limit $1) counted)`;
    const { rows } = await db.query(`select ${count(`(${isOpen})`)} as open, ${count(`not (${isOpen})`)} as ended`, [most, ...values]);
    return rows[0] ?? { open: 0, ended: 0 };
}
/**
 * Delete sessions in batches; outside a transaction, each batch is its own. Audits the end of open sessions.
 *
 * @returns how many were open
 */
export async function deleteSessions(db, whose, reason, by, { limit, wait }) {
    const { sql, values } = conditionsOf(ownersOf(whose), 6);
    for (let ended = 0;;) {
        const { rows } = await db.query(`with deleted as (
         delete from sessions where id in (
           select id from sessions where true${sql} limit $6 for update${wait ? "" : " skip locked"})
         returning id, client_id, user_id, revoked_at is null as open),
       audit as (
         insert into audit_events (event, reason, client_id, user_id, session_id, actor, address, user_agent, request_id)
         select 'session.revoked', $1, client_id, user_id, id, $2::text, $3::inet, $4::text, $5::text from deleted where open)
       select count(*)::int as deleted, count(*) filter (where open)::int as open from deleted`, [reason, by.actor, by.address, by.userAgent, by.requestId, limit, ...values]);
        if (!rows[0]?.deleted)
            return ended;
        ended += rows[0].open;
    }
}
//# sourceMappingURL=delete.sql.js.map