/**
 * The scopes that belong to the issuer, and to no API.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims
 * @see https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess
 */
export const identityScopes = ["openid", "profile", "email", "address", "phone", "offline_access"] as const;

export type IdentityScope = (typeof identityScopes)[number];
