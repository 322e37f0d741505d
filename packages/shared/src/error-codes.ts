/**
 * The error codes of RFC 6749 §5.2, RFC 6750 §3.1, RFC 7009 §2.2.1, RFC 7591 §3.2.2, RFC 8628 §3.5, RFC 8707 §2, RFC 9101 §7,
 * RFC 9449 §12.2, RFC 9470 §3, OpenID Connect Core 1.0 §3.1.2.6 and OpenID Connect Core Error Code
 * unmet_authentication_requirements 1.0.
 */

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
  authorization_pending: 400,
  slow_down: 400,
  expired_token: 400,
  login_required: 400,
  consent_required: 400,
  unmet_authentication_requirements: 400,
  request_not_supported: 400,
  request_uri_not_supported: 400,
  invalid_request_uri: 400,
  invalid_dpop_proof: 400,
  use_dpop_nonce: 400,
  invalid_redirect_uri: 400,
  invalid_client_metadata: 400,
  invalid_token: 401,
  insufficient_user_authentication: 401,
  insufficient_scope: 403,
  too_many_requests: 429,
  temporarily_unavailable: 503,
  server_error: 500,
} as const;

export type ErrorCode = keyof typeof statusOf;
