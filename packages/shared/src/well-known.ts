/** Addresses that the standards fix (RFC 8414 §3, RFC 9728 §3). */

/** Where the two documents are, under the issuer and under the resource. */
export const wellKnown = {
  authorizationServer: "/.well-known/oauth-authorization-server",
  protectedResource: "/.well-known/oauth-protected-resource",
  jwks: "/.well-known/jwks.json",
} as const;
