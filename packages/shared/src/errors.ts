/**
 * The error vocabulary of RFC 6749 §5.2, RFC 6750 §3.1, RFC 7009 §2.2.1 and RFC 8707 §2, as one class and one table.
 *
 * `code` is the wire's `error`; `reason` says which check failed, one id per way of failing (see reasons.ts).
 */
import type { Reason } from "./reasons.js";

/** From error code to HTTP status. The one place where a status is chosen. */
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
  /** Stable id of what failed; leads to its entry in docs/errors.md. */
  readonly reason: Reason;
  /** What lies beneath. Logged, never sent. */
  readonly cause?: unknown;
  /** Overrides the table's status where HTTP has a better one (404, 405). */
  readonly status?: number;
  /** Headers that belong to the answer, such as `www-authenticate` or `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
}

const brand = Symbol.for("regrant.OAuthError");

/**
 * A refusal. Thrown once, where it is found, and answered by the app's one error handler.
 *
 * `message` is sent as `error_description` and has to be safe to show; RFC 6749 §5.2 allows it printable
 * ASCII without `"` and `\`.
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
 * An app can load several copies of this class: published packages contain one each, as a module and as CommonJS. Subclasses
 * inherit this, and are asked for by themselves.
 */
Object.defineProperty(OAuthError, Symbol.hasInstance, {
  value(this: unknown, value: unknown): boolean {
    if (this !== OAuthError) return Function.prototype[Symbol.hasInstance].call(this as never, value);
    return typeof value === "object" && value !== null && brand in value;
  },
});
