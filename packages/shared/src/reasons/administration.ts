/** Administration. */
import { entry, type ReasonEntry } from "./entry.js";

export const administrationReasons = {
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
