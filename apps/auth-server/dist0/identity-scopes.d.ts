/**
 * The scopes that belong to the issuer, and to no API.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims
 * @see https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess
 */
export declare const identityScopes: readonly ["openid", "profile", "email", "address", "phone", "offline_access"];
export type IdentityScope = (typeof identityScopes)[number];
/** A client that is registered with them may add them to a request for any of its resources. */
export declare const isIdentityScope: (scope: string) => boolean;
