/** At the resource server (RFC 6750). */
import { entry, type ReasonEntry } from "./entry.js";

export const resourceServerReasons = {
  token_missing: entry(
    "invalid_token",
    "The request has no access token.",
    "Send: Authorization: Bearer <access token>.",
  ),
  authorization_malformed: entry(
    "invalid_request",
    "The Authorization header is not the word Bearer, or DPoP, followed by one token.",
    "Send: Authorization: Bearer <access token>, with one space and nothing after the token (RFC 6750 §2.1); or DPoP in place of Bearer (RFC 9449 §7.1).",
  ),
  body_invalid: entry(
    "invalid_request",
    "The body is not JSON, or breaks this address's schema.",
    "Send application/json, and correct the members that error_description names.",
  ),
  token_malformed: entry(
    "invalid_token",
    "The access token is not a JWT that this API can read.",
    "Send the access token exactly as received.",
  ),
  token_repeated: entry(
    "invalid_request",
    "The access token was sent more than once, or outside the Authorization header.",
    "Send it in the Authorization header only (RFC 6750 §2.1).",
  ),
  token_typ: entry(
    "invalid_token",
    "The JWT is not an access token: its typ is not at+jwt.",
    "Send the access token, not another JWT (RFC 9068 §4).",
  ),
  token_is_id_token: entry(
    "invalid_token",
    "This is an ID token, which tells the client who signed in, or another JWT whose typ is JWT.",
    "Send the access token (RFC 9068 §4).",
  ),
  token_is_logout_token: entry(
    "invalid_token",
    "This is a logout token, which tells a client that a session ended.",
    "Send the access token (RFC 9068 §4).",
  ),
  token_revoked: entry(
    "invalid_token",
    "The session that the access token belongs to has ended, or its client was disabled.",
    "Use the refresh token: its refusal says why the session ended. Then let the user sign in again.",
  ),
  token_status: entry(
    "invalid_token",
    "The status claim of the access token refers to no entry of a status list of its issuer.",
    "This is a fault of the authorization server, or the token was signed for another address of it. Get a new token.",
  ),
  status_unavailable: entry(
    "temporarily_unavailable",
    "The API could not fetch its issuer's status list for longer than it may go without, so it cannot know whether the session has ended.",
    "Try again later. Operators of the API: check that it can reach the issuer, or set revocation.onStale to accept.",
  ),
  token_alg: entry(
    "invalid_token",
    "The JWT is not signed with an algorithm that this API accepts, or with one that its key is not for.",
    "Use a token from the issuer that this API trusts. Operators: if the issuer signs this API's tokens with PS256, ES256 or EdDSA, first name it in the verifier's option algorithms (ALGORITHMS of the resource server), then set signing_alg.",
  ),
  token_crit: entry(
    "invalid_token",
    "The JWT requires an extension that this API does not support.",
    "Use a token from the issuer that this API trusts.",
  ),
  token_kid_unknown: entry(
    "invalid_token",
    "The token is signed with a key that is not in the issuer's key set.",
    "Get a new token. Operators: compare ISSUER and JWKS_URL on both sides.",
  ),
  token_signature: entry(
    "invalid_token",
    "The token's signature is wrong.",
    "Send the access token exactly as received.",
  ),
  token_issuer: entry(
    "invalid_token",
    "The token comes from another issuer.",
    "Use a token from the issuer that this API trusts. Issuers are compared letter for letter.",
  ),
  token_audience: entry(
    "invalid_token",
    "The token was issued for another API.",
    "Request a token for this API with the resource parameter (RFC 8707).",
  ),
  token_expired: entry(
    "invalid_token",
    "The access token has expired.",
    "Refresh, then repeat the request with the new token.",
  ),
  token_not_yet_valid: entry(
    "invalid_token",
    "The token's iat or nbf is in the future.",
    "Compare the clocks of both servers.",
  ),
  token_claims: entry(
    "invalid_token",
    "A required claim is missing or has the wrong type.",
    "Use a token that follows RFC 9068 §2.2.",
  ),
  token_session_ended: entry(
    "invalid_token",
    "The access token is valid, but its session has ended, or it has none. The account API checks this.",
    "Sign in again.",
  ),
  scope_insufficient: entry(
    "insufficient_scope",
    "The token lacks scope that this address requires.",
    "Request the scope named in WWW-Authenticate.",
  ),
  acr_insufficient: entry(
    "insufficient_user_authentication",
    "The user signed in with less than this request needs: with one factor, say, where it needs two.",
    "Send the user to the authorization endpoint with the acr_values of the WWW-Authenticate header, and repeat the request with the new token (RFC 9470).",
  ),
  authentication_too_old: entry(
    "insufficient_user_authentication",
    "The user signed in longer ago than this request allows.",
    "Send the user to the authorization endpoint with the max_age of the WWW-Authenticate header, and repeat the request with the new token (RFC 9470).",
  ),
  role_insufficient: entry(
    "insufficient_scope",
    "The user lacks a role that this address requires.",
    "Ask an administrator.",
  ),
} as const satisfies Record<string, ReasonEntry>;
