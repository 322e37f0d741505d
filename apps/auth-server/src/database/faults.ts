/**
 * Explains what is wrong with the database or the connection to it, in one sentence with the remedy. Never shows the
 * password.
 */
import pg from "./pg.js";

/** Faults found by Regrant before PostgreSQL reports something less helpful, or nothing. */
export type FaultKind =
  | "version"
  | "password_missing"
  | "channel_binding"
  | "transaction_pooler"
  | "statement_pooler"
  | "unfit";

const transactionPooler =
  "the pooler in front of PostgreSQL pools transactions, so prepared statements and settings are lost; set DATABASE_POOLER=transaction, or make it pool sessions (pool_mode = session)";

const statementPooler =
  "the pooler in front of PostgreSQL pools statements and allows no transactions; make it pool sessions (pool_mode = session), or transactions with DATABASE_POOLER=transaction";

const sentences: Readonly<Record<FaultKind, (detail: string) => string>> = {
  version: (detail) => `PostgreSQL is ${detail}, but Regrant needs 15 or later; upgrade it`,
  password_missing: () =>
    "the database asks for a password, but DATABASE_URL has none; write postgres://user:password@host/database, or set PGPASSWORD",
  channel_binding: () =>
    "DATABASE_URL has channel_binding=require, which this connection does not support; use sslmode=require or stricter and a scram-sha-256 password, or remove it",
  transaction_pooler: () => transactionPooler,
  statement_pooler: () => statementPooler,
  unfit: (detail) => detail,
};

/** A database that cannot be used as it is. Requests get the same answer as while it is away. */
export class DatabaseFault extends Error {
  override readonly name = "DatabaseFault";
  readonly kind: FaultKind;

  constructor(kind: FaultKind, detail = "") {
    super(sentences[kind](detail));
    this.kind = kind;
  }
}

/** The fault and its remedy. */
type Told = readonly [what: string, remedy: string];

/** For faults in the URL. */
const inUrl = (what: string, part: string): Told => [what, `check DATABASE_URL: ${part}`];

const unreachable = inUrl(
  "the database does not answer",
  "host and port, that PostgreSQL is running, and that no firewall is in between",
);
const unknownHost = inUrl("the database's host name does not resolve", "the host, and that DNS works here");
const refused = inUrl("the database rejects the user or password", "user and password");
const untrusted = inUrl(
  "the database's certificate is not trusted",
  "sslmode=verify-full needs sslrootcert=<file> with the CA's certificate, or the server's own if self-signed",
);
const noTls = inUrl(
  "the TLS connection to the database failed",
  "sslmode, and that PostgreSQL listens on this host and port",
);
const inAMoment = "try again in a moment";

/** Node.js error codes. */
const byErrno: Readonly<Record<string, Told>> = {
  ECONNREFUSED: inUrl(
    "nothing is listening on the database's address",
    "host and port, and that PostgreSQL is running",
  ),
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ENOENT: inUrl(
    "the database's socket does not exist",
    "the directory in host, the port in the socket's name, and that PostgreSQL is running",
  ),
  EACCES: inUrl("permission denied on the database's socket", "the directory in host and its permissions"),
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ERR_TLS_CERT_ALTNAME_INVALID: inUrl(
    "the database's certificate is for another name",
    "host must be a name in the certificate; sslmode=verify-ca checks the CA only",
  ),
  CERT_HAS_EXPIRED: ["the database's certificate has expired", "renew it"],
  EPROTO: noTls,
};

/** node-postgres messages, which have no code. */
const byMessage: readonly (readonly [RegExp, Told])[] = [
  [
    /does not support SSL/,
    inUrl("the database does not support TLS", "use sslmode=disable, or enable ssl in PostgreSQL"),
  ],
  [/establishing an SSL/, noTls],
  [/timeout/i, unreachable],
  [/^SASL|not a string/, refused],
  [
    /Connection terminated|^Client (was|has)/,
    inUrl("the database closed the connection", "host and port, that PostgreSQL listens there, and sslmode"),
  ],
];

/** SQLSTATEs; PostgreSQL's own message is appended. */
const byState: Readonly<Record<string, Told>> = {
  "3D000": inUrl("the database does not exist", "its name, or create it: create database …"),
  "28P01": refused,
  "28000": inUrl(
    "the database does not accept this user from here",
    "user, database, sslmode (a server that insists on TLS needs sslmode=require or stricter), and PostgreSQL's pg_hba.conf",
  ),
  "08P01": inUrl(
    "PostgreSQL, or the pooler in front of it, rejects the connection",
    "user, database and options; if a pooler rejects a parameter, add it to ignore_startup_parameters",
  ),
  "42704": inUrl("PostgreSQL does not know a parameter", "options"),
  "25006": inUrl(
    "the database is read-only, like a standby",
    "host must be the primary, and default_transaction_read_only off",
  ),
  "53300": ["the database has no free connections", "lower DATABASE_POOL_SIZE or raise max_connections"],
  "57P03": ["the database is starting or stopping", inAMoment],
  "55P03": ["another client held a lock for too long", inAMoment],
  "57014": ["a statement took too long", inAMoment],
  "42501": inUrl(
    "this role may not do that",
    "the user; as the tables' owner run: regrant migrate, or grant it the rights that docs/operations/database.md lists",
  ),
  "42P07": [
    "another program has a table of this name in the schema",
    "give Regrant a schema of its own: create schema regrant, then alter role … set search_path = regrant",
  ],
};

/** @returns null if the failure has nothing to do with the database or the connection */
export function explainDatabaseFault(error: unknown): string | null {
  if (error instanceof AggregateError) return explainDatabaseFault(error.errors[0]);
  if (error instanceof DatabaseFault) return error.message;
  if (!(error instanceof Error)) return null;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (error instanceof pg.DatabaseError) {
    if (isStatementLost(error)) return transactionPooler;
    if (isStatementPooled(error)) return statementPooler;
    const told = byState[code] ?? [
      "PostgreSQL rejects a statement",
      "that it leads to Regrant's own database",
    ];
    return sentence(told, error.message);
  }
  if (code in byErrno) return sentence(byErrno[code] as Told, error.message);
  if (isUntrusted(code)) return sentence(untrusted, error.message);
  if (/^ERR_(SSL|TLS|OSSL)/.test(code)) return sentence(noTls, error.message);
  const [, told] = byMessage.find(([pattern]) => pattern.test(error.message)) ?? [];
  return told === undefined ? null : sentence(told, error.message);
}

const sentence = ([what, remedy]: Told, detail: string): string =>
  `${what}; ${remedy} (${detail.split("\n")[0]})`;

/**
 * Whether a prepared statement is missing, or exists without this connection having made it: the work of a pooler.
 */
export const isStatementLost = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && (error.code === "26000" || error.code === "42P05");

/** Whether PgBouncer refused a transaction. */
export const isStatementPooled = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && /statement pooling/.test(error.message);

/** OpenSSL's verification errors, by Node.js's codes. */
const isUntrusted = (code: string): boolean =>
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH)/.test(
    code,
  );

/** Whether TLS failed in a way that a new certificate or the previous CA can fix: treated like an absent database. */
export function isTlsFailure(error: Error): boolean {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return (
    isUntrusted(code) ||
    /^(EPROTO|ERR_(SSL|TLS|OSSL))/.test(code) ||
    /does not support SSL|establishing an SSL/.test(error.message)
  );
}
