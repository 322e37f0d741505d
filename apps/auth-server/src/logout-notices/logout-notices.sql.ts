/**
 * Ended sessions that their clients have to be told of: inserted by a trigger of sessions (migration 0016), deleted once the
 * client knows. Joins clients for their addresses. Times are the database's.
 */
import type { SigningAlgorithm } from "@regrant/shared";
import { deleteRowsOf, mostCounted } from "../database/batches.sql.js";
import type { Db } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";

/** A client that has to be told of something now. */
export interface DueClient {
  readonly clientId: string;
  /** How often in a row it could not be reached. */
  readonly failures: number;
  /** What its logout tokens are signed with: as its ID tokens (OpenID Connect Back-Channel Logout §2.4). */
  readonly alg: SigningAlgorithm;
  /** The FAPI 2.0 Security Profile lets nothing stand in for `alg`. */
  readonly profile: "default" | "fapi2";
}

/**
 * Clients with notices that are due, and no pause. One step through logout_notices_client for each client that has any,
 * however many it has.
 */
export async function findDueClients(db: Db): Promise<DueClient[]> {
  const { rows } = await db.query<DueClient>({
    name: "find-due-clients",
    text: `
      with recursive waiting (client_id) as (
        select min(client_id) from logout_notices
        union all
        select (select min(n.client_id) from logout_notices n where n.client_id > w.client_id)
          from waiting w where w.client_id is not null)
      select w.client_id as "clientId", coalesce(p.failures, 0) as failures,
              c.id_token_signed_response_alg as alg, c.profile
        from waiting w join clients c on c.client_id = w.client_id left join logout_pauses p on p.client_id = w.client_id
       where c.backchannel_logout_uri is not null and (p.until is null or p.until <= now())
         and exists (select from logout_notices n where n.client_id = w.client_id and n.next_attempt_at <= now())`,
  });
  return rows;
}

export interface LogoutNotice {
  readonly id: string;
  readonly userId: string;
  readonly sessionId: string;
  /** With the one that now begins. */
  readonly attempts: number;
  readonly uri: string;
}

/** Longer than an attempt takes. Then the notice is due again: whoever claimed it is gone. */
const leaseSeconds = 15;

/** Nobody relies on what has just been written: at worst a client is told again. So the commit does not wait for the disk. */
const withoutWaiting = "set_config('synchronous_commit', 'off', true)";

/** Claim the notices that have waited longest; no other replica gets them. Served by logout_notices_client. */
export async function claimNotices(db: Db, clientId: string, most: number): Promise<LogoutNotice[]> {
  const { rows } = await db.query<LogoutNotice>({
    name: "claim-logout-notices",
    text: `
      update logout_notices n
         set attempts = n.attempts + 1, next_attempt_at = now() + ${leaseSeconds} * interval '1 second'
        from clients c, ${withoutWaiting}
       where c.client_id = n.client_id and c.backchannel_logout_uri is not null
         and n.id = any (array(select id from logout_notices where client_id = $1 and next_attempt_at <= now()
                                order by next_attempt_at limit $2 for update skip locked))
      returning n.id, n.user_id as "userId", n.session_id as "sessionId", n.attempts, c.backchannel_logout_uri as uri`,
    values: [clientId, most],
  });
  return rows;
}

/** Delete what the client has been told of; it can be reached again. */
export async function deleteTold(db: Db, clientId: string, ids: readonly string[]): Promise<void> {
  await db.query({
    name: "delete-told",
    text: `with told as (delete from logout_notices where id = any ($1)),
                pause as (delete from logout_pauses where client_id = $2)
           select ${withoutWaiting}`,
    values: [ids, clientId],
  });
}

/** Clients are told for this long. */
const giveUpAfter = "interval '24 hours'";

/** Record a failed attempt. @returns whether the notice is given up */
export async function recordFailure(
  db: Db,
  id: string,
  problem: string,
  pauseSeconds: number,
): Promise<boolean> {
  const { rows } = await db.query<{ givenUp: boolean }>({
    name: "record-logout-failure",
    text: `update logout_notices
              set last_problem = $2,
                  next_attempt_at = case when created_at > now() - ${giveUpAfter} then now() + $3 * interval '1 second' end
             from ${withoutWaiting}
            where id = $1 returning next_attempt_at is null as "givenUp"`,
    values: [id, problem, pauseSeconds],
  });
  return rows[0]?.givenUp ?? false;
}

const givenUpAtOnce = 1000;

/**
 * Leave a client alone that cannot be reached, and give up all that it should have been told of a day ago. If two replicas
 * have found out at the same time, that counts once.
 *
 * @returns how many notices are given up
 */
export async function pauseClient(
  db: Db,
  { clientId, failures }: Pick<DueClient, "clientId" | "failures">,
  problem: string,
  pauseSeconds: number,
): Promise<number> {
  await db.query(
    `insert into logout_pauses (client_id, failures, until) values ($1, $2, now() + $3 * interval '1 second')
     on conflict (client_id) do update set failures = excluded.failures, until = excluded.until
      where logout_pauses.until <= now()`,
    [clientId, failures, pauseSeconds],
  );
  for (let givenUp = 0; ; ) {
    const { rowCount } = await db.query(
      `update logout_notices set next_attempt_at = null, last_problem = $2
        where id = any (array(select id from logout_notices
                               where client_id = $1 and next_attempt_at <= now() and created_at <= now() - ${giveUpAfter}
                               limit ${givenUpAtOnce} for update skip locked))`,
      [clientId, problem],
    );
    givenUp += rowCount ?? 0;
    if ((rowCount ?? 0) < givenUpAtOnce) return givenUp;
  }
}

/** Not more than `mostCounted`. */
export async function countPendingNotices(db: Db): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count
       from (select from logout_notices where next_attempt_at is not null limit ${mostCounted}) counted`,
  );
  return rows[0]?.count ?? 0;
}

/** A client that is deleted is told of nothing. Outside a transaction, in batches. */
export const deleteNoticesOf = (db: Db, clientId: string, wait: boolean): Promise<void> =>
  deleteRowsOf(db, "logout_notices", { clientId }, wait);

/** A day of attempts and a week in which an operator may have them made again. */
export const purgeableNotices: Purgeable = {
  table: "logout_notices",
  condition: "created_at < now() - $1 * interval '1 day'",
  value: 8,
};
