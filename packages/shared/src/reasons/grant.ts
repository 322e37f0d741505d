/** The grant. */
import { entry, type ReasonEntry } from "./entry.js";

export const grantReasons = {
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
} as const satisfies Record<string, ReasonEntry>;
