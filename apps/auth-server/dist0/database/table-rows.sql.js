/** Rows per table of this schema, partitions included in their parent; 0 if not analyzed yet. */
export async function estimateTableRows(db) {
    const { rows } = await db.query(`select coalesce(i.inhparent::regclass, c.oid::regclass)::text as table, sum(greatest(c.reltuples, 0))::float8 as rows
       from pg_class c left join pg_inherits i on i.inhrelid = c.oid
      where c.relnamespace = (select relnamespace from pg_class where oid = to_regclass('clients')) and c.relkind = 'r'
      group by 1 order by 1`);
    return rows;
}
//# sourceMappingURL=table-rows.sql.js.map