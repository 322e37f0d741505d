/** A finding of `regrant doctor`: severity, message and remedy. */
export interface Finding {
    /** Stable, for programs. */
    readonly check: string;
    readonly severity: "ok" | "warning" | "error";
    readonly message: string;
    /** Null if there is nothing to do. */
    readonly remedy: string | null;
}
export declare const ok: (check: string, message: string) => Finding;
/** It works, but may cause trouble. */
export declare const warning: (check: string, message: string, remedy: string) => Finding;
/** It does not work, or is not safe. */
export declare const error: (check: string, message: string, remedy: string) => Finding;
