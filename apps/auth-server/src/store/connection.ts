/**
 * One connection to PostgreSQL, set up so that nothing of what the code takes for granted hangs on the settings of a server,
 * a database or a role; with a pooler in between or without.
 *
 * Settings are made by a statement after the connection, not in its first message: PgBouncer refuses that with all but a
 * handful of them. Behind a pooler of transactions they cannot be made for longer than one, and are the role's.
 */
import pg from "pg";
import { DatabaseFault } from "./database-faults.js";
import { type DatabaseAddress, type DatabaseTarget, type Pooler, parseDatabaseUrl } from "./database-url.js";

/** Milliseconds; 0: none. */
export interface StatementLimits {
  readonly lock: number;
  readonly statement: number;
}

export const oldestVersion = 15;

/** How values are written and read, whatever the role's settings are. PgBouncer keeps these for each of its clients. */
const formats = { datestyle: "ISO, MDY", timezone: "UTC", standard_conforming_strings: "on" };

export interface ConnectionSettings extends pg.ClientConfig {
  readonly target: DatabaseTarget;
  readonly pooler: Pooler;
  /** What every session has. */
  readonly limits: StatementLimits;
  /** What a transaction has: more, for commands that no client waits for. */
  readonly transactionLimits: StatementLimits;
}

/** What a pool of connections is made with; to be given to `pg.Pool` with `Connection`. */
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
    // By itself it would keep out servers with certificates for which node-postgres cannot do it (Ed25519).
    enableChannelBinding: target.channelBinding === "require",
    target,
    pooler,
    limits,
    transactionLimits,
  };
}

export class Connection extends pg.Client {
  /** The statement that opens a transaction here. */
  readonly begin: string;
  /** PostgreSQL's process, as it says itself when a session is set up. */
  backendPid: number | null = null;
  readonly #settings: ConnectionSettings;
  #version = "";
  #isBound = false;

  constructor(settings: ConnectionSettings) {
    const { tls } = settings.target;
    // The pool hides the password from whoever copies its settings.
    const { password } = settings;
    super({ ...settings, password, ...(tls && { ssl: tls.options(), sslnegotiation: tls.negotiation }) });
    this.#settings = settings;
    this.begin = beginning(settings);
    // A connection that dies says so twice: to whoever asked, and as an event that would end the process if nobody listened.
    // The pool listens only while the connection is idle: not while it is set up, nor between a transaction's statements.
    this.on("error", () => undefined);
    if (settings.pooler === "transaction") this.#leaveStatementsUnnamed();
    this.#listen();
  }

  /** Whether something between answers in PostgreSQL's name: it gives out process ids of its own. */
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
        // node-postgres leaves the socket of a connection that was refused open, and with it the process running.
        void this.end();
        socketOf(this).destroy();
        // Of a certificate that is refused Node.js appends all of it, which no log needs.
        if (error instanceof Error && "cert" in error) delete error.cert;
        throw error;
      });
    if (callback === undefined) return connected.then(() => this);
    connected.then(() => callback(undefined as unknown as Error), callback);
    return undefined;
  }

  /** The first message: nothing in it but what every pooler lets through. Called by node-postgres. */
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

  /** Where the server wants a password and there is none, node-postgres hangs, or throws where nobody catches it. */
  #refuseToBeAskedForNothing(): void {
    const client = this as unknown as { password: unknown };
    if (client.password === null || client.password === undefined)
      client.password = () => {
        throw new DatabaseFault("password_missing");
      };
  }

  /** No password in a form that somebody on the way could use, and no session that was not bound to the TLS connection. */
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

/** Two updates of a row, of which the second looks at it again: what a rotation relies on. */
const isolation = { default_transaction_isolation: "read committed" };

/** An idle connection is the pool's business; whoever freezes inside a transaction gives its locks back. */
const sessionLimits = ({ lock, statement }: StatementLimits) => ({
  idle_session_timeout: "0",
  idle_in_transaction_session_timeout: "60s",
  lock_timeout: String(lock),
  statement_timeout: String(statement),
});

/** In the message that opens the transaction, so that nobody waits for an answer more. */
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
