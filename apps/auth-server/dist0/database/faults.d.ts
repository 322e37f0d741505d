/** Faults found by Regrant before PostgreSQL reports something less helpful, or nothing. */
export type FaultKind = "version" | "password_missing" | "channel_binding" | "transaction_pooler" | "statement_pooler" | "unfit";
/** A database that cannot be used as it is. Requests get the same answer as while it is away. */
export declare class DatabaseFault extends Error {
    readonly name = "DatabaseFault";
    readonly kind: FaultKind;
    constructor(kind: FaultKind, detail?: string);
}
/** @returns null if the failure has nothing to do with the database or the connection */
export declare function explainDatabaseFault(error: unknown): string | null;
/**
 * Whether a prepared statement is missing, or exists without this connection having made it: the work of a pooler.
 */
export declare const isStatementLost: (error: unknown) => boolean;
/** Whether PgBouncer refused a transaction. */
export declare const isStatementPooled: (error: unknown) => boolean;
/** Whether TLS failed in a way that a new certificate or the previous CA can fix: treated like an absent database. */
export declare function isTlsFailure(error: Error): boolean;
