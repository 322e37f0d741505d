export async function readDatabaseFacts(db) {
    const { rows } = await db.query(`select current_setting('server_version_num')::int as "versionNumber", current_setting('server_version') as version,
            extract(epoch from clock_timestamp())::float8 * 1000 as "clockMs", pg_is_in_recovery() as "isStandby",
            current_setting('default_transaction_read_only') = 'on' as "isReadOnly",
            current_setting('synchronous_commit') as "synchronousCommit", current_setting('fsync') as fsync,
            current_setting('full_page_writes') as "fullPageWrites",
            least(current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                    - coalesce(current_setting('reserved_connections', true)::int, 0),
                  (select nullif(datconnlimit, -1) from pg_database where datname = current_database()),
                  (select nullif(rolconnlimit, -1) from pg_roles where rolname = current_user)) as connections,
            current_setting('server_encoding') as encoding, current_setting('default_transaction_isolation') as isolation,
            (select setting::int from pg_settings where name = 'lock_timeout') as "lockTimeout",
            (select setting::int from pg_settings where name = 'statement_timeout') as "statementTimeout",
            quote_ident(current_user) as role, quote_ident(current_database()) as database,
            quote_ident(current_schema()) as schema, current_setting('search_path') as "searchPath",
            coalesce(has_schema_privilege(current_schema(), 'create'), false) as "mayCreate"`);
    if (rows[0] === undefined)
        throw new Error("PostgreSQL says nothing of itself");
    return rows[0];
}
/** PostgreSQL's clock, milliseconds since 1970. */
export async function readDatabaseClock(db) {
    const { rows } = await db.query("select extract(epoch from clock_timestamp())::float8 * 1000 as clock_ms");
    return rows[0]?.clock_ms ?? Number.NaN;
}
/** Of the last thousand sign-ins within a week. Served by the audit events' primary keys. */
export async function listSignInAddresses(db) {
    const { rows } = await db.query(`select host(address) as address, count(*)::int as "signIns"
       from (select address from audit_events
              where event in ('session.created', 'sign_in.created') and address is not null and at > now() - interval '7 days'
              order by at desc, id desc limit 1000) recent
      group by address order by 2 desc limit 2`);
    return rows;
}
//# sourceMappingURL=facts.sql.js.map