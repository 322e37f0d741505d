/** The lists, and what is revoked in them. Triggers write the revocations, in the transaction that ends a session. */
import type { Db } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
import { listSize } from "./shuffle.js";

/** A list's seed; makes the list if it is new. Served by status_lists_pkey. */
export async function makeList(db: Db, number: number): Promise<Buffer> {
  // A list that another process makes meanwhile is seen by the next statement.
  for (;;) {
    const { rows } = await db.query<{ seed: Buffer }>(
      `with made as (insert into status_lists (number) values ($1) on conflict do nothing returning seed)
       select seed from made union all select seed from status_lists where number = $1`,
      [number],
    );
    if (rows[0] !== undefined) return rows[0].seed;
  }
}

export interface StoredList {
  readonly seed: Buffer;
  /** Counted from the list's first number, in order. */
  readonly revoked: readonly number[];
}

/** Null if there is no such list. Served by status_lists_pkey and status_revocations_pkey. */
export async function findList(db: Db, number: number): Promise<StoredList | null> {
  const { rows } = await db.query<StoredList>({
    name: "find-status-list",
    text: `select seed, array(
             select (status_index - l.number::bigint * ${listSize})::int from status_revocations
              where status_index >= l.number::bigint * ${listSize} and status_index < (l.number + 1)::bigint * ${listSize}
                and until > now() order by status_index) as revoked
           from status_lists l where number = $1`,
    values: [number],
  });
  return rows[0] ?? null;
}

/** In order. */
export async function listNumbers(db: Db): Promise<number[]> {
  const { rows } = await db.query<{ number: number }>("select number from status_lists order by number");
  return rows.map(({ number }) => number);
}

export const purgeableRevocations: Purgeable = {
  table: "status_revocations",
  condition: "until < now() - $1 * interval '1 second'",
  value: 0,
};
