/** Other OpenID providers. */
import { entry, type ReasonEntry } from "./entry.js";

export const providerReasons = {
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
} as const satisfies Record<string, ReasonEntry>;
