/** The error for each refused refresh (docs/errors.md explains the reasons). */
import { OAuthError } from "../shared/index.js";
import type { RefreshRefusal } from "./decide-refresh.js";
declare const refusals: {
    readonly wrong_client: readonly ["refresh_token_wrong_client", "The refresh token was issued to another client."];
    readonly revoked: readonly ["refresh_token_revoked", "The session was ended."];
    readonly client_disabled: readonly ["client_disabled", "The client is disabled."];
    readonly user_disabled: readonly ["user_disabled", "The user is disabled."];
    readonly ahead: readonly ["refresh_token_ahead", "The refresh token is newer than the database."];
    readonly reused: readonly ["refresh_token_reused", "The refresh token was used before; its session is now revoked."];
    readonly address_changed: readonly ["session_address_changed", "The session was used from another network than before; it is now revoked."];
    readonly refresh_burst: readonly ["session_refresh_burst", "The session was refreshed too often; it is now revoked."];
    readonly mismatch: readonly ["refresh_token_mismatch", "The refresh token is not the one that its session expects."];
    readonly expired: readonly ["refresh_token_expired", "The session has expired."];
    readonly resource_lost: readonly ["resource_unknown", "The client may no longer ask for this resource."];
    readonly scope_exceeds_grant: readonly ["scope_exceeds_grant", "Nothing of the scope was granted at sign-in."];
    readonly resource_exceeds_grant: readonly ["resource_exceeds_grant", "The resource was not granted at sign-in."];
    readonly unknown: readonly ["refresh_token_unknown", "The session of this refresh token is gone."];
};
/** `asked` is what the refresh requested, shown if that was the fault. */
export declare function refusalOf(refusal: RefreshRefusal, asked?: {
    readonly scope?: readonly string[] | null;
    readonly resource?: string | null;
}): OAuthError;
/** The reason that a refusal is audited under. */
export declare const reasonOf: <R extends RefreshRefusal>(refusal: R) => (typeof refusals)[R][0];
export {};
