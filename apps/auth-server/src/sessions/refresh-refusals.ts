/** The error for each refused refresh (docs/errors.md explains the reasons). */
import { OAuthError, type Reason, reasons } from "@regrant/shared";
import { shown } from "../http/shown-value.js";
import { needsProof } from "../tokens/dpop.js";
import type { RefreshRefusal } from "./decide-refresh.js";

const refusals = {
  wrong_client: ["refresh_token_wrong_client", "The refresh token was issued to another client."],
  revoked: ["refresh_token_revoked", "The session was ended."],
  client_disabled: ["client_disabled", "The client is disabled."],
  user_disabled: ["user_disabled", "The user is disabled."],
  ahead: ["refresh_token_ahead", "The refresh token is newer than the database."],
  reused: ["refresh_token_reused", "The refresh token was used before; its session is now revoked."],
  address_changed: [
    "session_address_changed",
    "The session was used from another network than before; it is now revoked.",
  ],
  refresh_burst: ["session_refresh_burst", "The session was refreshed too often; it is now revoked."],
  mismatch: ["refresh_token_mismatch", "The refresh token is not the one that its session expects."],
  proof_missing: [
    "dpop_proof_missing",
    "The refresh token is bound to a key, and the request has no DPoP proof of it.",
  ],
  key_mismatch: [
    "dpop_key_mismatch",
    "The refresh token is bound to another key than that of the DPoP proof.",
  ],
  dpop_required: ["dpop_required", needsProof("resource")],
  expired: ["refresh_token_expired", "The session has expired."],
  resource_lost: ["resource_unknown", "The client may no longer ask for this resource."],
  scope_exceeds_grant: ["scope_exceeds_grant", "Nothing of the scope was granted at sign-in."],
  resource_exceeds_grant: ["resource_exceeds_grant", "The resource was not granted at sign-in."],
  unknown: ["refresh_token_unknown", "The session of this refresh token is gone."],
} as const satisfies Readonly<Record<RefreshRefusal, readonly [Reason, string]>>;

/** `asked` is what the refresh requested, shown if that was the fault. */
export function refusalOf(
  refusal: RefreshRefusal,
  asked: { readonly scope?: readonly string[] | null; readonly resource?: string | null } = {},
): OAuthError {
  const [reason, description] = refusals[refusal];
  const value = { scope_exceeds_grant: asked.scope?.join(" "), resource_exceeds_grant: asked.resource };
  const wrong = refusal in value ? value[refusal as keyof typeof value] : undefined;
  const sent = wrong ? ` It asks for ${shown(wrong)}.` : "";
  return new OAuthError(reasons[reason].error, description + sent, { reason });
}

/** The reason that a refusal is audited under. */
export const reasonOf = <R extends RefreshRefusal>(refusal: R): (typeof refusals)[R][0] =>
  refusals[refusal][0];
