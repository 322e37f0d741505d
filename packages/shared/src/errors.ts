/**
 * The error codes of RFC 6749 §5.2, RFC 6750 §3.1, RFC 7009 §2.2.1 and RFC 8707 §2, as one class and one table.
 *
 * `code` is the wire's `error`; `reason` identifies the check that failed (see reasons.ts).
 */
import type { Reason } from "./reasons.js";

/** The HTTP status of each error code. Statuses are chosen only here. */
export const statusOf = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  invalid_target: 400,
  unsupported_response_type: 400,
  unsupported_token_type: 400,
  access_denied: 400,
  login_required: 400,
  consent_required: 400,
  request_not_supported: 400,
  request_uri_not_supported: 400,
  invalid_token: 401,
  insufficient_scope: 403,
  too_many_requests: 429,
  temporarily_unavailable: 503,
  server_error: 500,
} as const;

export type ErrorCode = keyof typeof statusOf;

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
