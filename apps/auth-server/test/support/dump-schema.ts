/** The schema of a database as SQL, read from PostgreSQL's catalog. */
import type { Db } from "../../src/database/database.js";

const dump = `
  select format(E'create table %I (\\n%s\\n)%s;%s', t.relname,
           (select string_agg(line, E',\\n' order by rank, line)
              from (select a.attnum::int as rank, format('  %I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                           case when a.attidentity <> '' then ' generated always as identity' else '' end,
                           coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''),
                           case when a.attnotnull then ' not null' else '' end) as line
                      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                     where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
                    union all
                    select 10000, format('  constraint %I %s', c.conname, pg_get_constraintdef(c.oid))
                      from pg_constraint c where c.conrelid = t.oid and c.contype in ('p', 'u', 'c', 'f')) lines),
           coalesce(' with (' || array_to_string(t.reloptions, ', ') || ')', ''),
           coalesce((select string_agg(format(E'\\n%s;', pg_get_indexdef(i.indexrelid)), '' order by i.indexrelid::regclass::text)
              from pg_index i where i.indrelid = t.oid
               and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u'))), '')
           || coalesce((select string_agg(format(E'\\n%s;\\n%s;', trim(E'\\n' from pg_get_functiondef(g.tgfoid)), pg_get_triggerdef(g.oid)), '' order by g.tgname)
              from pg_trigger g where g.tgrelid = t.oid and not g.tgisinternal), '')
         ) as sql
    from pg_class t
   where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p') and not t.relispartition
     and t.relname <> 'schema_migrations'
   order by t.relname`;

/** Every table with its columns, constraints, storage options, indexes and triggers, in a fixed order. */
export async function dumpSchema(db: Db): Promise<string> {
  const { rows } = await db.query<{ sql: string }>(dump);
  const head =
    "-- What the migrations add up to. Written by test/database/schema.test.ts: vitest run schema --update\n";
  return [head, ...rows.map(({ sql }) => `${sql}\n`)].join("\n");
}
