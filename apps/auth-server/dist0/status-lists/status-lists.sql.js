import { listSize } from "./shuffle.js";
/** A list's seed; makes the list if it is new. Served by status_lists_pkey. */
export async function makeList(db, number) {
    // A list that another process makes meanwhile is seen by the next statement.
    for (;;) {
        const { rows } = await db.query(`with made as (insert into status_lists (number) values ($1) on conflict do nothing returning seed)
       select seed from made union all select seed from status_lists where number = $1`, [number]);
        if (rows[0] !== undefined)
            return rows[0].seed;
    }
}
/** Null if there is no such list. Served by status_lists_pkey and status_revocations_pkey. */
export async function findList(db, number) {
    const { rows } = await db.query({
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
export async function listNumbers(db) {
    const { rows } = await db.query("select number from status_lists order by number");
    return rows.map(({ number }) => number);
}
export const purgeableRevocations = {
    table: "status_revocations",
    condition: "until < now() - $1 * interval '1 second'",
    value: 0,
};
//# sourceMappingURL=status-lists.sql.js.map