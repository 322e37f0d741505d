/** The database's clock, to the microsecond. */
export async function readClock(db) {
    const { rows } = await db.query("select clock_timestamp()::text as now");
    return rows[0]?.now ?? "";
}
/** `and …` for each condition that is set; `from` parameters precede them. */
export function conditionsOf(conditions, from) {
    const set = conditions.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
    return {
        sql: set.map(({ sql }, index) => ` and ${sql}$${from + index + 1}`).join(""),
        values: set.map(({ value }) => value),
    };
}
/** SQL for a list's cursor: this time, to the microsecond, and the id. */
export const timeKey = (time, id) => `to_char(${time} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || ' ' || ${id}`;
/** A cursor's time and id; two nulls for the first page. */
export const partsOf = (key) => {
    const [time = null, id = null] = key?.split(" ") ?? [];
    return [time, id];
};
//# sourceMappingURL=parts.sql.js.map