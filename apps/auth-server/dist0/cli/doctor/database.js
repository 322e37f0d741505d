import { findUnfit, noEncoding } from "../../database/check.sql.js";
import { oldestVersion } from "../../database/connection.js";
import { error, ok, warning } from "./finding.js";
/** The clock tolerance of resource servers by default, and a threshold for a warning. */
const clockErrorSeconds = 5;
const clockWarningSeconds = 1;
export const databaseChecks = [
    ({ facts: { version, versionNumber } }) => versionNumber >= oldestVersion * 10_000
        ? ok("database_version", `The database is PostgreSQL ${version}.`)
        : error("database_version", `PostgreSQL ${version} is too old for Regrant.`, `Upgrade PostgreSQL to ${oldestVersion} or later.`),
    ({ pendingMigrations: pending }) => pending.length === 0
        ? ok("migrations", "The schema is up to date.")
        : error("migrations", `Pending migrations: ${pending.join(", ")}.`, "Run: regrant migrate"),
    ({ facts: { isStandby, isReadOnly } }) => {
        if (isStandby) {
            return error("database_writable", "DATABASE_URL leads to a read-only standby: nobody can sign in or refresh.", "Point DATABASE_URL at the primary.");
        }
        return isReadOnly
            ? error("database_writable", "default_transaction_read_only is on: nobody can sign in or refresh.", "Turn it off for this database and its role: alter database … reset default_transaction_read_only")
            : ok("database_writable", "The database is writable.");
    },
    ({ facts }) => {
        const off = [
            ["synchronous_commit", facts.synchronousCommit],
            ["fsync", facts.fsync],
            ["full_page_writes", facts.fullPageWrites],
        ].flatMap(([name, value]) => (value === "off" ? [name] : []));
        return off.length === 0
            ? ok("durability", "The database writes commits to disk.")
            : error("durability", `${off.join(", ")} ${off.length === 1 ? "is" : "are"} off: a crash can undo refreshes and revocations, after which clients are refused (refresh_token_ahead) and ended sessions reopen.`, "Turn it on in postgresql.conf, or with: alter system set … = on");
    },
    ({ facts: { clockMs }, nowMs }) => {
        const apart = Math.abs(clockMs - nowMs) / 1000;
        const message = `This machine's clock and the database's are ${apart.toFixed(1)} seconds apart`;
        const remedy = "Run NTP on both machines.";
        if (apart > clockErrorSeconds) {
            return error("clock", `${message}: APIs may refuse tokens as expired or not yet valid.`, remedy);
        }
        return apart > clockWarningSeconds
            ? warning("clock", `${message}.`, remedy)
            : ok("clock", "This machine's clock and the database's agree.");
    },
    ({ facts: { connections }, poolSize }) => {
        if (poolSize === null)
            return ok("connections", `PostgreSQL allows ${connections} connections.`);
        const message = `PostgreSQL allows ${connections} connections, and one replica takes up to ${poolSize}`;
        if (poolSize > connections) {
            return error("connections", `${message}.`, "Lower DATABASE_POOL_SIZE or raise max_connections.");
        }
        return poolSize * 2 > connections
            ? warning("connections", `${message}: there is no room for a second replica, or for a new version during an upgrade.`, "Lower DATABASE_POOL_SIZE or raise max_connections.")
            : ok("connections", `${message}: room for ${Math.floor(connections / poolSize)}.`);
    },
    ({ facts }) => {
        const unfit = findUnfit(facts).map(({ check, message, remedy }) => error(check, message, remedy));
        if (unfit.length > 0)
            return unfit;
        const { schema, encoding } = facts;
        return encoding === noEncoding
            ? warning("encoding", `The database's encoding is ${encoding}: PostgreSQL does not check that text is UTF-8.`, "For a new database: create database regrant encoding 'UTF8' template template0")
            : ok("schema", `The tables are in the schema ${schema}, and the database's encoding is UTF8.`);
    },
    ({ missingRights, facts: { role } }) => missingRights === null
        ? ok("rights", `The role ${role} can read and write every table.`)
        : error(missingRights.check, missingRights.message, missingRights.remedy),
    ({ months, facts: { role } }) => {
        if (months === null)
            return [];
        const remedy = "Run regrant purge as the owner of the tables, at least once a month";
        const missing = months.missing.join(", ");
        if (!months.mayChange)
            return warning("audit_months", `The role ${role} cannot create or drop monthly partitions of audit events${missing === "" ? "" : `; missing are ${missing}`}. Events without a partition collect in audit_events_default, and old partitions stay.`, `${remedy}.`);
        return missing === ""
            ? ok("audit_months", "Audit events have partitions for this month and the next two.")
            : warning("audit_months", `Audit events have no partition for ${missing}.`, `${remedy}, and check that a server purges.`);
    },
    ({ tls }) => {
        if (tls === null || tls.verifies === "name")
            return ok("tls", tls === null
                ? "DATABASE_URL does not ask for TLS."
                : "The database's certificate and name are verified.");
        if (tls.verifies === "authority")
            return ok("tls", "The database's certificate is verified, but not its name (sslmode=verify-ca).");
        return tls.options() === false
            ? ok("tls", "TLS to the database is off (sslmode=disable).")
            : warning("tls", "The connection to the database is encrypted, but the server's certificate is not verified: a man in the middle can impersonate the database.", "Add sslmode=verify-full to DATABASE_URL, and sslrootcert=<file> with the CA's certificate.");
    },
    ({ pooler, isPooled, facts: { isolation, lockTimeout, statementTimeout, role, database } }) => {
        if (pooler === "session")
            return ok("pooler", isPooled
                ? "A session-pooling proxy is in front of the database."
                : "No pooler is in front of the database.");
        const off = [
            ...(lockTimeout > 0 && lockTimeout <= roleLimits.lock ? [] : [`lock_timeout = '${roleLimits.lock}ms'`]),
            ...(statementTimeout > 0 && statementTimeout <= roleLimits.statement
                ? []
                : [`statement_timeout = '${roleLimits.statement}ms'`]),
            ...(isolation === "read committed" ? [] : ["default_transaction_isolation = 'read committed'"]),
        ];
        return off.length === 0
            ? ok("pooler", "Transactions are pooled, and the role has the settings that sessions need.")
            : warning("pooler", "With DATABASE_POOLER=transaction, sessions cannot set their limits, and the role's limits differ: a statement may hold a connection longer than any client waits.", `Run: ${off.map((setting) => `alter role ${role} in database ${database} set ${setting}`).join("; ")}.`);
    },
];
/** What sessions set for themselves without such a pooler. Milliseconds. */
const roleLimits = { lock: 1300, statement: 1400 };
//# sourceMappingURL=database.js.map