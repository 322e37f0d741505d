/**
 * The error codes of RFC 6749 §5.2, RFC 6750 §3.1, RFC 7009 §2.2.1, RFC 7591 §3.2.2, RFC 8628 §3.5, RFC 8707 §2, RFC 9101 §7, RFC 9449 §12.2, RFC 9470 §3, OpenID Connect
 * Core 1.0 §3.1.2.6 and OpenID Connect Core Error Code unmet_authentication_requirements 1.0.
 */
/** The HTTP status of each error code. Statuses are chosen only here. */
export declare const statusOf: {
    readonly invalid_request: 400;
    readonly invalid_client: 401;
    readonly invalid_grant: 400;
    readonly unauthorized_client: 400;
    readonly unsupported_grant_type: 400;
    readonly invalid_scope: 400;
    readonly invalid_target: 400;
    readonly unsupported_response_type: 400;
    readonly unsupported_token_type: 400;
    readonly access_denied: 400;
    readonly authorization_pending: 400;
    readonly slow_down: 400;
    readonly expired_token: 400;
    readonly login_required: 400;
    readonly consent_required: 400;
    readonly unmet_authentication_requirements: 400;
    readonly request_not_supported: 400;
    readonly request_uri_not_supported: 400;
    readonly invalid_request_uri: 400;
    readonly invalid_dpop_proof: 400;
    readonly use_dpop_nonce: 400;
    readonly invalid_redirect_uri: 400;
    readonly invalid_client_metadata: 400;
    readonly invalid_token: 401;
    readonly insufficient_user_authentication: 401;
    readonly insufficient_scope: 403;
    readonly too_many_requests: 429;
    readonly temporarily_unavailable: 503;
    readonly server_error: 500;
};
export type ErrorCode = keyof typeof statusOf;
