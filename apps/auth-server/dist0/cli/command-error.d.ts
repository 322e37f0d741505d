export declare class CommandError extends Error {
    readonly name = "CommandError";
    /** 1: failed. 2: wrong usage. */
    readonly exitCode: 1 | 2;
    constructor(message: string, options?: {
        readonly exitCode?: 1 | 2;
        readonly cause?: unknown;
    });
}
/** Explains why a month of audit events could not be created or dropped. */
export declare function explainBusyMonths(cause: unknown): never;
