/**
 * A connection to PostgreSQL whose session settings never depend on the defaults of the server, database or role,
 * with or without a pooler in between.
 *
 * They are set by a statement after connecting, not in the startup message: PgBouncer rejects that for all but a few
 * settings. Behind a transaction pooler, settings last for one transaction only, so there they have to be the role's.
 */
import pg from "pg";
import { type DatabaseAddress, type DatabaseTarget, type Pooler } from "./url.js";
/** Milliseconds; 0 means none. */
export interface StatementLimits {
    readonly lock: number;
    readonly statement: number;
}
export declare const oldestVersion = 15;
export interface ConnectionSettings extends pg.ClientConfig {
    readonly target: DatabaseTarget;
    readonly pooler: Pooler;
    /** For every session. */
    readonly limits: StatementLimits;
    /** For transactions: longer for commands that no client waits for. */
    readonly transactionLimits: StatementLimits;
}
/** Settings for a pool, to be given to `pg.Pool` together with `Connection`. */
export declare function connectionSettings({ url, pooler }: DatabaseAddress, limits: StatementLimits, transactionLimits: StatementLimits): ConnectionSettings;
export declare class Connection extends pg.Client {
    #private;
    /** The statement that opens a transaction on this connection. */
    readonly begin: string;
    /** The process id that PostgreSQL reports at session start. */
    backendPid: number | null;
    constructor(settings: ConnectionSettings);
    /** Whether a pooler answers in PostgreSQL's name: it makes up its own process ids. */
    get isPooled(): boolean;
    connect(): Promise<this>;
    connect(callback: (error: Error) => void): void;
    /** The startup message: only what every pooler accepts. Called by node-postgres. */
    getStartupConf(): Record<string, string>;
}
