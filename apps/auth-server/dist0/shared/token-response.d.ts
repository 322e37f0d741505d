/** Responses of the token endpoint (RFC 6749 §5.1, §5.2). */
export type TokenResponse = {
    access_token: string;
    /** DPoP: bound to the key of the request's proof (RFC 9449 §5). */
    token_type: "Bearer" | "DPoP";
    /** Seconds. */
    expires_in: number;
    /** Of a token exchange (RFC 8693 §2.2.1). */
    issued_token_type?: string;
    refresh_token?: string;
    /** For the scope openid (OpenID Connect Core 1.0 §3.1.3.3, §12.2). */
    id_token?: string;
    /** The access token's scope, where it has one. */
    scope?: string;
};
export type ErrorResponse = {
    error: string;
    error_description: string;
    /** Leads to the reason's entry in docs/errors.md. */
    error_uri?: string;
};
