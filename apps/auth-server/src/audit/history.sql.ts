/** What of the audit is about one user, for that user. Joins clients for the apps' names. */
import type { Db } from "../database/database.js";
import { partsOf, timeKey } from "../database/parts.sql.js";

export interface HistoryEvent {
  readonly id: string;
  readonly at: Date;
  readonly event: string;
  readonly reason: string | null;
  /** Somebody else did it: an operator, or a program of theirs. */
  readonly isAdministrators: boolean;
  /** Null if it is about no app, or one that is gone. */
  readonly clientName: string | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly detail: Readonly<Record<string, unknown>> | null;
  /** The cursor of the next page. */
  readonly key: string;
}

/** Events that are passed over, such as a stranger's guesses, can be many: a page reads no more rows than these. */
const mostRead = 5000;

/**
 * A user's events with these names, without those for the reasons left out, the newest first, after this key. Served by
 * audit_events_user_id and clients_pkey.
 *
 * @returns `readUntil`: where to go on if there are fewer than `limit` only because so many were passed over
 */
export async function listHistory(
  db: Db,
  userId: string,
  which: { readonly events: readonly string[]; readonly exceptReasons: readonly string[] },
  after: string | null,
  limit: number,
): Promise<{ readonly found: HistoryEvent[]; readonly readUntil: string | null }> {
  const { rows } = await db.query<HistoryEvent & { isTold: boolean }>(
    `with read as materialized (
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
     order by at desc, id desc`,
    [userId, ...partsOf(after), which.events, which.exceptReasons, limit],
  );
  const found = rows.filter(({ isTold }) => isTold);
  return { found, readUntil: rows.find(({ isTold }) => !isTold)?.key ?? null };
}
