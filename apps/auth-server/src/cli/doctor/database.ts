/** PostgreSQL: whether it is the one that is meant, keeps what it confirms, and can be written to. */
import type { DatabaseFacts } from "../../store/database-facts.js";
import { error, type Finding, ok, warning } from "./finding.js";

export interface DatabaseState {
  readonly facts: DatabaseFacts;
  readonly pendingMigrations: readonly string[];
  /** This machine's clock when the database read its own, milliseconds since 1970. */
  readonly nowMs: number;
  /** DATABASE_POOL_SIZE; null where the settings could not be read. */
  readonly poolSize: number | null;
}

const oldestVersion = 14;
/** What resource servers allow between the clocks by default, and what is worth a word before that. */
const clockErrorSeconds = 5;
const clockWarningSeconds = 1;

export const databaseChecks: readonly ((state: DatabaseState) => Finding)[] = [
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
];
