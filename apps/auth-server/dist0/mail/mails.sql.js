/**
 * The outbox: mails to send, deleted once the mail server has them. Joins users for the recipients of notices, which a trigger
 * of the audit log inserts. Times are the database's.
 */
import { deleteBatch, mostCounted } from "../database/batches.sql.js";
export async function insertMail(db, { id, kind, userId, content, lifeSeconds }) {
    await db.query({
        name: "insert-mail",
        text: `insert into mails (id, kind, user_id, content, expires_at)
           values ($1, $2, $3, $4, now() + $5::integer * interval '1 second')`,
        values: [id, kind, userId, content, lifeSeconds],
    });
}
/** Longer than an attempt takes. Then the mail is due again: whoever claimed it is gone. */
export const leaseSeconds = 120;
/** Claim the mails that have waited longest; no other replica gets them. Served by mails_due. */
export async function claimMails(db, most) {
    const { rows } = await db.query({
        name: "claim-mails",
        text: `
      with claimed as (
        update mails set attempts = attempts + 1, next_attempt_at = now() + ${leaseSeconds} * interval '1 second'
         where id = any (array(select id from mails where next_attempt_at <= now()
                                order by next_attempt_at limit $1 for update skip locked))
        returning *)
      select m.id, kind, user_id as "userId", content, m.created_at as "createdAt", attempts,
             extract(epoch from expires_at - now())::float8 as "linkSeconds", u.email, u.claims ->> 'locale' as locale,
             u.claims ->> 'zoneinfo' as zoneinfo
        from claimed m left join users u on u.id = m.user_id and (u.disabled_at is null or u.closed_at is not null)
       order by m.created_at`,
        values: [most],
    });
    return rows;
}
/** It is sent, or nobody is to get it any more: its link stays nowhere. */
export async function deleteMail(db, id) {
    await db.query({ name: "delete-mail", text: "delete from mails where id = $1", values: [id] });
}
/** Notices for nobody: there is no mail server. @returns how many there were */
export async function dropNotices(db) {
    for (let dropped = 0;;) {
        const { rowCount } = await db.query(`delete from mails where id = any (array(
         select id from mails where next_attempt_at <= now() and content is null limit ${deleteBatch} for update skip locked))`);
        dropped += rowCount ?? 0;
        if ((rowCount ?? 0) < deleteBatch)
            return dropped;
    }
}
/** Mails are tried for this long. */
const giveUpAfter = "interval '3 days'";
/** Record a failed attempt. @param pauseSeconds null: do not try again @returns whether the mail is given up */
export async function recordMailFailure(db, id, problem, pauseSeconds) {
    const { rows } = await db.query({
        name: "record-mail-failure",
        text: `update mails
              set last_problem = $2,
                  next_attempt_at = case when created_at > now() - ${giveUpAfter} then now() + $3 * interval '1 second' end
            where id = $1 returning next_attempt_at is null as "givenUp"`,
        values: [id, problem, pauseSeconds],
    });
    return rows[0]?.givenUp ?? false;
}
/** Not more than `mostCounted`. */
export async function countPendingMails(db) {
    const { rows } = await db.query(`select count(*)::int as count
       from (select from mails where next_attempt_at is not null limit ${mostCounted}) counted`);
    return rows[0]?.count ?? 0;
}
/** Three days of attempts and a week in which an operator may have it tried again; no link outlives itself. */
export const purgeableMails = {
    table: "mails",
    condition: "created_at < now() - $1 * interval '1 day' or expires_at < now()",
    value: 10,
};
//# sourceMappingURL=mails.sql.js.map