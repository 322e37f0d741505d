/** The authorization request (RFC 6749 §4.1.1). */
import { entry, type ReasonEntry } from "./entry.js";

export const authorizationRequestReasons = {
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
} as const satisfies Record<string, ReasonEntry>;
