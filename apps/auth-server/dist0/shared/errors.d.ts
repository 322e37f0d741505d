/** A refusal: `code` is the wire's `error`; `reason` identifies the check that failed (see reasons.ts). */
import { type ErrorCode } from "./error-codes.js";
import type { Reason } from "./reasons.js";
export interface OAuthErrorOptions {
    /** A stable id of the failed check, explained in docs/errors.md. */
    readonly reason: Reason;
    /** The underlying error. Logged, never sent. */
    readonly cause?: unknown;
    /** Overrides the table's status if HTTP has a better one (404, 405). */
    readonly status?: number;
    /** Additional headers, such as `www-authenticate` or `retry-after`. */
    readonly headers?: Readonly<Record<string, string>>;
}
/**
 * A refusal. Thrown where the fault is found, answered by the app's error handler.
 *
 * `message` is sent as `error_description`, so it must be safe to show; RFC 6749 §5.2 allows printable ASCII without
 * `"` and `\`.
 */
export declare class OAuthError extends Error {
    readonly name = "OAuthError";
    readonly code: ErrorCode;
    readonly reason: Reason;
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    constructor(code: ErrorCode, description: string, options: OAuthErrorOptions);
}
