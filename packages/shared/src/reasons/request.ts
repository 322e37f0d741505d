/** The request itself. */
import { entry, type ReasonEntry } from "./entry.js";

export const requestReasons = {
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
} as const satisfies Record<string, ReasonEntry>;
