import { timeKey } from "../database/parts.sql.js";
import { isOpen, sessionColumns } from "./session.sql.js";
const state = `case when s.revoked_at is not null then 'revoked' when s.idle_expires_at <= now() then 'expired' else 'open' end`;
/**
 * Sessions by absolute end, latest first: the only indexed time, and the same as newest first if all live equally
 * long. Served by sessions_absolute_expires_at, sessions_user_id and sessions_client_id.
 */
export async function listSessions(db, filter, after, limit) {
    const [endsAt, id] = after?.split(" ") ?? [];
    const conditions = [
        ["s.id = ", filter.id],
        ["s.user_id = ", filter.userId],
        ["s.client_id = ", filter.clientId],
        [`${state} = `, filter.state],
    ];
    const values = [limit];
    const where = conditions.flatMap(([sql, value]) => value === undefined ? [] : [`${sql}$${values.push(value)}`]);
    if (after !== null) {
        where.push(`(s.absolute_expires_at, s.id) < ($${values.push(endsAt)}::timestamptz, $${values.push(id)}::uuid)`);
    }
    const { rows } = await db.query(`select ${sessionColumns}, u.email, ${state} as state, ${timeKey("s.absolute_expires_at", "s.id")} as key
       from sessions s join users u on u.id = s.user_id
      where ${where.join(" and ") || "true"}
      order by s.absolute_expires_at desc, s.id desc limit $1`, values);
    return rows;
}
/** The number of open sessions; counting stops at `limit`. */
export async function countOpenSessions(db, limit) {
    const { rows } = await db.query(`select count(*)::int as open from (select from sessions s where ${isOpen} limit $1) as counted`, [limit]);
    return rows[0]?.open ?? 0;
}
//# sourceMappingURL=list.sql.js.map