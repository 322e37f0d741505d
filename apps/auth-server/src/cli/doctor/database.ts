/** PostgreSQL: whether it is the one that is meant, keeps what it confirms, and can be written to. */
import type { AuditMonths } from "../../store/audit-partitions.js";
import { oldestVersion } from "../../store/connection.js";
import { findUnfit, noEncoding, type Unfit } from "../../store/database-check.js";
import type { DatabaseFacts } from "../../store/database-facts.js";
import type { Tls } from "../../store/database-tls.js";
import type { Pooler } from "../../store/database-url.js";
import { error, type Finding, ok, warning } from "./finding.js";

export interface DatabaseState {
  readonly facts: DatabaseFacts;
  readonly pendingMigrations: readonly string[];
  /** This machine's clock when the database read its own, milliseconds since 1970. */
  readonly nowMs: number;
  /** DATABASE_POOL_SIZE; null where the settings could not be read. */
  readonly poolSize: number | null;
  readonly pooler: Pooler;
  /** Whether process ids are those of something in between; null where that cannot be told. */
  readonly isPooled: boolean | null;
  /** What DATABASE_URL says of TLS; null where it says nothing. */
  readonly tls: Pick<Tls, "verifies" | "options"> | null;
  /** Null where there are no tables yet, or nothing is missing. */
  readonly missingRights: Unfit | null;
  /** Null where there are no tables yet. */
  readonly months: AuditMonths | null;
}

/** What resource servers allow between the clocks by default, and what is worth a word before that. */
const clockErrorSeconds = 5;
const clockWarningSeconds = 1;

export const databaseChecks: readonly ((state: DatabaseState) => Finding | Finding[])[] = [
  ({ facts: { version, versionNumber } }) =>
    versionNumber >= oldestVersion * 10_000
      ? ok("database_version", `The database answers: PostgreSQL ${version}.`)
      : error(
          "database_version",
          `PostgreSQL is ${version}, which is older than Regrant is made for.`,
          `Upgrade PostgreSQL to ${oldestVersion} or later.`,
        ),

  ({ pendingMigrations: pending }) =>
    pending.length === 0
      ? ok("migrations", "The schema is the one of this version.")
      : error("migrations", `The schema lacks ${pending.join(", ")}.`, "Run: regrant migrate"),

  ({ facts: { isStandby, isReadOnly } }) => {
    if (isStandby) {
      return error(
        "database_writable",
        "DATABASE_URL leads to a standby: it can be read, and nobody can sign in or refresh.",
        "Point DATABASE_URL to the primary.",
      );
    }
    return isReadOnly
      ? error(
          "database_writable",
          "default_transaction_read_only is on: nobody can sign in or refresh.",
          "Turn it off for this database and its role: alter database … reset default_transaction_read_only",
        )
      : ok("database_writable", "The database can be written to.");
  },

  ({ facts }) => {
    const off = [
      ["synchronous_commit", facts.synchronousCommit],
      ["fsync", facts.fsync],
      ["full_page_writes", facts.fullPageWrites],
    ].flatMap(([name, value]) => (value === "off" ? [name] : []));
    return off.length === 0
      ? ok("durability", "What the database confirms is on disk.")
      : error(
          "durability",
          `${off.join(", ")} ${off.length === 1 ? "is" : "are"} off: after a crash, sessions are behind their clients, which are then refused (refresh_token_ahead), and revocations are forgotten.`,
          "Turn it on in postgresql.conf, or with: alter system set … = on",
        );
  },

  ({ facts: { clockMs }, nowMs }) => {
    const apart = Math.abs(clockMs - nowMs) / 1000;
    const message = `This machine's clock and the database's are ${apart.toFixed(1)} seconds apart`;
    const remedy = "Run NTP on both machines.";
    if (apart > clockErrorSeconds) {
      return error("clock", `${message}: APIs may refuse tokens as not yet valid or expired.`, remedy);
    }
    return apart > clockWarningSeconds
      ? warning("clock", `${message}.`, remedy)
      : ok("clock", "This machine's clock and the database's agree.");
  },

  ({ facts: { connections }, poolSize }) => {
    if (poolSize === null) return ok("connections", `PostgreSQL allows ${connections} connections.`);
    const message = `PostgreSQL allows ${connections} connections, and one replica takes up to ${poolSize}`;
    if (poolSize > connections) {
      return error("connections", `${message}.`, "Lower DATABASE_POOL_SIZE or raise max_connections.");
    }
    return poolSize * 2 > connections
      ? warning(
          "connections",
          `${message}: a second replica, or a new version that starts beside the old one, does not fit.`,
          "Lower DATABASE_POOL_SIZE or raise max_connections.",
        )
      : ok("connections", `${message}: room for ${Math.floor(connections / poolSize)}.`);
  },

  ({ facts }) => {
    const unfit = findUnfit(facts).map(({ check, message, remedy }) => error(check, message, remedy));
    if (unfit.length > 0) return unfit;
    const { schema, encoding } = facts;
    return encoding === noEncoding
      ? warning(
          "encoding",
          `The database's encoding is ${encoding}: names are kept as they come, and other programs can put in what is no UTF-8.`,
          "For the next one: create database regrant encoding 'UTF8' template template0",
        )
      : ok("schema", `The tables are in the schema ${schema}, and the database's encoding is UTF8.`);
  },

  ({ missingRights, facts: { role } }) =>
    missingRights === null
      ? ok("rights", `The role ${role} may read and write every table that is there.`)
      : error(missingRights.check, missingRights.message, missingRights.remedy),

  ({ months, facts: { role } }) => {
    if (months === null) return [];
    const remedy = "As the tables' owner run: regrant purge, once a month or more often";
    const missing = months.missing.join(", ");
    if (!months.mayChange)
      return warning(
        "audit_months",
        `The role ${role} may not make or drop months of audit events${missing === "" ? "" : `, and there is none for ${missing}`}: events of a month that nobody made gather in audit_events_default, and old months stay.`,
        `${remedy}.`,
      );
    return missing === ""
      ? ok("audit_months", "Audit events have their months, this one and the next two.")
      : warning(
          "audit_months",
          `Audit events have no month for ${missing}.`,
          `${remedy}, and see that a server purges.`,
        );
  },

  ({ tls }) => {
    if (tls === null || tls.verifies === "name")
      return ok(
        "tls",
        tls === null
          ? "DATABASE_URL asks for no TLS."
          : "The database's certificate is checked, and its name.",
      );
    if (tls.verifies === "authority")
      return ok("tls", "The database's certificate is checked, but not its name (sslmode=verify-ca).");
    return tls.options() === false
      ? ok("tls", "TLS to the database is off (sslmode=disable).")
      : warning(
          "tls",
          "The connection to the database is encrypted, and the server's certificate is not checked: whoever sits on the way can pass himself off as the database.",
          "Write sslmode=verify-full into DATABASE_URL, and sslrootcert=<file> with the CA's certificate.",
        );
  },

  ({ pooler, isPooled, facts: { isolation, lockTimeout, statementTimeout, role, database } }) => {
    if (pooler === "session")
      return ok(
        "pooler",
        isPooled ? "A pooler is in between, which pools sessions." : "No pooler is in between.",
      );
    const off = [
      ...(lockTimeout > 0 && lockTimeout <= roleLimits.lock ? [] : [`lock_timeout = '${roleLimits.lock}ms'`]),
      ...(statementTimeout > 0 && statementTimeout <= roleLimits.statement
        ? []
        : [`statement_timeout = '${roleLimits.statement}ms'`]),
      ...(isolation === "read committed" ? [] : ["default_transaction_isolation = 'read committed'"]),
    ];
    return off.length === 0
      ? ok("pooler", "Transactions are pooled, and the role's settings are those that sessions would have.")
      : warning(
          "pooler",
          "With DATABASE_POOLER=transaction no session can set its limits, and the role's are others: a statement may hold its connection for longer than anybody waits for it.",
          `Run: ${off.map((setting) => `alter role ${role} in database ${database} set ${setting}`).join("; ")}.`,
        );
  },
];

/** What a session sets for itself where it can. Milliseconds. */
const roleLimits = { lock: 1300, statement: 1400 };
