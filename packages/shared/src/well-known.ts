/** Addresses defined by the standards (RFC 8414 §3, RFC 9728 §3). */

/** The documents' paths under the issuer and the resource. */
export const wellKnown = {
  authorizationServer: "/.well-known/oauth-authorization-server",
  protectedResource: "/.well-known/oauth-protected-resource",
  jwks: "/.well-known/jwks.json",
} as const;
