/** The error for each refused refresh (docs/errors.md explains the reasons). */
import { OAuthError, reasons } from "../shared/index.js";
import { shown } from "../http/shown-value.js";
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
    expired: ["refresh_token_expired", "The session has expired."],
    resource_lost: ["resource_unknown", "The client may no longer ask for this resource."],
    scope_exceeds_grant: ["scope_exceeds_grant", "Nothing of the scope was granted at sign-in."],
    resource_exceeds_grant: ["resource_exceeds_grant", "The resource was not granted at sign-in."],
    unknown: ["refresh_token_unknown", "The session of this refresh token is gone."],
};
/** `asked` is what the refresh requested, shown if that was the fault. */
export function refusalOf(refusal, asked = {}) {
    const [reason, description] = refusals[refusal];
    const value = { scope_exceeds_grant: asked.scope?.join(" "), resource_exceeds_grant: asked.resource };
    const wrong = refusal in value ? value[refusal] : undefined;
    const sent = wrong ? ` It asks for ${shown(wrong)}.` : "";
    return new OAuthError(reasons[reason].error, description + sent, { reason });
}
/** The reason that a refusal is audited under. */
export const reasonOf = (refusal) => refusals[refusal][0];
//# sourceMappingURL=refresh-refusals.js.map