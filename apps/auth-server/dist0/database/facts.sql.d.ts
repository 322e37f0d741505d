/** PostgreSQL's own facts, for `regrant doctor`. */
import type { Db } from "./database.js";
export interface DatabaseFacts {
    /** 180001 for 18.1. */
    readonly versionNumber: number;
    readonly version: string;
    /** PostgreSQL's clock, milliseconds since 1970. */
    readonly clockMs: number;
    readonly isStandby: boolean;
    readonly isReadOnly: boolean;
    readonly synchronousCommit: string;
    readonly fsync: string;
    readonly fullPageWrites: string;
    /** Connections available to this role: the lowest limit of server, database and role. */
    readonly connections: number;
    readonly encoding: string;
    readonly isolation: string;
    /** Milliseconds; 0 means none. */
    readonly lockTimeout: number;
    readonly statementTimeout: number;
    /** Quoted for SQL. */
    readonly role: string;
    readonly database: string;
    /** The first usable schema of the search path; null if there is none. */
    readonly schema: string | null;
    readonly searchPath: string;
    /** Whether the role may create tables in it. */
    readonly mayCreate: boolean;
}
export declare function readDatabaseFacts(db: Db): Promise<DatabaseFacts>;
/** PostgreSQL's clock, milliseconds since 1970. */
export declare function readDatabaseClock(db: Db): Promise<number>;
/** Addresses that users signed in from, at most two: seeing only one is the warning sign. */
export interface SignInAddress {
    readonly address: string;
    readonly signIns: number;
}
/** Of the last thousand sign-ins within a week. Served by the audit events' primary keys. */
export declare function listSignInAddresses(db: Db): Promise<SignInAddress[]>;
