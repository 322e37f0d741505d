/**
 * The scopes that belong to the issuer, and to no API.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims
 * @see https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess
 */
export const identityScopes = ["openid", "profile", "email", "address", "phone", "offline_access"];
/** A client that is registered with them may add them to a request for any of its resources. */
export const isIdentityScope = (scope) => identityScopes.some((identityScope) => identityScope === scope);
//# sourceMappingURL=identity-scopes.js.map