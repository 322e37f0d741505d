/** A refusal: `code` is the wire's `error`; `reason` identifies the check that failed (see reasons/). */
import { type ErrorCode, statusOf } from "./error-codes.js";
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

const brand = Symbol.for("regrant.OAuthError");

/**
 * A refusal. Thrown where the fault is found, answered by the app's error handler.
 *
 * `message` is sent as `error_description`, so it must be safe to show; RFC 6749 §5.2 allows printable ASCII without
 * `"` and `\`.
 */
export class OAuthError extends Error {
  override readonly name = "OAuthError";
  readonly code: ErrorCode;
  readonly reason: Reason;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, description: string, options: OAuthErrorOptions) {
    super(description, { cause: options.cause });
    this.code = code;
    this.reason = options.reason;
    this.status = options.status ?? statusOf[code];
    this.headers = options.headers ?? {};
    Object.defineProperty(this, brand, { value: true });
  }
}

/**
 * An app can load several copies of this class, because each published package contains one, as ESM and as CommonJS.
 * So `instanceof` checks a brand; subclasses keep their own check.
 */
Object.defineProperty(OAuthError, Symbol.hasInstance, {
  value(this: unknown, value: unknown): boolean {
    if (this !== OAuthError) return Function.prototype[Symbol.hasInstance].call(this as never, value);
    return typeof value === "object" && value !== null && brand in value;
  },
});
