/**
 * A connection to PostgreSQL whose session settings never depend on the defaults of the server, database or role,
 * with or without a pooler in between.
 *
 * They are set by a statement after connecting, not in the startup message: PgBouncer rejects that for all but a few
 * settings. Behind a transaction pooler, settings last for one transaction only, so there they have to be the role's.
 */

import { DatabaseFault } from "./faults.js";
import pg from "./pg.js";
import { type DatabaseAddress, type DatabaseTarget, type Pooler, parseDatabaseUrl } from "./url.js";

/** Milliseconds; 0 means none. */
export interface StatementLimits {
  readonly lock: number;
  readonly statement: number;
}

export const oldestVersion = 15;

/** How values are written and read. PgBouncer tracks these for each of its clients. */
const formats = { datestyle: "ISO, MDY", timezone: "UTC", standard_conforming_strings: "on" };

export interface ConnectionSettings extends pg.ClientConfig {
  readonly target: DatabaseTarget;
  readonly pooler: Pooler;
  /** For every session. */
  readonly limits: StatementLimits;
  /** For transactions: longer for commands that no client waits for. */
  readonly transactionLimits: StatementLimits;
}

/** Settings for a pool, to be given to `pg.Pool` together with `Connection`. */
export function connectionSettings(
  { url, pooler }: DatabaseAddress,
  limits: StatementLimits,
  transactionLimits: StatementLimits,
): ConnectionSettings {
  const target = parseDatabaseUrl(url);
  const { host, port, user, password, database } = target;
  return {
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    ...(database !== undefined && { database }),
    // If it were always on, servers with certificates for which node-postgres cannot do it (Ed25519) would be
    // unreachable.
    enableChannelBinding: target.channelBinding === "require",
    target,
    pooler,
    limits,
    transactionLimits,
  };
}

export class Connection extends pg.Client {
  /** The statement that opens a transaction on this connection. */
  readonly begin: string;
  /** The process id that PostgreSQL reports at session start. */
  backendPid: number | null = null;
  readonly #settings: ConnectionSettings;
  #version = "";
  #isBound = false;

  constructor(settings: ConnectionSettings) {
    const { tls } = settings.target;
    // The pool makes the password non-enumerable, so that copying its settings leaves it out.
    const { password } = settings;
    super({ ...settings, password, ...(tls && { ssl: tls.options(), sslnegotiation: tls.negotiation }) });
    this.#settings = settings;
    this.begin = beginning(settings);
    // A dying connection reports twice: to the caller, and as an event that ends the process if nobody listens. The
    // pool listens only while the connection is idle, not during setup or between a transaction's statements.
    this.on("error", () => undefined);
    if (settings.pooler === "transaction") this.#leaveStatementsUnnamed();
    this.#listen();
  }

  /** Whether a pooler answers in PostgreSQL's name: it makes up its own process ids. */
  get isPooled(): boolean {
    const { processID } = this as unknown as { processID: number };
    return this.backendPid !== null && this.backendPid !== processID;
  }

  override connect(): Promise<this>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback?: (error: Error) => void): Promise<this> | undefined {
    const connected = new Promise<void>((resolve, reject) => {
      super.connect((error: Error | null) => (error ? reject(error) : resolve()));
    })
      .then(() => this.#setUp())
      .catch((error: unknown) => {
        // node-postgres leaves the socket of a refused connection open, which keeps the process running.
        void this.end();
        socketOf(this).destroy();
        // Node.js attaches the whole rejected certificate, which would end up in the log.
        if (error instanceof Error && "cert" in error) delete error.cert;
        throw error;
      });
    if (callback === undefined) return connected.then(() => this);
    connected.then(() => callback(undefined as unknown as Error), callback);
    return undefined;
  }

  /** The startup message: only what every pooler accepts. Called by node-postgres. */
  getStartupConf(): Record<string, string> {
    const { target, pooler } = this.#settings;
    return {
      user: this.user ?? "",
      database: this.database ?? "",
      application_name: target.applicationName,
      ...(pooler === "transaction" && formats),
      ...(target.startupOptions !== undefined && { options: target.startupOptions }),
    };
  }

  async #setUp(): Promise<void> {
    const { target, pooler, limits } = this.#settings;
    const major = Number.parseInt(this.#version, 10);
    if (major < oldestVersion) throw new DatabaseFault("version", this.#version);
    if (target.channelBinding === "require" && !this.#isBound) throw new DatabaseFault("channel_binding");
    if (pooler === "transaction") return;
    const parameters = [
      ...target.parameters,
      ...Object.entries({ ...formats, ...isolation, ...sessionLimits(limits) }),
    ].map(([name, value]) => `set_config(${pg.escapeLiteral(name)}, ${pg.escapeLiteral(value)}, false)`);
    const { rows } = await this.query<{ pid: number }>(
      `select ${parameters.join(", ")}, pg_backend_pid() as pid`,
    );
    this.backendPid = rows[0]?.pid ?? null;
  }

  #leaveStatementsUnnamed(): void {
    const query = this.query.bind(this) as (...given: unknown[]) => unknown;
    this.query = ((statement: unknown, ...more: unknown[]) =>
      query(
        isNamed(statement) ? { ...statement, name: undefined } : statement,
        ...more,
      )) as typeof this.query;
  }

  #listen(): void {
    const { connection } = this as unknown as { connection: NodeJS.EventEmitter };
    connection.on("parameterStatus", ({ parameterName, parameterValue }: Record<string, string>) => {
      if (parameterName === "server_version") this.#version = parameterValue ?? "";
    });
    this.#refuseToBeAskedForNothing();
    if (this.#settings.target.channelBinding === "require") this.#insistOnBinding(connection);
  }

  /** If the server asks for a password and there is none, node-postgres hangs or throws where nobody catches it. */
  #refuseToBeAskedForNothing(): void {
    const client = this as unknown as { password: unknown };
    if (client.password === null || client.password === undefined)
      client.password = () => {
        throw new DatabaseFault("password_missing");
      };
  }

  /**
   * Refuse to send the password in a form that somebody on the path could use, or without binding it to the TLS
   * connection.
   */
  #insistOnBinding(connection: NodeJS.EventEmitter): void {
    const refuse = () => {
      socketOf(this).destroy();
      connection.emit("error", new DatabaseFault("channel_binding"));
    };
    connection.prependListener("authenticationCleartextPassword", refuse);
    connection.prependListener("authenticationMD5Password", refuse);
    connection.prependListener("authenticationSASL", ({ mechanisms }: { mechanisms: string[] }) => {
      this.#isBound = mechanisms.includes("SCRAM-SHA-256-PLUS") && Boolean(this.#settings.target.tls);
      if (!this.#isBound) refuse();
    });
  }
}

/** Rotation relies on it: the second of two updates of a row re-reads it. */
const isolation = { default_transaction_isolation: "read committed" };

/** The pool takes care of idle connections; one that freezes inside a transaction must release its locks. */
const sessionLimits = ({ lock, statement }: StatementLimits) => ({
  idle_session_timeout: "0",
  idle_in_transaction_session_timeout: "60s",
  lock_timeout: String(lock),
  statement_timeout: String(statement),
});

/** Sent together with `begin`, to save a round trip. */
function beginning({ pooler, limits, transactionLimits }: ConnectionSettings): string {
  if (pooler === "session" && limits === transactionLimits) return "begin";
  const { lock, statement } = transactionLimits;
  return [
    "begin isolation level read committed",
    `set local lock_timeout = ${lock}`,
    `set local statement_timeout = ${statement}`,
    ...(statement === 0 ? ["set local idle_in_transaction_session_timeout = 0"] : []),
  ].join("; ");
}

const isNamed = (statement: unknown): statement is object =>
  typeof statement === "object" && statement !== null && "name" in statement;

const socketOf = (client: unknown) =>
  (client as { connection: { stream: { destroy(): void } } }).connection.stream;
