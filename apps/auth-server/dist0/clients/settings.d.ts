/** The settings of a client. A new one is an entry here, and a migration for its column. */
import { type ValuesOf } from "../administration/settings.js";
/** A JWK Set as the client sent it, checked to hold public keys only. */
export interface ClientKeys {
    readonly keys: readonly Readonly<Record<string, unknown>>[];
}
export declare const clientSettings: {
    name: import("../administration/settings.js").Setting<string, string, "client_name">;
    grantTypes: import("../administration/settings.js").Setting<readonly string[], readonly string[], "grant_types">;
    scope: import("../administration/settings.js").Setting<readonly string[], string, "scope">;
    /** URIs of registered resources. The first is the default (RFC 8707 §2). */
    resources: import("../administration/settings.js").Setting<readonly string[], readonly string[], "resources">;
    firstParty: import("../administration/settings.js").Setting<boolean, boolean, "first_party">;
    redirectUris: import("../administration/settings.js").Setting<readonly string[], readonly string[], "redirect_uris">;
    allowUndottedSchemes: import("../administration/settings.js").Setting<boolean, boolean, "allow_undotted_schemes">;
    /** `cookie`: the refresh token travels in an HttpOnly cookie only (browser apps). */
    refreshTokenDelivery: import("../administration/settings.js").Setting<"body" | "cookie", "body" | "cookie", "refresh_token_delivery">;
    allowedOrigins: import("../administration/settings.js").Setting<readonly string[], readonly string[], "allowed_origins">;
    pkce: import("../administration/settings.js").Setting<"nonce" | "optional" | "required", "nonce" | "optional" | "required", "pkce">;
    /** `scope`: the claims of `profile`, `email` … are in the ID token, not only at the userinfo endpoint. */
    idTokenClaims: import("../administration/settings.js").Setting<"requested" | "scope", "requested" | "scope", "id_token_claims">;
    postLogoutRedirectUris: import("../administration/settings.js").Setting<readonly string[], readonly string[], "post_logout_redirect_uris">;
    backchannelLogoutUri: import("../administration/settings.js").Setting<string | null, string | null, "backchannel_logout_uri">;
    /** Pairs of resources with a space between: of the subject token, of the new one. */
    mayExchange: import("../administration/settings.js").Setting<readonly string[], readonly string[], "may_exchange">;
    idTokenSignedResponseAlg: import("../administration/settings.js").Setting<"ES256" | "EdDSA" | "PS256" | "RS256", "ES256" | "EdDSA" | "PS256" | "RS256", "id_token_signed_response_alg">;
    /** RFC 7591 §2; for private_key_jwt. Not together with `jwks_uri`. */
    jwks: import("../administration/settings.js").Setting<ClientKeys | null, ClientKeys | null, "jwks">;
    jwksUri: import("../administration/settings.js").Setting<string | null, string | null, "jwks_uri">;
    /** `token_endpoint`: beside the issuer, for clients from before draft-ietf-oauth-rfc7523bis. */
    assertionAudience: import("../administration/settings.js").Setting<"issuer" | "token_endpoint", "issuer" | "token_endpoint", "assertion_audience">;
    requireDpop: import("../administration/settings.js").Setting<boolean, boolean, "require_dpop">;
    requirePar: import("../administration/settings.js").Setting<boolean, boolean, "require_par">;
    profile: import("../administration/settings.js").Setting<"default" | "fapi2", "default" | "fapi2", "profile">;
    requireMfa: import("../administration/settings.js").Setting<boolean, boolean, "require_mfa">;
    accessTokenSeconds: import("../administration/settings.js").Setting<number | null, number | null, "access_token_seconds">;
    sessionIdleSeconds: import("../administration/settings.js").Setting<number | null, number | null, "session_idle_seconds">;
    sessionAbsoluteSeconds: import("../administration/settings.js").Setting<number | null, number | null, "session_absolute_seconds">;
    onAddressChange: import("../administration/settings.js").Setting<"ignore" | "log" | "revoke" | null, "ignore" | "log" | "revoke" | null, "on_address_change">;
    refreshBurst: import("../administration/settings.js").Setting<number | null, number | null, "refresh_burst">;
    onRefreshBurst: import("../administration/settings.js").Setting<"log" | "revoke" | null, "log" | "revoke" | null, "on_refresh_burst">;
};
/** What a client's settings are to the server. */
export type ClientSettings = ValuesOf<typeof clientSettings>;
