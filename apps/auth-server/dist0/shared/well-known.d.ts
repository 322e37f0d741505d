/** Addresses defined by the standards (RFC 8414 §3, OpenID Connect Discovery 1.0 §4, RFC 9728 §3). */
/** The documents' paths under the issuer and the resource. */
export declare const wellKnown: {
    readonly authorizationServer: "/.well-known/oauth-authorization-server";
    readonly openidConfiguration: "/.well-known/openid-configuration";
    readonly protectedResource: "/.well-known/oauth-protected-resource";
    readonly jwks: "/.well-known/jwks.json";
    /** The status lists are below it, by number. */
    readonly statusLists: "/status";
};
