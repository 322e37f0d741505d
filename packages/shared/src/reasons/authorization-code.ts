/** The authorization code (RFC 6749 §4.1.3). */
import { entry, type ReasonEntry } from "./entry.js";

export const authorizationCodeReasons = {
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
} as const satisfies Record<string, ReasonEntry>;
