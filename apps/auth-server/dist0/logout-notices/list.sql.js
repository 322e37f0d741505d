import { conditionsOf } from "../database/parts.sql.js";
/** Oldest first. While its client pauses, the next attempt is not before the end of the pause. */
export async function listNotices(db, { clientId, givenUp }, limit) {
    const { sql, values } = conditionsOf([
        ["client_id = ", clientId],
        ["(next_attempt_at is null) = ", givenUp],
    ], 1);
    const { rows } = await db.query(`select n.id, client_id as "clientId", n.user_id as "userId", n.session_id as "sessionId", n.reason,
            n.created_at as "createdAt", n.attempts, n.last_problem as "lastProblem",
            case when next_attempt_at is not null then greatest(next_attempt_at, p.until) end as "nextAttemptAt"
       from logout_notices n left join logout_pauses p using (client_id)
      where true${sql} order by n.created_at, n.id limit $1`, [limit, ...values]);
    return rows;
}
/** Have all notices sent now, also those given up, which get one more attempt. @returns how many there are */
export async function retryNotices(db, clientId) {
    const { sql, values } = conditionsOf([["client_id = ", clientId]], 0);
    await db.query(`delete from logout_pauses where true${sql}`, [...values]);
    const { rowCount } = await db.query(`update logout_notices set next_attempt_at = now() where true${sql}`, [
        ...values,
    ]);
    return rowCount ?? 0;
}
//# sourceMappingURL=list.sql.js.map