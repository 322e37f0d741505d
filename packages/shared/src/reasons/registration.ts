/** Registration (RFC 7591, RFC 7592). */
import { entry, type ReasonEntry } from "./entry.js";

export const registrationReasons = {
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
} as const satisfies Record<string, ReasonEntry>;
