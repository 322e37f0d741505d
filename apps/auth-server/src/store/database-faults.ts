/** What is wrong with the database, or with the way to it, in one sentence that names the fix. Shows no password. */
import pg from "pg";

/** What is found out here, before PostgreSQL would have said something less useful, or nothing. */
export type FaultKind =
  | "version"
  | "password_missing"
  | "channel_binding"
  | "transaction_pooler"
  | "statement_pooler"
  | "unfit";

const transactionPooler =
  "the pooler in front of PostgreSQL gives each transaction another connection, on which neither prepared statements nor settings outlive it; set DATABASE_POOLER=transaction, or let it pool sessions (pool_mode = session)";

const statementPooler =
  "the pooler in front of PostgreSQL gives each statement another connection and allows no transactions; let it pool sessions (pool_mode = session), or transactions with DATABASE_POOLER=transaction";

const sentences: Readonly<Record<FaultKind, (detail: string) => string>> = {
  version: (detail) => `PostgreSQL is ${detail}, and Regrant needs 15 or later; upgrade it`,
  password_missing: () =>
    "the database wants a password, and DATABASE_URL has none; write it there as postgres://user:password@host/database, or set PGPASSWORD",
  channel_binding: () =>
    "DATABASE_URL has channel_binding=require, and this connection cannot be bound; use sslmode=require or stricter and a password that is stored as scram-sha-256, or leave it out",
  transaction_pooler: () => transactionPooler,
  statement_pooler: () => statementPooler,
  unfit: (detail) => detail,
};

/** A database that cannot be used as it is. Requests are answered as while it is away. */
export class DatabaseFault extends Error {
  override readonly name = "DatabaseFault";
  readonly kind: FaultKind;

  constructor(kind: FaultKind, detail = "") {
    super(sentences[kind](detail));
    this.kind = kind;
  }
}

/** What is so, and what to do. */
type Told = readonly [what: string, remedy: string];

/** Where it is the URL that is to be looked at. */
const inUrl = (what: string, part: string): Told => [what, `check DATABASE_URL: ${part}`];

const unreachable = inUrl(
  "the database does not answer",
  "host and port, and see that PostgreSQL runs and that no firewall is in between",
);
const unknownHost = inUrl("the database's host is not known", "the host, and see that DNS works here");
const refused = inUrl("the database refuses user or password", "user and password");
const untrusted = inUrl(
  "the certificate of the database's server is not trusted",
  "sslmode=verify-full wants sslrootcert=<file> with the CA's certificate, or the server's own where it signed itself",
);
const noTls = inUrl(
  "TLS with the database's server failed",
  "sslmode, and that it is PostgreSQL which listens at this host and port",
);
const inAMoment = "try again in a moment";

/** Errors of Node.js, by their codes. */
const byErrno: Readonly<Record<string, Told>> = {
  ECONNREFUSED: inUrl(
    "nobody listens at the database's address",
    "host and port, and see that PostgreSQL runs",
  ),
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ENOENT: inUrl(
    "there is no such socket",
    "the folder in host, the port at the end of the socket's name, and see that PostgreSQL runs",
  ),
  EACCES: inUrl("this user may not use the database's socket", "the folder in host and its rights"),
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ERR_TLS_CERT_ALTNAME_INVALID: inUrl(
    "the certificate of the database's server is for another name",
    "the host has to be a name in the certificate; with sslmode=verify-ca only the CA counts",
  ),
  CERT_HAS_EXPIRED: ["the certificate of the database's server has expired", "renew it there"],
  EPROTO: noTls,
};

/** Messages of node-postgres, which have no code. */
const byMessage: readonly (readonly [RegExp, Told])[] = [
  [
    /does not support SSL/,
    inUrl("the database's server has no TLS", "write sslmode=disable, or turn ssl on in PostgreSQL"),
  ],
  [/establishing an SSL/, noTls],
  [/timeout/i, unreachable],
  [/^SASL|not a string/, refused],
  [
    /Connection terminated|^Client (was|has)/,
    inUrl(
      "the database closed the connection",
      "host and port, that it is PostgreSQL which listens there, and sslmode",
    ),
  ],
];

/** SQLSTATEs. What PostgreSQL itself said stands behind them. */
const byState: Readonly<Record<string, Told>> = {
  "3D000": inUrl("there is no such database", "the database's name, or make it: create database …"),
  "28P01": refused,
  "28000": inUrl(
    "the database does not let this user in from here",
    "user, database and sslmode (a server that insists on TLS wants sslmode=require or stricter), and PostgreSQL's pg_hba.conf",
  ),
  "08P01": inUrl(
    "PostgreSQL, or the pooler in front of it, does not take the connection",
    "user, database and options; a pooler that refuses a parameter lets it through with ignore_startup_parameters",
  ),
  "42704": inUrl("PostgreSQL does not know a parameter", "options"),
  "25006": inUrl(
    "the database can only be read, as a standby can",
    "the host has to be the primary's, and default_transaction_read_only off",
  ),
  "53300": ["the database has no connection left", "lower DATABASE_POOL_SIZE or raise max_connections"],
  "57P03": ["the database is starting or stopping", inAMoment],
  "55P03": ["somebody else holds a lock for too long", inAMoment],
  "57014": ["a statement took too long", inAMoment],
  "42501": inUrl(
    "this role may not do that",
    "the user; as the tables' owner run: regrant migrate, or grant it the rights that docs/operations/database.md lists",
  ),
  "42P07": [
    "the schema has a table of this name, which is another program's",
    "give Regrant a schema of its own: create schema regrant, then alter role … set search_path = regrant",
  ],
};

/** @returns null where the failure is none of the database's, or of the way to it */
export function explainDatabaseFault(error: unknown): string | null {
  if (error instanceof AggregateError) return explainDatabaseFault(error.errors[0]);
  if (error instanceof DatabaseFault) return error.message;
  if (!(error instanceof Error)) return null;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (error instanceof pg.DatabaseError) {
    if (isStatementLost(error)) return transactionPooler;
    if (isStatementPooled(error)) return statementPooler;
    const told = byState[code] ?? [
      "PostgreSQL refuses a statement",
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

/** A prepared statement that is not there, or is there and was not made by this connection: a pooler's doing. */
export const isStatementLost = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && (error.code === "26000" || error.code === "42P05");

/** PgBouncer's refusal of a transaction. */
export const isStatementPooled = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && /statement pooling/.test(error.message);

/** The codes of OpenSSL's verification, as Node.js has them. */
const isUntrusted = (code: string): boolean =>
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH)/.test(
    code,
  );

/** TLS that fails, which a new certificate or the old CA's can mend: as good as away. */
export function isTlsFailure(error: Error): boolean {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return (
    isUntrusted(code) ||
    /^(EPROTO|ERR_(SSL|TLS|OSSL))/.test(code) ||
    /does not support SSL|establishing an SSL/.test(error.message)
  );
}
