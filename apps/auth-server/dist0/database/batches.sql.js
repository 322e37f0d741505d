/** Counting stops here. */
export const mostCounted = 100_000;
/** Small enough for the statement timeout. */
export const deleteBatch = 1000;
/** The column that refers to the owner, and its value. */
function ownerColumn(owner) {
    if ("userId" in owner)
        return { column: "user_id", value: owner.userId };
    return "clientId" in owner
        ? { column: "client_id", value: owner.clientId }
        : { column: "resource", value: owner.resource };
}
/** `condition` is SQL without parameters. */
export async function countRowsOf(db, table, owner, condition = "true") {
    const { column, value } = ownerColumn(owner);
    const { rows } = await db.query(`select count(*)::int as count
       from (select from ${table} where ${column} = $1 and ${condition} limit ${mostCounted}) counted`, [value]);
    return rows[0]?.count ?? 0;
}
/** Outside a transaction each batch is its own. `wait` false: skips rows that a request has locked. */
export async function deleteRowsOf(db, table, owner, wait) {
    const { column, value } = ownerColumn(owner);
    const chosen = `select ctid from ${table} where ${column} = $1 limit ${deleteBatch} for update skip locked`;
    // A row that was updated while it was waited for has another ctid, which this statement would not see. Few are left to wait for.
    const which = wait ? `${column} = $1` : `ctid = any (array(${chosen}))`;
    const text = `delete from ${table} where ${which}`;
    while ((await db.query(text, [value])).rowCount) {
        // the next batch
    }
}
//# sourceMappingURL=batches.sql.js.map