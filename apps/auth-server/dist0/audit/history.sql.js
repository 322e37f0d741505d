import { partsOf, timeKey } from "../database/parts.sql.js";
/** Events that are passed over, such as a stranger's guesses, can be many: a page reads no more rows than these. */
const mostRead = 5000;
/**
 * A user's events with these names, without those for the reasons left out, the newest first, after this key. Served by
 * audit_events_user_id and clients_pkey.
 *
 * @returns `readUntil`: where to go on if there are fewer than `limit` only because so many were passed over
 */
export async function listHistory(db, userId, which, after, limit) {
    const { rows } = await db.query(`with read as materialized (
       select id, at, event, reason, actor, client_id, address, user_agent, detail,
              event = any ($4::text[]) and (reason is null or reason <> all ($5::text[])) as told,
              row_number() over (order by at desc, id desc) as position
         from audit_events
        where user_id = $1 and ($2::timestamptz is null or (at, id) < ($2, $3::bigint))
        order by at desc, id desc limit ${mostRead})
     select r.id, r.at, r.event, r.reason, r.actor is not null as "isAdministrators", c.name as "clientName",
            host(r.address) as address, r.user_agent as "userAgent", r.detail, r.told as "isTold",
            ${timeKey("r.at", "r.id")} as key
       from (select * from read where told order by at desc, id desc limit $6) r left join clients c on c.client_id = r.client_id
     union all
     select id, at, event, reason, false, null, null, null, null, false, ${timeKey("at", "id")}
       from read where position = ${mostRead}
     order by at desc, id desc`, [userId, ...partsOf(after), which.events, which.exceptReasons, limit]);
    const found = rows.filter(({ isTold }) => isTold);
    return { found, readUntil: rows.find(({ isTold }) => !isTold)?.key ?? null };
}
//# sourceMappingURL=history.sql.js.map