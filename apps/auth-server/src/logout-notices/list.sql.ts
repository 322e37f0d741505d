/** Operators' view of logout notices. */
import type { Db } from "../database/database.js";
import { conditionsOf } from "../database/parts.sql.js";

export interface ListedNotice {
  readonly id: string;
  readonly clientId: string;
  readonly userId: string;
  readonly sessionId: string;
  /** Why the session ended: an `EndReason`, or `deleted`. */
  readonly reason: string;
  readonly createdAt: Date;
  readonly attempts: number;
  /** Null: given up. */
  readonly nextAttemptAt: Date | null;
  readonly lastProblem: string | null;
}

interface Which {
  readonly clientId?: string | undefined;
  /** Only those given up. */
  readonly givenUp?: boolean | undefined;
}

/** Oldest first. While its client pauses, the next attempt is not before the end of the pause. */
export async function listNotices(
  db: Db,
  { clientId, givenUp }: Which,
  limit: number,
): Promise<ListedNotice[]> {
  const { sql, values } = conditionsOf(
    [
      ["client_id = ", clientId],
      ["(next_attempt_at is null) = ", givenUp],
    ],
    1,
  );
  const { rows } = await db.query<ListedNotice>(
    `select n.id, client_id as "clientId", n.user_id as "userId", n.session_id as "sessionId", n.reason,
            n.created_at as "createdAt", n.attempts, n.last_problem as "lastProblem",
            case when next_attempt_at is not null then greatest(next_attempt_at, p.until) end as "nextAttemptAt"
       from logout_notices n left join logout_pauses p using (client_id)
      where true${sql} order by n.created_at, n.id limit $1`,
    [limit, ...values],
  );
  return rows;
}

/** Have all notices sent now, also those given up, which get one more attempt. @returns how many there are */
export async function retryNotices(db: Db, clientId: string | undefined): Promise<number> {
  const { sql, values } = conditionsOf([["client_id = ", clientId]], 0);
  await db.query(`delete from logout_pauses where true${sql}`, [...values]);
  const { rowCount } = await db.query(`update logout_notices set next_attempt_at = now() where true${sql}`, [
    ...values,
  ]);
  return rowCount ?? 0;
}
