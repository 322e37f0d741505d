/**
 * Every reason for which Regrant refuses a request: a stable id, what happened, and what to do.
 *
 * The ids appear in logs, metrics and `error_uri`. docs/errors.md and the pages under `/errors/` are generated from this
 * table. Never rename an id or change its meaning.
 */
import type { ErrorCode } from "./error-codes.js";

export interface ReasonEntry {
  /** The `error` code sent with this reason. */
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
    "This address does not accept the HTTP method used.",
    "Use a method from the Allow header. The token endpoint accepts POST only (RFC 6749 §3.2).",
  ),
  not_found: entry(
    "invalid_request",
    "There is nothing at this address.",
    "Take addresses from the metadata document, /.well-known/oauth-authorization-server.",
  ),
  mailed_link_unusable: entry(
    "invalid_request",
    "The link from a mail has been used, replaced by a newer one, or taken back; or it has expired, or its user was changed since.",
    "Ask for a new link. Each works once, and only the newest.",
  ),
  content_type_unsupported: entry(
    "invalid_request",
    "The body is not application/x-www-form-urlencoded.",
    "Send the parameters as a form, not as JSON or multipart (RFC 6749 Appendix B).",
  ),
  body_too_large: entry(
    "invalid_request",
    "The body exceeds this server's limit.",
    "Send only the parameters of the grant. No legitimate request comes near the limit.",
  ),
  encoding_invalid: entry(
    "invalid_request",
    "The form contains broken percent-encoding, bytes that are not UTF-8, or a NUL character.",
    "Encode each name and value as UTF-8 and percent-encode it once.",
  ),
  parameter_repeated: entry(
    "invalid_request",
    "The request contains a parameter more than once.",
    "Send each parameter once (RFC 6749 §3.2).",
  ),
  parameter_missing: entry(
    "invalid_request",
    "A required parameter is missing or empty.",
    "Add the parameter that error_description names.",
  ),
  head_too_large: entry(
    "invalid_request",
    "The request headers exceed 64 KiB. Usually other apps on the same host name left too many cookies; cookies are shared across ports.",
    "Clear the cookies of this host, or use a private window. Nobody was signed out, and no token or code was used up.",
  ),
  request_malformed: entry(
    "invalid_request",
    "The HTTP request could not be parsed.",
    "Check the client's HTTP library and any proxy between it and this server.",
  ),

  // The client
  client_missing: entry(
    "invalid_client",
    "The request does not identify its client.",
    "Authenticate with HTTP Basic, or with client_id and client_secret in the body. A public client sends client_id.",
  ),
  client_unknown: entry(
    "invalid_client",
    "No client has this client_id. It may have been deleted.",
    "Check client_id. To list the clients: regrant client list.",
  ),
  client_disabled: entry(
    "invalid_client",
    "An operator disabled the client.",
    "Ask the operator, or use another client.",
  ),
  client_secret_missing: entry(
    "invalid_client",
    "This client has a secret but did not send it.",
    "Send the secret with HTTP Basic, or in the body as client_secret.",
  ),
  client_secret_mismatch: entry(
    "invalid_client",
    "The client secret is wrong.",
    "Check the secret. It was shown once, when it was created.",
  ),
  client_secret_unexpected: entry(
    "invalid_client",
    "A public client sent a secret.",
    "Leave client_secret out, or register a confidential client.",
  ),
  client_authentication_malformed: entry(
    "invalid_client",
    "The Authorization header is not a valid Basic credential.",
    "Send: Authorization: Basic base64(client_id:client_secret), with each part form-encoded first (RFC 6749 §2.3.1).",
  ),
  client_authentication_unsupported: entry(
    "invalid_client",
    "The request does not identify its client: the Authorization header is not Basic, and the body has no client_id.",
    "An access token does not authenticate a client. Remove the Authorization header from token requests (some HTTP libraries add it to every request), and send client_id in the body or a Basic credential.",
  ),
  client_authentication_repeated: entry(
    "invalid_request",
    "The client authenticated in more than one way.",
    "Use one way only: the Authorization header, client_secret or client_assertion (RFC 6749 §2.3), and name one client.",
  ),

  client_assertion_missing: entry(
    "invalid_client",
    "This client authenticates by private_key_jwt but sent no client_assertion.",
    "Send client_assertion with client_assertion_type. To authenticate with a secret instead, register another client without --auth private_key_jwt.",
  ),
  client_assertion_unexpected: entry(
    "invalid_client",
    "The client sent a client_assertion but is not registered with private_key_jwt.",
    "Authenticate as the client is registered (regrant client show), or register one: regrant client create --auth private_key_jwt.",
  ),
  client_assertion_type_unsupported: entry(
    "invalid_client",
    "The client_assertion_type is missing or unknown.",
    "Send client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer.",
  ),
  client_assertion_malformed: entry(
    "invalid_client",
    "The client_assertion is not a signed JWT in compact form, or lacks a claim that it needs.",
    "Sign a JWT with iss and sub (both the client_id), aud (the issuer), exp and a jti of at most 500 characters (RFC 7523 §3).",
  ),
  client_assertion_typ: entry(
    "invalid_client",
    "The typ of the client_assertion says that it is another kind of token.",
    "Set the header's typ to client-authentication+jwt, or leave it out.",
  ),
  client_assertion_alg: entry(
    "invalid_client",
    "The client_assertion is signed with an algorithm that this server does not accept for this client.",
    "Sign with one of token_endpoint_auth_signing_alg_values_supported in the metadata document. Clients with the profile fapi2 cannot use RS256.",
  ),
  client_assertion_issuer: entry(
    "invalid_client",
    "The iss of the client_assertion is not its sub.",
    "Set both iss and sub to the client_id.",
  ),
  client_assertion_audience: entry(
    "invalid_client",
    "The aud of the client_assertion is not this server's issuer alone.",
    "Set aud to the issuer of the metadata document, as a string. For a client that can only send the token endpoint's URL: regrant client update <client_id> --assertion-audience token_endpoint.",
  ),
  client_assertion_expired: entry(
    "invalid_client",
    "The client_assertion has expired.",
    "Sign a new one for each request, and compare the clocks: up to 30 seconds of difference are tolerated.",
  ),
  client_assertion_not_yet_valid: entry(
    "invalid_client",
    "The iat or nbf of the client_assertion is in the future.",
    "Compare the clocks: up to 30 seconds of difference are tolerated.",
  ),
  client_assertion_lifetime: entry(
    "invalid_client",
    "The client_assertion is good for more than an hour.",
    "Set exp to a minute from now. Each assertion is good for one request only.",
  ),
  client_assertion_key_unknown: entry(
    "invalid_client",
    "The client has no public key with the kid and alg of the client_assertion.",
    "Compare the kid with the client's registered keys (regrant client show). A key that is new at the jwks_uri is noticed within 10 seconds.",
  ),
  client_assertion_signature: entry(
    "invalid_client",
    "The client_assertion is not signed by any of the client's keys.",
    "Sign with the private half of a registered key. ES256 signatures are the two numbers side by side (RFC 7518 §3.4), not DER.",
  ),
  client_assertion_replayed: entry(
    "invalid_client",
    "The client_assertion was used before.",
    "Sign a new one, with a new jti, for each request and each repetition.",
  ),
  client_keys_unreachable: entry(
    "temporarily_unavailable",
    "The client's jwks_uri does not answer at the moment, and its keys are not known or too old.",
    "Repeat the request after Retry-After. If it persists, look after the host of the jwks_uri; the server's log has details.",
  ),
  client_keys_invalid: entry(
    "invalid_client",
    "There is no usable JWK Set at the client's jwks_uri.",
    "Answer with status 200 and no redirect, uncompressed, at most 64 KiB and 50 keys. The jwks_uri of a client that no operator registered has to be on the public internet, by https on port 443.",
  ),

  // The client's metadata document (draft-ietf-oauth-client-id-metadata-document)
  client_id_url_refused: entry(
    "invalid_client",
    "The client_id is a URL that cannot be the address of a client metadata document, or its host is not on the public internet.",
    "Use an https URL on port 443 of a public host, with a path, in its plain spelling, without fragment, user name or dot segments, of at most 200 characters. Documents on this computer are read only where the issuer is on it too.",
  ),
  client_document_unreachable: entry(
    "temporarily_unavailable",
    "The client's metadata document cannot be fetched at the moment: its host is down, too slow (three seconds), has a bad certificate, or answers with an error of its own.",
    "Repeat the request after Retry-After. If it persists, tell the client's developer.",
  ),
  client_document_invalid: entry(
    "invalid_client",
    "There is no valid client metadata document at the client_id.",
    "Answer with status 200 and no redirect, application/json, uncompressed, at most 5 kB. The document needs this very client_id and a usable redirect URI, and must contain no secret and no private key.",
  ),
  client_document_method_unsupported: entry(
    "invalid_client",
    "The client's metadata document asks for a client authentication method that this server does not offer to such clients.",
    "Add private_key_jwt or none to token_endpoint_auth_methods_supported in the document, or have the operator register the client.",
  ),
  client_documents_limited: entry(
    "temporarily_unavailable",
    "This server is asked for too many client metadata documents that it does not know, altogether or of one site.",
    "Repeat the request after Retry-After.",
  ),

  // The grant
  grant_type_unsupported: entry(
    "unsupported_grant_type",
    "This server does not support the grant_type.",
    "Use one of grant_types_supported in the metadata document.",
  ),
  authorization_pending: entry(
    "authorization_pending",
    "The user of the device has not decided yet.",
    "Ask again after the interval.",
  ),
  polling_too_fast: entry(
    "slow_down",
    "The device asks more often than its interval allows.",
    "Wait five seconds longer between two requests than before, from now on (RFC 8628 §3.5).",
  ),
  device_code_expired: entry(
    "expired_token",
    "The device code is older than ten minutes.",
    "Ask for a new one, and show its user code.",
  ),
  device_code_unknown: entry(
    "invalid_grant",
    "There is no such device code (any more), or it was issued to another client: it is gone once the sign-in or the consent behind it has ended.",
    "Send the device_code exactly as the device authorization endpoint returned it.",
  ),
  device_code_used: entry(
    "invalid_grant",
    "The device code was redeemed before.",
    "Use the tokens of the first answer; if it was lost, ask for a new code.",
  ),
  too_many_devices: entry(
    "too_many_requests",
    "A hundred devices of this network wait for their users.",
    "Try again in a minute. Codes that nobody uses expire after ten minutes.",
  ),
  exchange_not_allowed: entry(
    "invalid_target",
    "The client may not exchange a token for one API into a token for the other.",
    'Ask the operator to allow it: regrant client update <client_id> --may-exchange "<from> <to>". A client without a secret can exchange nothing.',
  ),
  subject_token_invalid: entry(
    "invalid_request",
    "The subject_token is not an access token of this server, has expired, or its session has ended.",
    "Send the access token that the API received. If it has just expired, answer with invalid_token, so that the client refreshes it.",
  ),
  token_type_unsupported: entry(
    "invalid_request",
    "subject_token_type or requested_token_type is not one that this server exchanges.",
    "Use urn:ietf:params:oauth:token-type:access_token for both.",
  ),
  assertion_malformed: entry(
    "invalid_grant",
    "The assertion is not a signed JWT, or lacks a claim that it needs: iss, sub, aud, exp, and a jti where it may be used only once.",
    "Send the JWT exactly as its issuer made it. For tokens without a jti, which some Kubernetes clusters make: regrant trust update <id> --allow-reuse",
  ),
  assertion_issuer_untrusted: entry(
    "invalid_grant",
    "The issuer of the assertion is not trusted, or no longer.",
    "Compare the assertion's iss, letter for letter, with: regrant trust list. To trust it: regrant trust create",
  ),
  assertion_typ: entry(
    "invalid_grant",
    "The assertion's header has another typ than its issuer is trusted with: workloads' tokens have none or JWT, ID-JAGs have oauth-id-jag+jwt.",
    "Send no ID token or access token. If the issuer is trusted as the wrong kind, delete the trust and create it anew.",
  ),
  assertion_signature: entry(
    "invalid_grant",
    "The assertion is not signed by a key of its issuer, or with an algorithm that it may not use.",
    "Compare the assertion's kid and alg with the issuer's published keys, and with: regrant trust show <id>. If the keys were given as a file, it may be an old one.",
  ),
  assertion_audience: entry(
    "invalid_grant",
    "The assertion is for another server, or for others too.",
    "Ask the issuer for a token whose aud is this server's issuer alone (RFC 7523 §3), or what regrant trust show <id> says.",
  ),
  assertion_expired: entry(
    "invalid_grant",
    "The assertion has expired.",
    "Ask the issuer for a new one, right before it is needed.",
  ),
  assertion_time: entry(
    "invalid_grant",
    "The assertion's iat or nbf is in the future, or its exp too far ahead.",
    "Check the clocks. Ask the issuer for a shorter life, or allow more: regrant trust update <id> --max-lifetime-seconds <seconds>",
  ),
  assertion_replayed: entry(
    "invalid_grant",
    "The assertion was used before. Each is good for one access token.",
    "Ask the issuer for a new one. Where that cannot be, as with tokens from a file: regrant trust update <id> --allow-reuse",
  ),
  assertion_keys_unavailable: entry(
    "temporarily_unavailable",
    "The keys of the assertion's issuer cannot be fetched at the moment.",
    "Repeat the request later. If it persists, see this server's log, and: regrant doctor",
  ),
  workload_not_allowed: entry(
    "invalid_grant",
    "The token is its issuer's, but fits no rule of an operator's; or rules of several clients, and client_id does not say which is meant.",
    "Compare the claims that error_description names with the rules: regrant trust show <id>. To add one: regrant trust allow",
  ),
  assertion_client_mismatch: entry(
    "invalid_grant",
    "The assertion was made for another client than the one that sends it.",
    "Have the identity provider use the client_id that this server knows the client by.",
  ),
  assertion_subject_unknown: entry(
    "invalid_grant",
    "No user here is known to be the subject of the assertion.",
    "Let the user sign in once through the provider with the same issuer (regrant provider create). Or count verified addresses: regrant trust update <id> --trust-email",
  ),
  assertion_second_factor: entry(
    "invalid_grant",
    "The user has a second factor, or a role of the user or the client requires one, and the assertion does not prove it.",
    "If its issuer asks for two factors and says so in amr: regrant trust update <id> --trust-mfa. Otherwise let the user sign in.",
  ),
  assertion_resource_unknown: entry(
    "invalid_grant",
    "The assertion is for a resource that the client may not request tokens for.",
    "Compare the assertion's resource with: regrant client show <client_id>",
  ),
  assertion_key_unproven: entry(
    "invalid_grant",
    "The assertion is bound to a key (cnf), and the request does not prove that it has this key.",
    "Send a DPoP proof made with the key whose thumbprint is cnf.jkt in the assertion (RFC 9449).",
  ),
  assertion_unsupported: entry(
    "invalid_grant",
    "The assertion restricts what it grants in a way that this server does not know, such as authorization_details.",
    "Have the identity provider express it by scope and resource.",
  ),
  actor_token_unsupported: entry(
    "invalid_request",
    "The token exchange has an actor_token, which this server does not use.",
    "Leave actor_token and actor_token_type out: the client that authenticates is the actor.",
  ),
  actor_chain_too_long: entry(
    "invalid_request",
    "The token has been exchanged from API to API too many times.",
    "Look for APIs that call each other in a circle: the act claim names them.",
  ),
  grant_type_not_allowed: entry(
    "unauthorized_client",
    "The client is not registered for this grant type.",
    "Register it: regrant client update <client_id> --grant, naming every grant that the client uses.",
  ),
  user_credentials_mismatch: entry(
    "invalid_grant",
    "The user name or password is wrong.",
    "Let the user try again. For security, the answer does not say which of the two is wrong.",
  ),
  refresh_token_missing: entry(
    "invalid_grant",
    "A browser app asked for a refresh without its cookie: nobody is signed in, or the browser withheld the cookie.",
    "Sign in. If the cookie is still missing, check that the app and the authorization server are on the same site, and that the request is sent with credentials.",
  ),
  refresh_cookie_repeated: entry(
    "invalid_request",
    "The browser sent more than one refresh cookie. Another program on this host set one with the same name, and nobody can tell which is the app's.",
    "Delete this site's cookies and sign in again. With https no other host can set this cookie; with http any program on the same host name can, on any port.",
  ),
  refresh_token_malformed: entry(
    "invalid_grant",
    "This server did not issue the refresh token, or it was truncated or changed.",
    "Send the refresh token exactly as received. If SECRETS was replaced instead of extended, older tokens are lost.",
  ),
  refresh_token_unknown: entry(
    "invalid_grant",
    "The session no longer exists: it ended and was purged, or its user, client or API was deleted.",
    "Sign in again.",
  ),
  refresh_token_expired: entry(
    "invalid_grant",
    "The session was idle for too long, or reached its maximum lifetime.",
    "Sign in again. Operators set SESSION_IDLE_SECONDS and SESSION_ABSOLUTE_SECONDS.",
  ),
  refresh_token_revoked: entry(
    "invalid_grant",
    "The session was ended: by the user, an operator, a password change, reuse detection, a policy, or newer sign-ins.",
    "Sign in again.",
  ),
  refresh_token_reused: entry(
    "invalid_grant",
    "A refresh token that had already been replaced was used again, or three in a row were retried from a different place. Someone else may have a copy, so the session was revoked.",
    "Sign in again. If it happens again, look for a token stored in two places, or for a client that loses responses and retries after REFRESH_RETRY_SECONDS.",
  ),
  session_address_changed: entry(
    "invalid_grant",
    "The session was used from a different network or country, and the operator's policy ends such sessions.",
    "Sign in again. Operators: if clients move between networks, set ON_ADDRESS_CHANGE=log for one client or for all.",
  ),
  session_refresh_burst: entry(
    "invalid_grant",
    "The session was refreshed more often within one access token's lifetime than the operator allows, and was revoked.",
    "Sign in again, and refresh only when the access token is about to expire. Operators: REFRESH_BURST sets the limit.",
  ),
  session_displaced: entry(
    "invalid_grant",
    "The user already had MAX_SESSIONS sessions with this client and signed in once more. The session unused for the longest time ended.",
    "Sign in again. A client that signs in every time instead of keeping its refresh token displaces its own sessions. Operators: raise MAX_SESSIONS if accounts have that many devices.",
  ),
  refresh_token_wrong_client: entry(
    "invalid_grant",
    "The refresh token was issued to another client.",
    "A client can refresh only its own tokens (RFC 6749 §6).",
  ),
  refresh_token_ahead: entry(
    "invalid_grant",
    "The refresh token is newer than the database, which was restored from a backup. The session was ended.",
    "Sign in again. Operators: sessions refreshed after the backup cannot continue; see the error log.",
  ),
  refresh_token_mismatch: entry(
    "invalid_grant",
    "The refresh token is well-formed but not the one that its session expects.",
    "Sign in again. Operators: this follows a restore from backup, or means that a leaked SECRETS entry is in use; rotate it.",
  ),
  second_factor_required: entry(
    "invalid_grant",
    "The password is right, but this sign-in needs a second factor, for which the password grant has no place: the user has one, or a role of the user or the client requires it.",
    "Let the user sign in through the authorization endpoint (grant authorization_code).",
  ),
  factor_code_mismatch: entry(
    "invalid_grant",
    "The code is not the one that the authenticator app shows, or no recovery code of this user that is still good.",
    "Type the code that the app shows now; check that the clock of its device is right. Or use another factor, or a recovery code (docs/operations/factors.md).",
  ),
  factor_code_used: entry(
    "invalid_grant",
    "The code of the authenticator app was used before; each is good once.",
    "Wait until the app shows the next one, at most 30 seconds.",
  ),
  user_disabled: entry(
    "invalid_grant",
    "An operator disabled or deleted the user, or they closed their account.",
    "Ask the operator. Whoever closed their account can undo it by signing in.",
  ),

  // The authorization request (RFC 6749 §4.1.1)
  request_too_long: entry(
    "invalid_request",
    "The authorization request is too long: state may have 4,096 bytes, all parameters together 8,192.",
    "Store what you need after sign-in in the app, and send a key to it as state.",
  ),
  redirect_uri_mismatch: entry(
    "invalid_request",
    "The redirect_uri is not registered for this client. Nothing was sent to it.",
    "Register the exact URI: regrant client update --redirect-uri. Only the port may vary, and only for http://127.0.0.1, http://[::1] and http://localhost.",
  ),
  response_type_unsupported: entry(
    "unsupported_response_type",
    "The response_type is not code.",
    "Use the authorization code flow with PKCE. There is no implicit grant.",
  ),
  response_mode_unsupported: entry(
    "invalid_request",
    "The response_mode is neither query nor form_post.",
    "Leave it out, or send form_post.",
  ),
  request_object_unsupported: entry(
    "request_not_supported",
    "The request uses request or request_uri (RFC 9101).",
    "Send the parameters themselves.",
  ),
  par_required: entry(
    "invalid_request",
    "The client is registered so that it has to push its authorization requests.",
    "Send the parameters to /oauth2/par (RFC 9126), and the user with the request_uri that it answers.",
  ),
  request_uri_pushed: entry(
    "invalid_request",
    "A request that is pushed contains a request_uri.",
    "Push the parameters themselves.",
  ),
  request_uri_unknown: entry(
    "invalid_request_uri",
    "The request_uri was never issued, or is already forgotten.",
    "Push the request again and send the user with the new request_uri, unchanged.",
  ),
  request_uri_wrong_client: entry(
    "invalid_request_uri",
    "The request_uri was issued to another client than the client_id names.",
    "Send the client_id of the client that has pushed the request.",
  ),
  request_uri_expired: entry(
    "invalid_request_uri",
    "The user came later than 90 seconds after the request was pushed, or took longer than an hour to sign in.",
    "Push the request when the user wants to sign in, not before.",
  ),
  request_uri_used: entry(
    "invalid_request_uri",
    "A code was issued for the request_uri before, perhaps in another tab.",
    "Push a new request for each sign-in.",
  ),
  too_many_pushed_requests: entry(
    "too_many_requests",
    "Too many pushed requests of this client wait for their users. Of a client that does not authenticate, those of the network count.",
    "Push a request only when the user wants to sign in.",
  ),
  pkce_required: entry(
    "invalid_request",
    "The authorization request has no code_challenge.",
    "Use PKCE (RFC 7636). Only a confidential client registered so may do without it, and only for openid.",
  ),
  nonce_required: entry(
    "invalid_request",
    "The authorization request has neither a code_challenge nor a nonce.",
    "Use PKCE (RFC 7636). This client may leave it out only if it sends a nonce and asks for openid (OAuth 2.1 §7.5.1).",
  ),
  pkce_method_unsupported: entry(
    "invalid_request",
    "The code_challenge_method is not S256.",
    "Send code_challenge_method=S256 and the SHA-256 hash of the verifier.",
  ),
  pkce_malformed: entry(
    "invalid_request",
    "The code_challenge is not 43 characters of base64url.",
    "Send base64url(SHA-256(code_verifier)) without padding.",
  ),
  prompt_unsupported: entry(
    "invalid_request",
    "The prompt value is unknown, or combines none with another value.",
    "Send none alone, or any of login, consent and select_account; and create, if prompt_values_supported has it.",
  ),
  max_age_malformed: entry(
    "invalid_request",
    "The max_age is not a whole number of seconds.",
    "Send a number of seconds, or leave it out.",
  ),
  claims_malformed: entry(
    "invalid_request",
    "The claims parameter is not the JSON object that OpenID Connect describes.",
    "Send an object with the members userinfo and id_token, each an object of claims (OpenID Connect Core §5.5), or leave it out.",
  ),
  id_token_hint_invalid: entry(
    "invalid_request",
    "The id_token_hint is not an ID token that this server issued to this client.",
    "Send an ID token exactly as received; it may have expired. Or leave id_token_hint out.",
  ),
  hint_user_mismatch: entry(
    "login_required",
    "The client asked for a certain user, with id_token_hint or the claims parameter, but another one is signed in; or it asked for no interaction with an id_token_hint that shows nobody.",
    "Leave the hint out, or send prompt=login, with which that user can sign in.",
  ),
  acr_unmet: entry(
    "unmet_authentication_requirements",
    "The client asked for an acr, and this server has none of those asked for, or the user has no second factor and did not set one up.",
    "Ask for one of acr_values_supported in the metadata document. With acr_values, add the weaker ones that will do, too, in order of preference: 2 1.",
  ),
  login_required: entry(
    "login_required",
    "The client asked for no interaction, but nobody is signed in, or not recently enough.",
    "Send the user to the authorization endpoint without prompt=none.",
  ),
  step_up_required: entry(
    "login_required",
    "The client asked for no interaction, but this sign-in needs a second factor, which the user has not shown: the client, a role of the user or the request requires it.",
    "Send the user to the authorization endpoint without prompt=none.",
  ),
  consent_required: entry(
    "consent_required",
    "The client asked for no interaction, but the user has not consented to this scope.",
    "Send the user to the authorization endpoint without prompt=none.",
  ),
  post_logout_redirect_uri_mismatch: entry(
    "invalid_request",
    "The post_logout_redirect_uri is not registered for this client. Nothing was sent to it.",
    "Register the exact URI: regrant client update --post-logout-redirect-uri. Send client_id or id_token_hint with it, which tell whose URI it is.",
  ),
  access_denied: entry(
    "access_denied",
    "The user declined.",
    "Ask again when the user wants to, perhaps for less.",
  ),
  cookie_missing: entry(
    "invalid_request",
    "A form arrived without the cookie that its page set. The browser blocks this site's cookies, or was closed in between.",
    "Allow cookies for this site, reload the page and try again. Browsers block these cookies in another site's frame: open the page in a window of its own.",
  ),
  prefetch_refused: entry(
    "invalid_request",
    "The browser prefetched the authorization request (Sec-Purpose: prefetch). A code is issued only to a person who opens the link.",
    "Nothing to do: the browser asks again when the link is opened. Exclude authorization requests from prefetching.",
  ),
  form_token_mismatch: entry(
    "invalid_request",
    "The form does not come from this browser's own page, or the page is too old.",
    "Go back, reload the page and try again.",
  ),

  // The authorization code (RFC 6749 §4.1.3)
  code_unknown: entry(
    "invalid_grant",
    "The authorization code does not exist, or expired long ago.",
    "Start again at the authorization endpoint.",
  ),
  code_expired: entry(
    "invalid_grant",
    "The authorization code is more than a minute old.",
    "Start again at the authorization endpoint, and redeem the code at once.",
  ),
  code_reused: entry(
    "invalid_grant",
    "The authorization code was redeemed twice. One of the two requests was not the client's, so the session it opened was revoked.",
    "Start again at the authorization endpoint, and redeem each code once.",
  ),
  code_wrong_client: entry(
    "invalid_grant",
    "The authorization code was issued to another client.",
    "Redeem it with the client_id of the authorization request.",
  ),
  code_redirect_uri_mismatch: entry(
    "invalid_grant",
    "The redirect_uri differs from the one in the authorization request.",
    "Send the same redirect_uri in both requests.",
  ),
  pkce_mismatch: entry(
    "invalid_grant",
    "The code_verifier does not match the code_challenge.",
    "Send the verifier that the challenge was made from. Keep one for each authorization request.",
  ),
  pkce_verifier_malformed: entry(
    "invalid_grant",
    "The code_verifier is shorter than 43 or longer than 128 characters.",
    "Encode 32 random bytes in base64url, which gives 43 characters (RFC 7636 §4.1). The code was not used up.",
  ),
  password_unsuitable: entry(
    "invalid_request",
    "The new password is too short or too long, or contains characters that cannot be typed.",
    "Choose 8 to 1024 characters, without control characters.",
  ),
  password_common: entry(
    "invalid_request",
    "The new password is among the most common ones, which attackers try first, or is the account's own name.",
    "Choose another, such as four unrelated words. Passwords from a password manager are never refused.",
  ),
  email_unsuitable: entry(
    "invalid_request",
    "The new email address is none, or the one that the account has.",
    "Send an address like ada@example.com, without invisible characters.",
  ),
  passkey_refused: entry(
    "invalid_grant",
    "The passkey's answer proves nothing here: it belongs to no user or another one, to another site or page, was given before, or its signature is wrong. A person learns no more than that; the audit log has the problem.",
    "Try again, or sign in with the password. If every passkey is refused, compare ISSUER with the address that browsers show.",
  ),
  passkey_too_late: entry(
    "invalid_grant",
    "The page that asked for the passkey was open for more than ten minutes.",
    "Try again: the page that says so asks anew.",
  ),
  factor_unknown: entry(
    "invalid_request",
    "The user has no such second factor.",
    "Reload the list. It may have been removed in the meantime.",
  ),
  factor_required: entry(
    "invalid_request",
    "The user has a role that REQUIRE_MFA_ROLES names, and this is the last second factor.",
    "Add another factor first, then remove this one.",
  ),
  credential_required: entry(
    "invalid_request",
    "Nothing else signs the user in: there is no password, no other passkey and no other provider.",
    "Set a password or add another passkey first, then remove this one.",
  ),
  session_unknown: entry(
    "invalid_request",
    "The user has no open session with this id.",
    "Reload the list of sessions. It may have ended in the meantime.",
  ),
  origin_not_allowed: entry(
    "invalid_request",
    "A browser app's request has no Origin header, or one that is not registered for its client.",
    "Register the origin: regrant client update --allowed-origin.",
  ),
  too_many_sign_ins: entry(
    "too_many_requests",
    "Too many wrong passwords were tried: for this account, from this network, or both.",
    "Wait for Retry-After. The account is not locked: on networks where its owner has signed in before, only attempts from there count.",
  ),

  // Other OpenID providers
  provider_unknown: entry(
    "invalid_request",
    "There is no such provider to sign in with, or it is disabled.",
    "Sign in another way. Operators see them with: regrant provider list.",
  ),
  provider_unreachable: entry(
    "temporarily_unavailable",
    "The provider does not answer in time, answers with an error of its own, or its metadata cannot be used.",
    "Sign in another way. Operators find the cause with: regrant provider check <id>, and in the log.",
  ),
  provider_refused: entry(
    "access_denied",
    "The provider answered with an error, for example because the person cancelled there.",
    "Try again. The log has the error.",
  ),
  provider_answer_invalid: entry(
    "invalid_request",
    "What the provider answered did not hold: the code, or the ID token's signature, issuer, audience, nonce or times.",
    "Try again. If it happens again, the log says which check failed: often the client secret or a clock is wrong.",
  ),
  provider_answer_unexpected: entry(
    "invalid_request",
    "A provider's answer came back to a browser that was not on its way there, or too late, or twice, or at another provider's address.",
    "Start again in the same browser, and finish within ten minutes.",
  ),
  provider_request_too_long: entry(
    "invalid_request",
    "The app's authorization request is too long to be kept in a cookie while its user signs in at a provider.",
    "Store what the app needs after sign-in in the app, and send a key to it as state.",
  ),
  provider_authentication_old: entry(
    "login_required",
    "The app asked for a new sign-in (prompt=login, max_age), and the provider did not authenticate the user anew, or does not say when it did.",
    "Sign out at the provider and try again, or sign in another way.",
  ),
  identity_unknown: entry(
    "access_denied",
    "Nobody here is linked with this user of the provider, and the provider's users get no account by themselves.",
    "Sign in as usual and link the two on the account page. Operators may let the provider's users in: regrant provider update --sign-up.",
  ),
  identity_address_taken: entry(
    "access_denied",
    "A provider's user without an account here has an address that an account has.",
    "Sign in to that account as usual and link the two on the account page.",
  ),
  identity_address_missing: entry(
    "access_denied",
    "A provider's user without an account here has no usable email address, which an account needs.",
    "Let the provider share the address: scope email, and consent to it.",
  ),
  logout_token_invalid: entry(
    "invalid_request",
    "A provider's logout token is missing or does not hold (OpenID Connect Back-Channel Logout 1.0 §2.6).",
    "Send a token signed with a key of the provider's jwks_uri: with iss, aud (the client_id), iat, jti, events, and sub or sid, and without nonce.",
  ),

  // Registration (RFC 7591, RFC 7592)
  redirect_uri_invalid: entry(
    "invalid_redirect_uri",
    "A client asked to be registered without redirect URIs, or with one that is unsafe.",
    "Register https URIs, http on 127.0.0.1, [::1] or localhost, or a scheme like com.example.app: with application_type native.",
  ),
  client_metadata_invalid: entry(
    "invalid_client_metadata",
    "A client asked to be registered with metadata that this server cannot accept.",
    "Correct the member that error_description names. A client that registers itself may have the authorization code grant, and refresh tokens.",
  ),
  initial_access_token_invalid: entry(
    "invalid_token",
    "The initial access token, which lets a client register, is unknown, has expired or was revoked, or has been used as often as it may be.",
    "Ask the operator for a new one: regrant registration-token create.",
  ),
  registration_access_token_invalid: entry(
    "invalid_token",
    "The registration access token is not that of this client, or the client no longer exists. A registration that nobody authorizes is gone after a day, an unused one after 90 days.",
    "Send the registration_access_token that the client got when it registered, to its registration_client_uri. If the client is gone, register again.",
  ),
  too_many_registrations: entry(
    "too_many_requests",
    "Too many clients registered from this network within an hour.",
    "Register once and keep the client_id. Otherwise wait for Retry-After. Operators: behind a proxy, TRUST_PROXY tells networks apart.",
  ),
  registrations_full: entry(
    "temporarily_unavailable",
    "There are 10,000 clients that registered themselves within a day and that nobody has authorized.",
    "Try again later. Operators: someone may be filling the table; REGISTRATION=token lets only those register to whom you gave a token.",
  ),

  // Revocation (RFC 7009)
  access_token_not_revocable: entry(
    "unsupported_token_type",
    "An access token cannot be revoked: APIs verify it offline until it expires.",
    "Revoke the refresh token, which ends the session, and keep access tokens short-lived.",
  ),

  // Introspection (RFC 7662)
  introspection_public_client: entry(
    "invalid_client",
    "A public client asked for introspection.",
    "Introspect as a confidential client, or as an API with a secret of its own. A public client's tokens are for its API to check.",
  ),
  resource_not_registered: entry(
    "invalid_client",
    "No API is registered under the URI sent in the Authorization header or as client_id.",
    "Send the registered URI exactly as regrant resource list shows it.",
  ),
  resource_secret_missing: entry(
    "invalid_client",
    "The API has no secret to authenticate with.",
    "Create one: regrant resource secret <uri>.",
  ),
  resource_secret_mismatch: entry(
    "invalid_client",
    "The API's secret is wrong.",
    "Check the secret, which was shown once, when it was created. For a new one: regrant resource secret <uri>.",
  ),

  // What is asked for
  scope_malformed: entry(
    "invalid_scope",
    "The scope parameter breaks the grammar of RFC 6749 §3.3.",
    "Send scope names separated by single spaces.",
  ),
  scope_not_allowed: entry(
    "invalid_scope",
    "None of the requested scope is available to this client at this API. Unavailable scope is left out of a grant; here nothing was left, or the scope belongs to several APIs and the request named none.",
    "Ask for scope that the client has at this API (regrant client show), or give it the scope. If another API has it, name that API with resource.",
  ),
  scope_exceeds_grant: entry(
    "invalid_scope",
    "None of the requested scope was granted at sign-in and is still available to the client.",
    "Ask for part of the granted scope, or leave scope out (RFC 6749 §6). For more scope, sign in again.",
  ),
  resource_unknown: entry(
    "invalid_target",
    "The resource is not registered, or this client may not use it.",
    "Send the resource's identifier exactly as regrant resource list shows it (RFC 8707 §2), including path and query.",
  ),
  audience_unknown: entry(
    "invalid_target",
    "The request names an API with audience (or aud), as other servers expect, but this client may not use an API of that name.",
    "Send resource with the API's identifier (RFC 8707 §2); regrant resource list shows it. This server accepts audience only if it is such an identifier.",
  ),
  audience_mismatch: entry(
    "invalid_target",
    "The request names one API with audience (or aud) and another with resource.",
    "Send resource only (RFC 8707 §2).",
  ),
  resource_repeated: entry(
    "invalid_target",
    "The request names more than one resource. An access token is for one.",
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
    "The database does not answer in time. Neither the request nor the token is at fault.",
    "Keep the tokens and repeat the request after Retry-After. Refreshes are safe to repeat.",
  ),
  overloaded: entry(
    "temporarily_unavailable",
    "The server is overloaded and shed this request.",
    "Keep the tokens and repeat the request after Retry-After.",
  ),
  body_too_slow: entry(
    "temporarily_unavailable",
    "The request's body did not arrive within two seconds of its headers. The connection is closed, with status 408.",
    "Repeat the request, and send the body without delay.",
  ),
  request_abandoned: entry(
    "temporarily_unavailable",
    "The client closed the connection before its request was processed, so nothing was done. Nobody receives this answer; it appears in logs and metrics.",
    "Wait for the answer. Refreshes are safe to repeat.",
  ),
  password_check_failed: entry(
    "temporarily_unavailable",
    "The process that checks passwords ended twice before it answered. The attempt does not count as a wrong password.",
    "Repeat the request after Retry-After. If it persists, the server's log shows how that process ends.",
  ),
  deadline_exceeded: entry(
    "temporarily_unavailable",
    "The answer was not ready within two seconds.",
    "Keep the tokens and repeat the request after Retry-After. Refreshes are safe to repeat.",
  ),
  signing_key_unavailable: entry(
    "temporarily_unavailable",
    "There is no active signing key yet, or none of an algorithm that this client must have.",
    "Repeat the request after Retry-After. Operators: run regrant migrate; see /health/ready and regrant key list. An algorithm that has just been chosen signs after ten minutes.",
  ),
  unforeseen: entry(
    "server_error",
    "An unexpected error occurred.",
    "Try again later. Give the operator the request id from the x-request-id header of the answer.",
  ),

  // At the resource server (RFC 6750)
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
  // Proofs of possession (RFC 9449)
  dpop_proof_missing: entry(
    "invalid_dpop_proof",
    "The request has no DPoP header, but needs one: its token or its client is bound to a key.",
    "Send a DPoP proof, made for this request, in the DPoP header (RFC 9449 §4).",
  ),
  dpop_proof_repeated: entry(
    "invalid_dpop_proof",
    "The request has more than one DPoP header.",
    "Send one proof in one DPoP header (RFC 9449 §4.3).",
  ),
  dpop_proof_malformed: entry(
    "invalid_dpop_proof",
    "The DPoP header is not one signed JWT, or the JWT lacks iat or jti.",
    "Make the proof with a DPoP library. It needs the claims jti, htm, htu and iat (RFC 9449 §4.2).",
  ),
  dpop_proof_typ: entry(
    "invalid_dpop_proof",
    "The JWT in the DPoP header is not a DPoP proof.",
    "Set the header's typ to dpop+jwt (RFC 9449 §4.2).",
  ),
  dpop_proof_alg: entry(
    "invalid_dpop_proof",
    "The proof is not signed with an algorithm that is accepted here: symmetric ones and none never are.",
    "Use one of dpop_signing_alg_values_supported in the metadata: ES256, Ed25519 (also called EdDSA), PS256 or RS256.",
  ),
  dpop_proof_key: entry(
    "invalid_dpop_proof",
    "The proof's jwk is missing, is not for its alg, is not a valid key, is RSA of fewer than 2048 or more than 4096 bits, or contains a private key.",
    "Send the public key only, of the kind that alg needs. A private key that was sent is no longer secret: make a new one.",
  ),
  dpop_proof_signature: entry(
    "invalid_dpop_proof",
    "The proof's signature was not made by the key in its header.",
    "Sign with the private key of jwk. ES256 signatures are 64 bytes, not DER (RFC 7518 §3.4).",
  ),
  dpop_proof_htm: entry(
    "invalid_dpop_proof",
    "The proof was made for another HTTP method.",
    "Make a proof for each request, with its method as htm.",
  ),
  dpop_proof_htu: entry(
    "invalid_dpop_proof",
    "The proof was made for another URL.",
    "Make a proof for each request, with its URL, without query and fragment, as htu. Operators: behind a proxy that changes addresses, the server has to know its public URL (an API: the verifier's option dpop.url).",
  ),
  dpop_proof_time: entry(
    "invalid_dpop_proof",
    "The proof is too old, or from the future.",
    "Make a proof for each request, just before it is sent, and check the clock: by default a minute is accepted either way.",
  ),
  dpop_proof_replayed: entry(
    "invalid_dpop_proof",
    "The proof has been used before.",
    "Make a proof for each request, with a jti of its own; for a repeated request too.",
  ),
  dpop_proof_token: entry(
    "invalid_dpop_proof",
    "The proof was made for another access token, or for none.",
    "Set ath to the SHA-256 hash of the access token that the request carries (RFC 9449 §4.2).",
  ),
  dpop_nonce_required: entry(
    "use_dpop_nonce",
    "The proof lacks this server's nonce, or has an old one.",
    "Repeat the request with a new proof that contains the value of the DPoP-Nonce header as nonce (RFC 9449 §8, §9). Nothing was used up.",
  ),
  dpop_key_mismatch: entry(
    "invalid_dpop_proof",
    "The proof was made with another key than the one that the token or the authorization code is bound to.",
    "Use the key that the token was requested with. If it is lost, sign in again.",
  ),
  token_binding_unknown: entry(
    "invalid_token",
    "The access token is bound to its client in a way that this API cannot check: its cnf claim is not a key's thumbprint (jkt), alone.",
    "Get a token that is bound by DPoP, or to nothing.",
  ),
  token_bound: entry(
    "invalid_token",
    "The access token is bound to a key, but was sent as a bearer token.",
    "Send: Authorization: DPoP <access token>, and a proof in the DPoP header (RFC 9449 §7.1).",
  ),
  token_not_bound: entry(
    "invalid_token",
    "The access token is not bound to a key, but was sent with the scheme DPoP, or the API requires bound tokens.",
    "Send it as a bearer token; or, where the API requires DPoP, send a DPoP proof when requesting the token.",
  ),
  dpop_required: entry(
    "invalid_dpop_proof",
    "Access tokens of this client, or of the API that the token is for, are always bound to a key, and the request has no proof of one.",
    "Send a DPoP proof with the token request. Operators: the settings are require_dpop of the client and of the resource.",
  ),
  dpop_jkt_malformed: entry(
    "invalid_request",
    "The dpop_jkt of the authorization request is not the thumbprint of a key.",
    "Send the SHA-256 thumbprint of the public key in base64url: 43 characters (RFC 7638, RFC 9449 §10).",
  ),

  // Administration
  administrator_lost: entry(
    "invalid_token",
    "The access token is valid, but its client was disabled or lost the scope, or its user is no longer an administrator.",
    "Get a new token. Operators: see regrant client show and regrant user show.",
  ),
  json_expected: entry(
    "invalid_request",
    "The body is not JSON.",
    "Send Content-Type: application/json, or application/merge-patch+json with PATCH.",
  ),
  parameter_invalid: entry(
    "invalid_request",
    "A parameter in the address is unknown or invalid.",
    "Correct the parameters that the answer names.",
  ),
  precondition_required: entry(
    "invalid_request",
    "A change came without If-Match, so it could overwrite somebody else's.",
    "Read the item first, and send the ETag of that answer in If-Match (RFC 6585 §3).",
  ),
  precondition_failed: entry(
    "invalid_request",
    "The item has changed since it was read.",
    "Read it again, review the changes, and repeat the request with the new ETag (RFC 9110 §13.1.1).",
  ),
  already_registered: entry(
    "invalid_request",
    "The client_id, resource or email address is taken.",
    "Choose another, or change the existing one.",
  ),
  sign_up_off: entry(
    "invalid_request",
    "Nobody can accept an invitation at this server.",
    "Set SIGN_UP=invite, or open, for the server and for the command.",
  ),
  state_conflict: entry(
    "invalid_request",
    "The current state does not allow this. The answer says why.",
    "Read the item again.",
  ),
  signing_key_staged: entry(
    "invalid_request",
    "The next signing key is already staged. It becomes active once every verifier has had time to fetch it, about ten minutes after staging.",
    "Wait; GET /admin/v1/keys or regrant key list shows its state. If the active key has leaked: regrant key rotate --emergency.",
  ),
  keys_unavailable: entry(
    "temporarily_unavailable",
    "The API has no keys to verify with and cannot fetch them.",
    "Try again later. Operators: check JWKS_URL, or provide the keys with JWKS_FILE.",
  ),
} as const satisfies Record<string, ReasonEntry>;

export type Reason = keyof typeof reasons;
