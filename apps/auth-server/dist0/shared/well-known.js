/** Addresses defined by the standards (RFC 8414 §3, OpenID Connect Discovery 1.0 §4, RFC 9728 §3). */
/** The documents' paths under the issuer and the resource. */
export const wellKnown = {
    authorizationServer: "/.well-known/oauth-authorization-server",
    openidConfiguration: "/.well-known/openid-configuration",
    protectedResource: "/.well-known/oauth-protected-resource",
    jwks: "/.well-known/jwks.json",
    /** The status lists are below it, by number. */
    statusLists: "/status",
};
