/**
 * Every way in which Regrant refuses: a stable id, and what to tell the person who meets it.
 *
 * The ids stand in logs, metrics and `error_uri`; docs/errors.md and the pages under `/errors/` are made from
 * this table. An id is never renamed or given another meaning.
 */
import type { ErrorCode } from "./errors.js";

export interface ReasonEntry {
  /** The wire's `error` that this reason comes with. */
  readonly error: ErrorCode;
  readonly meaning: string;
  readonly remedy: string;
}

const entry = (error: ErrorCode, meaning: string, remedy: string): ReasonEntry => ({
  error,
  meaning,
  remedy,
});

export const reasons = {
  // The request itself
  method_not_allowed: entry(
    "invalid_request",
    "This address does not answer to the HTTP method used.",
    "Use the method named in the Allow header. The token endpoint takes POST only (RFC 6749 §3.2).",
  ),
  not_found: entry(
    "invalid_request",
    "There is nothing at this address.",
    "Read the addresses from the metadata document, /.well-known/oauth-authorization-server.",
  ),
  content_type_unsupported: entry(
    "invalid_request",
    "The body is not application/x-www-form-urlencoded.",
    "Send the parameters as a form, not as JSON or multipart (RFC 6749 Appendix B).",
  ),
  body_too_large: entry(
    "invalid_request",
    "The body is larger than this server reads.",
    "Send only the parameters of the grant; nothing legitimate comes near the limit.",
  ),
  encoding_invalid: entry(
    "invalid_request",
    "The form has broken percent-encoding, bytes that are not UTF-8, or a NUL character.",
    "Encode each name and value as UTF-8 and percent-encode it once.",
  ),
  parameter_repeated: entry(
    "invalid_request",
    "A parameter stands in the request more than once.",
    "Send each parameter once (RFC 6749 §3.2).",
  ),
  parameter_missing: entry(
    "invalid_request",
    "A required parameter is absent or empty.",
    "Add the parameter that error_description names.",
  ),
  head_too_large: entry(
    "invalid_request",
    "The headers of the request are larger than 64 KiB. As a rule these are cookies that other apps have left on the same host: cookies know no ports.",
    "Clear the cookies of this host, or use a private window. Nobody is signed out by this, and nothing was used up.",
  ),
  request_malformed: entry(
    "invalid_request",
    "The HTTP request could not be read.",
    "Check the client's HTTP library and any proxy between it and this server.",
  ),

  // The client
  client_missing: entry(
    "invalid_client",
    "The request does not say which client sends it.",
    "Authenticate with HTTP Basic or client_id and client_secret in the body; a public client sends client_id.",
  ),
  client_unknown: entry(
    "invalid_client",
    "No client has this client_id.",
    "Check client_id; list the clients with: regrant client list.",
  ),
  client_disabled: entry(
    "invalid_client",
    "The client was disabled by an operator.",
    "Ask the operator, or use another client.",
  ),
  client_secret_missing: entry(
    "invalid_client",
    "This client has a secret and did not send it.",
    "Send the secret by HTTP Basic or in the body as client_secret.",
  ),
  client_secret_mismatch: entry(
    "invalid_client",
    "The client secret is wrong.",
    "Check the secret; it is shown once, when the client is created.",
  ),
  client_secret_unexpected: entry(
    "invalid_client",
    "A public client sent a secret.",
    "Leave client_secret out, or register a client that has one.",
  ),
  client_authentication_malformed: entry(
    "invalid_client",
    "The Authorization header is not a well-formed Basic credential.",
    "Send: Authorization: Basic base64(client_id:client_secret), each part form-encoded first (RFC 6749 §2.3.1).",
  ),
  client_authentication_unsupported: entry(
    "invalid_client",
    "The request does not say which client sends it: its Authorization header is not Basic, and its body has no client_id.",
    "An access token is no client credential. Leave the Authorization header out of token requests (an HTTP library may add it to all), and send client_id in the body or a Basic credential.",
  ),
  client_authentication_repeated: entry(
    "invalid_request",
    "The client authenticated in more than one way.",
    "Use either the Authorization header or the body, never both (RFC 6749 §2.3).",
  ),

  // The grant
  grant_type_unsupported: entry(
    "unsupported_grant_type",
    "This server has no such grant_type.",
    "Use one of grant_types_supported in the metadata document.",
  ),
  grant_type_not_allowed: entry(
    "unauthorized_client",
    "The client was not given this grant type.",
    "Create the client with --grant for each grant that it uses.",
  ),
  user_credentials_mismatch: entry(
    "invalid_grant",
    "User name and password do not fit together.",
    "Let the user try again. Which of the two is wrong is not told.",
  ),
  refresh_token_missing: entry(
    "invalid_grant",
    "A browser app asked for a refresh, and its cookie did not come along: nobody is signed in, or the browser keeps the cookie back.",
    "Sign in. If it stays away, see that app and authorization server are on one site and that the request is sent with credentials.",
  ),
  refresh_cookie_repeated: entry(
    "invalid_request",
    "The browser sent the refresh cookie more than once, so that another program on this host has set one of that name: which of the two is the app's, nobody can say.",
    "Delete this site's cookies and sign in again. Under https no other host can set the cookie; under http any program on the same host name can, whatever its port.",
  ),
  refresh_token_malformed: entry(
    "invalid_grant",
    "This is not a refresh token of this server, or it was cut or changed.",
    "Send the refresh token exactly as it came. If SECRETS was replaced rather than extended, older tokens are lost.",
  ),
  refresh_token_unknown: entry(
    "invalid_grant",
    "The session of this refresh token no longer exists: it ended and was purged, or its user, client or API was deleted.",
    "Sign in again.",
  ),
  refresh_token_expired: entry(
    "invalid_grant",
    "The session was idle for too long or reached its absolute end.",
    "Sign in again. Operators set SESSION_IDLE_SECONDS and SESSION_ABSOLUTE_SECONDS.",
  ),
  refresh_token_revoked: entry(
    "invalid_grant",
    "The session was ended: by its user, an operator, a password change, the detection of reuse, a policy, or too many sign-ins after it.",
    "Sign in again.",
  ),
  refresh_token_reused: entry(
    "invalid_grant",
    "A refresh token that was already replaced was presented again, or three in a row were retried from elsewhere than they were used: a copy may be in other hands. The session was revoked.",
    "Sign in again. If it recurs, look for two places that keep the same token, or a client that loses answers and retries after REFRESH_RETRY_SECONDS.",
  ),
  session_address_changed: entry(
    "invalid_grant",
    "The session was used from another network or country than before, and the operator's policy ends it then.",
    "Sign in again. Operators: where clients move between networks, set ON_ADDRESS_CHANGE=log, for one client or for all.",
  ),
  session_refresh_burst: entry(
    "invalid_grant",
    "The session was refreshed more often within one access token's life than the operator's policy allows. It was revoked.",
    "Sign in again, and refresh only when the access token is about to expire. Operators: REFRESH_BURST is the limit.",
  ),
  session_displaced: entry(
    "invalid_grant",
    "The user had as many sessions open with this client as MAX_SESSIONS allows, and signed in once more. The one that was unused for the longest ended.",
    "Sign in again. A client that signs in each time instead of keeping its refresh token displaces its own sessions. Operators: raise MAX_SESSIONS where one account has so many devices.",
  ),
  refresh_token_wrong_client: entry(
    "invalid_grant",
    "The refresh token was issued to another client.",
    "Each client refreshes its own tokens only (RFC 6749 §6).",
  ),
  refresh_token_ahead: entry(
    "invalid_grant",
    "The refresh token is newer than the database, which was restored from a backup. The session was ended.",
    "Sign in again. Operators: see the error log; sessions refreshed after the backup cannot be continued.",
  ),
  refresh_token_mismatch: entry(
    "invalid_grant",
    "The token's form is right but it is not the one that this session expects.",
    "Sign in again. Operators: this appears after a restore from backup, or when a leaked SECRETS entry is in use; rotate it.",
  ),
  user_disabled: entry("invalid_grant", "An operator disabled or deleted the user.", "Ask the operator."),

  // The authorization request (RFC 6749 §4.1.1)
  request_too_long: entry(
    "invalid_request",
    "The authorization request, or its state, is longer than this server takes: 4,096 bytes of state, 8,192 of all parameters.",
    "Keep what you need after the sign-in in the app, and send a key to it as state.",
  ),
  redirect_uri_mismatch: entry(
    "invalid_request",
    "The redirect_uri is not registered for this client. Nothing was sent there.",
    "Register the URI letter for letter: regrant client create --redirect-uri. Only the port is free, and only on http://127.0.0.1, http://[::1] and http://localhost.",
  ),
  response_type_unsupported: entry(
    "unsupported_response_type",
    "The response_type is not code.",
    "Use the authorization code flow with PKCE; there is no implicit grant.",
  ),
  response_mode_unsupported: entry(
    "invalid_request",
    "The response_mode is neither query nor form_post.",
    "Leave it out, or send form_post.",
  ),
  request_object_unsupported: entry(
    "request_not_supported",
    "The request came with request or request_uri (RFC 9101).",
    "Send the parameters themselves.",
  ),
  pkce_required: entry(
    "invalid_request",
    "The authorization request has no code_challenge.",
    "Use PKCE (RFC 7636): every client here has to.",
  ),
  pkce_method_unsupported: entry(
    "invalid_request",
    "The code_challenge_method is not S256.",
    "Send code_challenge_method=S256 with the SHA-256 of the verifier.",
  ),
  pkce_malformed: entry(
    "invalid_request",
    "The code_challenge is not 43 characters of base64url.",
    "Send base64url(SHA-256(code_verifier)) without padding.",
  ),
  prompt_unsupported: entry(
    "invalid_request",
    "The prompt is unknown, or none stands beside another.",
    "Send none, login, consent, or login consent.",
  ),
  max_age_malformed: entry(
    "invalid_request",
    "The max_age is not a whole number of seconds.",
    "Send seconds, or leave it out.",
  ),
  login_required: entry(
    "login_required",
    "The client asked for no interaction, and nobody is signed in, or not recently enough.",
    "Send the user through the authorization endpoint without prompt=none.",
  ),
  consent_required: entry(
    "consent_required",
    "The client asked for no interaction, and the user has not agreed to this scope.",
    "Send the user through the authorization endpoint without prompt=none.",
  ),
  access_denied: entry(
    "access_denied",
    "The user did not agree.",
    "Ask again when the user wants it, perhaps for less.",
  ),
  cookie_missing: entry(
    "invalid_request",
    "A form came without the cookie that its page had set: the browser refuses this site's cookies, or was closed meanwhile.",
    "Allow cookies for this site, load the page again and repeat. In a frame of another site they are refused: open the page in a window.",
  ),
  prefetch_refused: entry(
    "invalid_request",
    "The browser loaded the authorization request ahead of time (Sec-Purpose: prefetch). A code is issued only to somebody who goes there.",
    "Nothing to do: the browser asks again when the person follows the link. Leave authorization requests out of prefetching.",
  ),
  form_token_mismatch: entry(
    "invalid_request",
    "The form did not come from this browser's own page, or the page is too old.",
    "Go back, load the page again and repeat.",
  ),

  // The authorization code (RFC 6749 §4.1.3)
  code_unknown: entry(
    "invalid_grant",
    "There is no such authorization code, or it is long gone.",
    "Start again at the authorization endpoint.",
  ),
  code_expired: entry(
    "invalid_grant",
    "The authorization code is older than a minute.",
    "Redeem it at once; start again at the authorization endpoint.",
  ),
  code_reused: entry(
    "invalid_grant",
    "The authorization code was redeemed before. The session that it opened was revoked, since one of the two uses was not the client's.",
    "Redeem each code once; start again at the authorization endpoint.",
  ),
  code_wrong_client: entry(
    "invalid_grant",
    "The authorization code was issued to another client.",
    "Redeem it with the client_id of the authorization request.",
  ),
  code_redirect_uri_mismatch: entry(
    "invalid_grant",
    "The redirect_uri is not the one of the authorization request.",
    "Send the same redirect_uri in both requests.",
  ),
  pkce_mismatch: entry(
    "invalid_grant",
    "The code_verifier does not fit the code_challenge.",
    "Send the verifier that the challenge was made from; keep one per authorization request.",
  ),
  pkce_verifier_malformed: entry(
    "invalid_grant",
    "The code_verifier is shorter than 43 or longer than 128 characters.",
    "Make it of 32 random bytes in base64url, which is 43 characters (RFC 7636 §4.1). The code was not used up.",
  ),
  password_unsuitable: entry(
    "invalid_request",
    "A new password is too short or too long, or has characters that cannot be typed.",
    "Choose one of 8 to 1024 characters, without control characters.",
  ),
  password_common: entry(
    "invalid_request",
    "A new password is one of the most common, which attackers try first, or the account's own name.",
    "Choose another, such as four words that have nothing to do with each other. What a password manager makes is never refused.",
  ),
  session_unknown: entry(
    "invalid_request",
    "The user has no open session with this id.",
    "Read the list of sessions again; it may have ended meanwhile.",
  ),
  origin_not_allowed: entry(
    "invalid_request",
    "A browser app's request came from an origin that is not registered for its client, or from none.",
    "Register the origin: regrant client create --allowed-origin.",
  ),
  too_many_sign_ins: entry(
    "too_many_requests",
    "There were too many wrong passwords: for this account from this network, for this account, or from this network.",
    "Wait for Retry-After. The account is not locked; from a network where its owner has signed in before, only what was tried there counts.",
  ),

  // Revocation (RFC 7009)
  access_token_not_revocable: entry(
    "unsupported_token_type",
    "An access token cannot be taken back: APIs check it offline until it expires.",
    "Revoke the refresh token, which ends the session; keep the life of access tokens short.",
  ),

  // Introspection (RFC 7662)
  introspection_public_client: entry(
    "invalid_client",
    "A client without a secret asked what a token is worth.",
    "Ask as a confidential client or as an API with a secret of its own. A public client's tokens are for its API to check.",
  ),
  resource_not_registered: entry(
    "invalid_client",
    "No API is registered under the URI that stands as the name in the Authorization header or as client_id.",
    "Send the registered URI letter for letter: regrant resource list has it.",
  ),
  resource_secret_missing: entry(
    "invalid_client",
    "The API has no secret to authenticate with.",
    "Make one: regrant resource secret <uri>.",
  ),
  resource_secret_mismatch: entry(
    "invalid_client",
    "The API's secret is wrong.",
    "Check the secret; it is shown once, when it is made. A new one: regrant resource secret <uri>.",
  ),

  // What is asked for
  scope_malformed: entry(
    "invalid_scope",
    "The scope parameter breaks the grammar of RFC 6749 §3.3.",
    "Send scope names separated by single spaces.",
  ),
  scope_not_allowed: entry(
    "invalid_scope",
    "Nothing of the scope that was asked for is known at this resource and allowed to the client. What is not allowed is left out of a grant; here nothing was left, or the scope belongs to several APIs and none was named.",
    "Ask for a scope that the client has at this API (regrant client show), or give it the scope. Where another API has it, name that one with resource.",
  ),
  scope_exceeds_grant: entry(
    "invalid_scope",
    "Nothing of the scope that a refresh asked for was granted at sign-in and is still the client's.",
    "Ask for a part of the granted scope, or leave scope out (RFC 6749 §6). For more, sign in again.",
  ),
  resource_unknown: entry(
    "invalid_target",
    "The resource is not registered, or this client may not use it.",
    "Use the resource's registered identifier (RFC 8707 §2): regrant resource list has it. Path and query are compared letter for letter.",
  ),
  audience_unknown: entry(
    "invalid_target",
    "The request names the API by audience (or aud), as on other servers, and this client may ask for no such API.",
    "Send resource with the API's registered identifier (RFC 8707 §2): regrant resource list has it. Here, audience is understood only where it is such an identifier.",
  ),
  audience_mismatch: entry(
    "invalid_target",
    "The request names one API by audience (or aud), as on other servers, and another one by resource.",
    "Send resource alone (RFC 8707 §2).",
  ),
  resource_repeated: entry(
    "invalid_target",
    "More than one resource was asked for; an access token here is for one.",
    "Ask for one token per resource.",
  ),
  resource_exceeds_grant: entry(
    "invalid_target",
    "A refresh asked for a resource that was not granted at sign-in.",
    "Leave resource out, or sign in for this resource.",
  ),

  // The server
  database_unavailable: entry(
    "temporarily_unavailable",
    "The database does not answer in time. Nothing is wrong with the request or the token.",
    "Keep the tokens and repeat after Retry-After. A refresh may be repeated safely.",
  ),
  overloaded: entry(
    "temporarily_unavailable",
    "More work is waiting than can be done in time.",
    "Keep the tokens and repeat after Retry-After.",
  ),
  body_too_slow: entry(
    "temporarily_unavailable",
    "The request's body did not come within two seconds of its head. The connection is closed.",
    "Repeat the request, with its body at once. The status is 408.",
  ),
  request_abandoned: entry(
    "temporarily_unavailable",
    "The client had gone before its request was looked at, so nothing was done. Nobody receives this answer; logs and metrics name it.",
    "Wait for the answer. A refresh may be repeated safely.",
  ),
  password_check_failed: entry(
    "temporarily_unavailable",
    "The process that checks passwords ended before it had an answer, twice. The attempt does not count as wrong.",
    "Repeat the request after Retry-After. If it persists, the server's log says how that process ends.",
  ),
  deadline_exceeded: entry(
    "temporarily_unavailable",
    "The answer was not ready within two seconds.",
    "Keep the tokens and repeat after Retry-After. A refresh may be repeated safely.",
  ),
  signing_key_unavailable: entry(
    "temporarily_unavailable",
    "There is no active signing key yet.",
    "Repeat after Retry-After. Operators: run regrant migrate; see /health/ready.",
  ),
  unforeseen: entry(
    "server_error",
    "Something failed that nobody foresaw.",
    "Repeat later; give the operator the request id, which is in the answer's x-request-id header.",
  ),

  // At the resource server (RFC 6750)
  token_missing: entry(
    "invalid_token",
    "The request has no access token.",
    "Send: Authorization: Bearer <access token>.",
  ),
  authorization_malformed: entry(
    "invalid_request",
    "The Authorization header is not the word Bearer and one token.",
    "Send: Authorization: Bearer <access token>, with one space and nothing after the token (RFC 6750 §2.1).",
  ),
  body_invalid: entry(
    "invalid_request",
    "The body is not JSON, or not what this address takes.",
    "Send application/json with the members that error_description names.",
  ),
  token_malformed: entry(
    "invalid_token",
    "The access token is not a JWT that this API can read.",
    "Send the access token exactly as it came.",
  ),
  token_repeated: entry(
    "invalid_request",
    "The access token was sent in more than one way, or not in the Authorization header.",
    "Send it in the Authorization header only (RFC 6750 §2.1).",
  ),
  token_typ: entry(
    "invalid_token",
    "The JWT is not an access token: its typ is not at+jwt.",
    "Send the access token, not an ID token or another JWT (RFC 9068 §4).",
  ),
  token_alg: entry(
    "invalid_token",
    "The JWT is not signed with RS256.",
    "Use a token of the issuer that this API trusts.",
  ),
  token_crit: entry(
    "invalid_token",
    "The JWT demands an extension that this API does not know.",
    "Use a token of the issuer that this API trusts.",
  ),
  token_kid_unknown: entry(
    "invalid_token",
    "The token's key is not in the issuer's key set.",
    "Get a new token. Operators: compare ISSUER and JWKS_URL on both sides.",
  ),
  token_signature: entry(
    "invalid_token",
    "The signature does not fit.",
    "Send the access token exactly as it came.",
  ),
  token_issuer: entry(
    "invalid_token",
    "The token comes from another issuer.",
    "Use a token of the issuer that this API trusts; the comparison is letter for letter.",
  ),
  token_audience: entry(
    "invalid_token",
    "The token was issued for another API.",
    "Ask for this API with the resource parameter (RFC 8707).",
  ),
  token_expired: entry(
    "invalid_token",
    "The access token has expired.",
    "Use the refresh token to get the next one, then repeat the request.",
  ),
  token_not_yet_valid: entry(
    "invalid_token",
    "The token's iat or nbf lies in the future.",
    "Compare the clocks of both servers.",
  ),
  token_claims: entry(
    "invalid_token",
    "A required claim is missing or of the wrong type.",
    "Use a token that follows RFC 9068 §2.2.",
  ),
  token_session_ended: entry(
    "invalid_token",
    "The access token is good, but the session that it comes from has ended, or it comes from none. The account's own API looks.",
    "Sign in again.",
  ),
  scope_insufficient: entry(
    "insufficient_scope",
    "The token lacks a scope that this address needs.",
    "Ask for the scope named in WWW-Authenticate.",
  ),
  role_insufficient: entry(
    "insufficient_scope",
    "The user lacks a role that this address needs.",
    "Ask an administrator.",
  ),
  // Administration
  administrator_lost: entry(
    "invalid_token",
    "The access token is good, but its client was disabled or has lost the scope since, or its user is no administrator any more.",
    "Get a new token. Operators: see regrant client show and regrant user show.",
  ),
  json_expected: entry(
    "invalid_request",
    "The body is not JSON.",
    "Send Content-Type: application/json, or application/merge-patch+json with PATCH.",
  ),
  parameter_invalid: entry(
    "invalid_request",
    "A parameter in the address is unknown, or not what it has to be.",
    "Correct the parameters that the answer names.",
  ),
  precondition_required: entry(
    "invalid_request",
    "A change came without If-Match, so it could undo somebody else's.",
    "Read it first, and send the ETag of that answer in If-Match (RFC 6585 §3).",
  ),
  precondition_failed: entry(
    "invalid_request",
    "Somebody has changed it since it was read.",
    "Read it again, look at what has changed, and repeat with the new ETag (RFC 9110 §13.1.1).",
  ),
  already_registered: entry(
    "invalid_request",
    "The client_id, the resource or the e-mail address is taken.",
    "Choose another, or change the one that is there.",
  ),
  state_conflict: entry(
    "invalid_request",
    "It cannot be done as things stand; the answer says why.",
    "Read it again.",
  ),
  signing_key_staged: entry(
    "invalid_request",
    "A next signing key is staged already: the clock activates it once every verifier has it, some ten minutes after it was staged.",
    "Wait for it: GET /admin/v1/keys, or regrant key list. If the active key has leaked: regrant key rotate --emergency.",
  ),
  keys_unavailable: entry(
    "temporarily_unavailable",
    "The API has no keys to verify with and cannot fetch them.",
    "Repeat later. Operators: check JWKS_URL, or seed the keys with JWKS_FILE.",
  ),
} as const satisfies Record<string, ReasonEntry>;

export type Reason = keyof typeof reasons;
