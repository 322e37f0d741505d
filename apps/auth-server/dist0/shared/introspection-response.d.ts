/** The introspection response (RFC 7662 §2.2). */
/** Only `active` if false; with the token's claims if true. A refresh token has no token_type. */
export type IntrospectionResponse = {
    active: boolean;
    token_type?: "Bearer";
    /** The user's e-mail address. */
    username?: string;
} & {
    /** The issuer, compared as a string. */
    iss?: string;
    /** The user's id, or the client's id where no user takes part. */
    sub?: string;
    /** The resource (RFC 8707). */
    aud?: string | Array<string>;
    /** Seconds since 1970. */
    exp?: number;
    /** Seconds since 1970. */
    iat?: number;
    jti?: string;
    client_id?: string;
    /** Space-separated (RFC 6749 §3.3). */
    scope?: string;
    /** The user's roles (RFC 9068 §2.2.3.1). */
    roles?: Array<string>;
    /** The session's id. */
    sid?: string;
    /** When the user signed in, seconds since 1970. */
    auth_time?: number;
    /** How strongly the user was authenticated: 1 or 2 factors (RFC 9470 §6.1). */
    acr?: string;
    /** Who acts for the user (RFC 8693 §4.1), the last one outermost. */
    act?: import("./claims.js").Actor;
    /** The thumbprint of the key that the token works with (RFC 9449 §6.1). */
    cnf?: {
        jkt: string;
    };
    /** Where its revocation is published. */
    status?: {
        status_list: {
            idx: number;
            uri: string;
        };
    };
};
