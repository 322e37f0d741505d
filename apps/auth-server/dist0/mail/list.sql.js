import { conditionsOf, partsOf, timeKey } from "../database/parts.sql.js";
import { leaseSeconds } from "./mails.sql.js";
/** Oldest first. */
export async function listMails(db, { userId, givenUp }, after, limit) {
    const { sql, values } = conditionsOf([
        ["user_id = ", userId],
        ["(next_attempt_at is null) = ", givenUp],
    ], 3);
    const { rows } = await db.query(`select id, kind, user_id as "userId", created_at as "createdAt", expires_at as "expiresAt", attempts,
            next_attempt_at as "nextAttemptAt", last_problem as "lastProblem", ${timeKey("created_at", "id")} as key
       from mails
      where ($2::timestamptz is null or (created_at, id) > ($2, $3::uuid))${sql}
      order by created_at, id limit $1`, [limit, ...partsOf(after), ...values]);
    return rows;
}
/**
 * Have the waiting mails sent now, also those given up, which get one more attempt. What is on its way just now is left alone,
 * and what would be tried within minutes anyway.
 *
 * @returns how many there are
 */
export async function retryMails(db, { userId }) {
    const { sql, values } = conditionsOf([["user_id = ", userId]], 0);
    const { rowCount } = await db.query(`update mails set next_attempt_at = now()
      where (next_attempt_at is null or next_attempt_at > now() + ${leaseSeconds} * interval '1 second')
        and (expires_at is null or expires_at > now())${sql}`, [...values]);
    return rowCount ?? 0;
}
export const describeMail = (mail) => ({
    id: mail.id,
    kind: mail.kind,
    user_id: mail.userId,
    created_at: mail.createdAt.toISOString(),
    expires_at: mail.expiresAt?.toISOString() ?? null,
    attempts: mail.attempts,
    next_attempt_at: mail.nextAttemptAt?.toISOString() ?? null,
    last_problem: mail.lastProblem,
});
/** For `regrant doctor`. */
export async function readOutbox(db) {
    const { rows } = await db.query(`select count(*) filter (where next_attempt_at is null)::float8 as "givenUp",
            coalesce(extract(epoch from now() - min(created_at) filter (where next_attempt_at is not null)), 0)::float8
              as "waitingSeconds"
       from mails`);
    return rows[0] ?? { givenUp: 0, waitingSeconds: 0 };
}
//# sourceMappingURL=list.sql.js.map