/** Revocation (RFC 7009), introspection (RFC 7662), what is asked for, and the server itself. */
import { entry, type ReasonEntry } from "./entry.js";

export const serverReasons = {
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
} as const satisfies Record<string, ReasonEntry>;
