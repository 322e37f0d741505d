/** What a refused refresh is answered: one error for each decision (docs/errors.md has each reason's entry). */
import { type ErrorCode, OAuthError, type Reason } from "@regrant/shared";
import type { RefreshRefusal } from "./decide-refresh.js";

const refusals: Readonly<Record<RefreshRefusal, readonly [ErrorCode, Reason, string]>> = {
  wrong_client: [
    "invalid_grant",
    "refresh_token_wrong_client",
    "The refresh token was issued to another client.",
  ],
  revoked: ["invalid_grant", "refresh_token_revoked", "The session was ended."],
  client_disabled: ["invalid_client", "client_disabled", "The client is disabled."],
  user_disabled: ["invalid_grant", "user_disabled", "The user is disabled."],
  ahead: ["invalid_grant", "refresh_token_ahead", "The refresh token is newer than the database."],
  reused: [
    "invalid_grant",
    "refresh_token_reused",
    "The refresh token was used before; its session is now revoked.",
  ],
  address_changed: [
    "invalid_grant",
    "session_address_changed",
    "The session was used from another network than before; it is now revoked.",
  ],
  refresh_burst: [
    "invalid_grant",
    "session_refresh_burst",
    "The session was refreshed too often; it is now revoked.",
  ],
  mismatch: [
    "invalid_grant",
    "refresh_token_mismatch",
    "The refresh token is not the one that its session expects.",
  ],
  expired: ["invalid_grant", "refresh_token_expired", "The session has expired."],
  resource_lost: ["invalid_target", "resource_unknown", "The client may no longer ask for this resource."],
  scope_exceeds_grant: ["invalid_scope", "scope_exceeds_grant", "The scope was not granted at sign-in."],
  resource_exceeds_grant: [
    "invalid_target",
    "resource_exceeds_grant",
    "The resource was not granted at sign-in.",
  ],
  unknown: ["invalid_grant", "refresh_token_unknown", "The session of this refresh token is gone."],
};

export function refusalOf(refusal: RefreshRefusal): OAuthError {
  const [code, reason, description] = refusals[refusal];
  return new OAuthError(code, description, { reason });
}

/** The reason that a refusal leaves in the audit. */
export const reasonOf = (refusal: RefreshRefusal): Reason => refusals[refusal][1];
