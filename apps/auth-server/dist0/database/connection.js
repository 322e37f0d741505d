/**
 * A connection to PostgreSQL whose session settings never depend on the defaults of the server, database or role,
 * with or without a pooler in between.
 *
 * They are set by a statement after connecting, not in the startup message: PgBouncer rejects that for all but a few
 * settings. Behind a transaction pooler, settings last for one transaction only, so there they have to be the role's.
 */
import pg from "pg";
import { DatabaseFault } from "./faults.js";
import { parseDatabaseUrl } from "./url.js";
export const oldestVersion = 15;
/** How values are written and read. PgBouncer tracks these for each of its clients. */
const formats = { datestyle: "ISO, MDY", timezone: "UTC", standard_conforming_strings: "on" };
/** Settings for a pool, to be given to `pg.Pool` together with `Connection`. */
export function connectionSettings({ url, pooler }, limits, transactionLimits) {
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
    begin;
    /** The process id that PostgreSQL reports at session start. */
    backendPid = null;
    #settings;
    #version = "";
    #isBound = false;
    constructor(settings) {
        const { tls } = settings.target;
        // The pool makes the password non-enumerable, so that copying its settings leaves it out.
        const { password } = settings;
        super({ ...settings, password, ...(tls && { ssl: tls.options(), sslnegotiation: tls.negotiation }) });
        this.#settings = settings;
        this.begin = beginning(settings);
        // A dying connection reports twice: to the caller, and as an event that ends the process if nobody listens. The
        // pool listens only while the connection is idle, not during setup or between a transaction's statements.
        this.on("error", () => undefined);
        if (settings.pooler === "transaction")
            this.#leaveStatementsUnnamed();
        this.#listen();
    }
    /** Whether a pooler answers in PostgreSQL's name: it makes up its own process ids. */
    get isPooled() {
        const { processID } = this;
        return this.backendPid !== null && this.backendPid !== processID;
    }
    connect(callback) {
        const connected = new Promise((resolve, reject) => {
            super.connect((error) => (error ? reject(error) : resolve()));
        })
            .then(() => this.#setUp())
            .catch((error) => {
            // node-postgres leaves the socket of a refused connection open, which keeps the process running.
            void this.end();
            socketOf(this).destroy();
            // Node.js attaches the whole rejected certificate, which would end up in the log.
            if (error instanceof Error && "cert" in error)
                delete error.cert;
            throw error;
        });
        if (callback === undefined)
            return connected.then(() => this);
        connected.then(() => callback(undefined), callback);
        return undefined;
    }
    /** The startup message: only what every pooler accepts. Called by node-postgres. */
    getStartupConf() {
        const { target, pooler } = this.#settings;
        return {
            user: this.user ?? "",
            database: this.database ?? "",
            application_name: target.applicationName,
            ...(pooler === "transaction" && formats),
            ...(target.startupOptions !== undefined && { options: target.startupOptions }),
        };
    }
    async #setUp() {
        const { target, pooler, limits } = this.#settings;
        const major = Number.parseInt(this.#version, 10);
        if (major < oldestVersion)
            throw new DatabaseFault("version", this.#version);
        if (target.channelBinding === "require" && !this.#isBound)
            throw new DatabaseFault("channel_binding");
        if (pooler === "transaction")
            return;
        const parameters = [
            ...target.parameters,
            ...Object.entries({ ...formats, ...isolation, ...sessionLimits(limits) }),
        ].map(([name, value]) => `set_config(${pg.escapeLiteral(name)}, ${pg.escapeLiteral(value)}, false)`);
        const { rows } = await this.query(`select ${parameters.join(", ")}, pg_backend_pid() as pid`);
        this.backendPid = rows[0]?.pid ?? null;
    }
    #leaveStatementsUnnamed() {
        const query = this.query.bind(this);
        this.query = ((statement, ...more) => query(isNamed(statement) ? { ...statement, name: undefined } : statement, ...more));
    }
    #listen() {
        const { connection } = this;
        connection.on("parameterStatus", ({ parameterName, parameterValue }) => {
            if (parameterName === "server_version")
                this.#version = parameterValue ?? "";
        });
        this.#refuseToBeAskedForNothing();
        if (this.#settings.target.channelBinding === "require")
            this.#insistOnBinding(connection);
    }
    /** If the server asks for a password and there is none, node-postgres hangs or throws where nobody catches it. */
    #refuseToBeAskedForNothing() {
        const client = this;
        if (client.password === null || client.password === undefined)
            client.password = () => {
                throw new DatabaseFault("password_missing");
            };
    }
    /**
     * Refuse to send the password in a form that somebody on the path could use, or without binding it to the TLS
     * connection.
     */
    #insistOnBinding(connection) {
        const refuse = () => {
            socketOf(this).destroy();
            connection.emit("error", new DatabaseFault("channel_binding"));
        };
        connection.prependListener("authenticationCleartextPassword", refuse);
        connection.prependListener("authenticationMD5Password", refuse);
        connection.prependListener("authenticationSASL", ({ mechanisms }) => {
            this.#isBound = mechanisms.includes("SCRAM-SHA-256-PLUS") && Boolean(this.#settings.target.tls);
            if (!this.#isBound)
                refuse();
        });
    }
}
/** Rotation relies on it: the second of two updates of a row re-reads it. */
const isolation = { default_transaction_isolation: "read committed" };
/** The pool takes care of idle connections; one that freezes inside a transaction must release its locks. */
const sessionLimits = ({ lock, statement }) => ({
    idle_session_timeout: "0",
    idle_in_transaction_session_timeout: "60s",
    lock_timeout: String(lock),
    statement_timeout: String(statement),
});
/** Sent together with `begin`, to save a round trip. */
function beginning({ pooler, limits, transactionLimits }) {
    if (pooler === "session" && limits === transactionLimits)
        return "begin";
    const { lock, statement } = transactionLimits;
    return [
        "begin isolation level read committed",
        `set local lock_timeout = ${lock}`,
        `set local statement_timeout = ${statement}`,
        ...(statement === 0 ? ["set local idle_in_transaction_session_timeout = 0"] : []),
    ].join("; ");
}
const isNamed = (statement) => typeof statement === "object" && statement !== null && "name" in statement;
const socketOf = (client) => client.connection.stream;
//# sourceMappingURL=connection.js.map