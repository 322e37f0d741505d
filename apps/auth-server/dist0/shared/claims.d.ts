/** The claims of an access token (RFC 9068 §2.2), as the authorization server issues them and APIs read them. */
import type { SigningAlgorithm } from "./algorithms.js";
/** The JOSE header of every access token (RFC 9068 §2.1). */
export interface AccessTokenHeader {
    readonly typ: "at+jwt";
    readonly alg: SigningAlgorithm;
    /** RFC 7638 thumbprint of the signing key. */
    readonly kid: string;
}
export interface Actor {
    /** The client. */
    readonly sub: string;
    readonly act?: Actor;
}
/** One entry of a Token Status List (draft-ietf-oauth-status-list §6.2). */
export type StatusListReference = {
    idx: number;
    uri: string;
};
export type AccessTokenClaims = {
    /** The issuer, compared as a string. */
    iss: string;
    /** The user's id, or the client's id where no user takes part. */
    sub: string;
    /** The resource (RFC 8707). */
    aud: string | Array<string>;
    /** Seconds since 1970. */
    exp: number;
    /** Seconds since 1970. */
    iat: number;
    jti: string;
    client_id: string;
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
