/**
 * The scopes of OpenID Connect. They belong to no resource: a client that is registered with them may add them to a request for
 * any of its resources.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims
 */
export const identityScopes = ["openid", "profile", "email", "address", "phone", "offline_access"] as const;

export const isIdentityScope = (scope: string): boolean =>
  identityScopes.some((identityScope) => identityScope === scope);
