/** Why sessions end, and the sign-ins that end with them: as rows, audit and admin API have it, and in words. */
import { reasons } from "../shared/index.js";
/** A reason that refusals share. */
const refusal = (reason, told) => ({
    meaning: `${reasons[reason].meaning} (${reason})`,
    told,
});
/** `meaning` is for operators. What users read is in the pages' texts, for each `ToldReason`. */
export const endReasons = {
    administrator: { meaning: "an operator ended it.", told: "news" },
    client: { meaning: "the client signed out, or revoked its refresh token.", told: null },
    client_deleted: { meaning: "its client was deleted.", told: null },
    client_disabled: refusal("client_disabled", null),
    code_reused: refusal("code_reused", "alarm"),
    consent_withdrawn: { meaning: "the user revoked the consent.", told: null },
    expired: { meaning: "it had been idle for too long.", told: null },
    logout: { meaning: "the user signed out.", told: null },
    password_changed: { meaning: "the password was changed.", told: null },
    provider_disabled: {
        meaning: "the provider that the user had signed in with was disabled or deleted.",
        told: "news",
    },
    provider_logout: {
        meaning: "the user signed out at the provider that they had signed in with.",
        told: null,
    },
    refresh_token_ahead: refusal("refresh_token_ahead", "news"),
    refresh_token_reused: refusal("refresh_token_reused", "alarm"),
    resource_deleted: { meaning: "its API was deleted.", told: null },
    session_address_changed: refusal("session_address_changed", "alarm"),
    session_displaced: refusal("session_displaced", "news"),
    session_refresh_burst: refusal("session_refresh_burst", "alarm"),
    user: { meaning: "the user ended it.", told: null },
    user_deleted: { meaning: "the user was deleted.", told: null },
    user_disabled: refusal("user_disabled", null),
};
/** False for a reason that only another version of the server knows. */
export const isEndReason = (text) => Object.hasOwn(endReasons, text);
export const isTold = (reason) => endReasons[reason].told !== null;
export const toldReasons = Object.keys(endReasons).filter(isEndReason).filter(isTold);
//# sourceMappingURL=end-reasons.js.map