/** The settings of a client. A new one is an entry here, and a migration for its column. */
import { signingAlgorithms } from "@regrant/shared";
import {
  flag,
  list,
  optionalUri,
  ownNumber,
  ownWord,
  scope,
  structure,
  text,
  type ValuesOf,
  word,
} from "../administration/settings.js";
import { keySetSchema, type PublicKeys } from "../assertions/public-keys.js";
import { maxAccessTokenSeconds, maxSessionSeconds } from "../bounds.js";
import { grantTypes } from "./grant-types.js";

const uri = { type: "string", maxLength: 2000 };

export const clientSettings = {
  name: text("client_name", { column: "name", flags: "--name <name>", help: "display name" }),
  grantTypes: list("grant_types", {
    flags: "--grant <grant_type>",
    items: { type: "string", enum: grantTypes },
    minItems: 1,
    help: `allowed grant types: ${grantTypes.join(", ")}`,
  }),
  scope: scope({ help: "allowed scope" }),
  /** URIs of registered resources. The first is the default (RFC 8707 §2). */
  resources: list("resources", {
    column: null,
    flags: "--resource <uri>",
    items: { type: "string", maxLength: 1000 },
    minItems: 1,
    help: "APIs to request tokens for; the first is the default",
  }),
  firstParty: flag("first_party", {
    help: "the operator's own client: no consent page; required by the password grant",
  }),
  redirectUris: list("redirect_uris", {
    flags: "--redirect-uri <uri>",
    items: uri,
    help: "exact redirect URIs for codes; any port on http loopback addresses and localhost",
  }),
  allowUndottedSchemes: flag("allow_undotted_schemes", {
    help: "allow redirect URIs with a private-use scheme without a dot (editor://callback); any app on a device can claim such a scheme and receive the codes (RFC 8252 §8.4), so users must consent each time",
  }),
  /** `cookie`: the refresh token travels in an HttpOnly cookie only (browser apps). */
  refreshTokenDelivery: word("refresh_token_delivery", ["body", "cookie"], {
    help: "how refresh tokens are sent: in the response body or, to browser apps, in a cookie (default: body)",
  }),
  allowedOrigins: list("allowed_origins", {
    flags: "--allowed-origin <origin>",
    items: uri,
    help: "origins of a browser app, such as https://app.example.com or tauri://localhost",
  }),
  pkce: word("pkce", ["required", "nonce", "optional"], {
    help: "whether codes need PKCE; `nonce`: an OpenID request with a nonce may do without, `optional`: any OpenID request may. Only for confidential clients that cannot use PKCE (OAuth 2.1 §7.5.1)",
  }),
  /** `scope`: the claims of `profile`, `email` … are in the ID token, not only at the userinfo endpoint. */
  idTokenClaims: word("id_token_claims", ["requested", "scope"], {
    help: "which claims about the user are in ID tokens: those requested by the claims parameter or, for clients that never ask the userinfo endpoint, all of the granted scope",
  }),
  postLogoutRedirectUris: list("post_logout_redirect_uris", {
    flags: "--post-logout-redirect-uri <uri>",
    items: uri,
    help: "exact URIs to return to after a sign-out that the client began (OpenID Connect RP-Initiated Logout §3.1)",
  }),
  backchannelLogoutUri: optionalUri("backchannel_logout_uri", {
    flags: "--backchannel-logout-uri <uri>",
    help: "where the client is told that a session of its users has ended (OpenID Connect Back-Channel Logout §2.2)",
  }),
  /** Pairs of resources with a space between: of the subject token, of the new one. */
  mayExchange: list("may_exchange", {
    flags: "--may-exchange <from to>",
    items: { type: "string", pattern: "^\\S{1,1000} \\S{1,1000}$" },
    help: 'which access tokens it may exchange (RFC 8693), as a pair of resources: "https://a.example https://b.example" allows tokens for a to be exchanged into tokens for b',
  }),
  idTokenSignedResponseAlg: word("id_token_signed_response_alg", signingAlgorithms, {
    help: "the algorithm that its ID and logout tokens are signed with (OpenID Connect Dynamic Client Registration 1.0 §2) (default: RS256)",
  }),
  /** RFC 7591 §2; for private_key_jwt. Not together with `jwks_uri`. */
  jwks: structure<PublicKeys | null, "jwks">("jwks", {
    help: "the client's public keys, for private_key_jwt: a JWK Set (RFC 7517 §5)",
    schema: keySetSchema,
    initial: null,
  }),
  jwksUri: optionalUri("jwks_uri", {
    flags: "--jwks-uri <uri>",
    help: "where the client publishes its public keys, for private_key_jwt (RFC 7591 §2)",
  }),
  /** `token_endpoint`: beside the issuer, for clients from before draft-ietf-oauth-rfc7523bis. */
  assertionAudience: word("assertion_audience", ["issuer", "token_endpoint"], {
    help: "the `aud` that its client assertions may have: the issuer only or, for old clients, the token endpoint's URL too (default: issuer)",
  }),
  requireDpop: flag("require_dpop", {
    help: "refuse token requests without a DPoP proof, so that all its tokens are bound to a key (RFC 9449; dpop_bound_access_tokens)",
  }),
  requirePar: flag("require_par", {
    help: "refuse authorization requests that it has not pushed (RFC 9126; require_pushed_authorization_requests)",
  }),
  profile: word("profile", ["default", "fapi2"], {
    help: "`fapi2` holds the client to the FAPI 2.0 Security Profile: private_key_jwt, pushed requests, DPoP, no RS256 (default: default)",
  }),
  requireMfa: flag("require_mfa", {
    help: "its users sign in with two factors; those who have only one set up a second before they go on",
  }),
  accessTokenSeconds: ownNumber("access_token_seconds", [1, maxAccessTokenSeconds], {
    unit: "seconds",
    help: "lifetime of access tokens (default: ACCESS_TOKEN_SECONDS)",
  }),
  sessionIdleSeconds: ownNumber("session_idle_seconds", [1, maxSessionSeconds], {
    unit: "seconds",
    help: "lifetime of a session without a refresh (default: SESSION_IDLE_SECONDS)",
  }),
  sessionAbsoluteSeconds: ownNumber("session_absolute_seconds", [1, maxSessionSeconds], {
    unit: "seconds",
    help: "maximum lifetime of a session (default: SESSION_ABSOLUTE_SECONDS)",
  }),
  onAddressChange: ownWord("on_address_change", ["log", "revoke", "ignore"], {
    help: "what to do when a session is refreshed from another network (default: ON_ADDRESS_CHANGE)",
  }),
  refreshBurst: ownNumber("refresh_burst", [0, 1_000_000], {
    unit: "count",
    help: "limit on refreshes within one access token's lifetime; 0: no limit (default: REFRESH_BURST)",
  }),
  onRefreshBurst: ownWord("on_refresh_burst", ["log", "revoke"], {
    help: "what to do beyond that limit (default: ON_REFRESH_BURST)",
  }),
};

/** What a client's settings are to the server. */
export type ClientSettings = ValuesOf<typeof clientSettings>;
