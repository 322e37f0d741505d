/** What happened to an account, in English: in its history, and in the notices that are mailed. */
import { html } from "../html.js";
export const history = {
    title: "Account history",
    about: "What happened with your account, and apps that used it.",
    row: "Account history",
    aboutRow: "Sign-ins, changes to your account, and sessions that ended.",
    see: "See history",
    none: "Nothing yet.",
    back: "Back to your account",
    ifNotYou: html `Something here wasn’t you? <a href="/account/password">Change your password</a>: that signs everybody else out.`,
    byAdministrator: "By an administrator",
    /** By the audit event's name. */
    events: {
        "consent.granted": "App allowed",
        "consent.withdrawn": "Access of an app removed",
        "factor.added": "Second factor added",
        "factor.codes_renewed": "Recovery codes renewed",
        "factor.recovered": "Signed in with a recovery code",
        "factor.refused": "Wrong second factor",
        "factor.removed": "Second factor removed",
        "identity.linked": "Linked with another provider",
        "identity.unlinked": "Link with another provider removed",
        "password.changed": "Password changed",
        "session.created": "App signed in",
        "session.revoked": "Session ended",
        "sign_in.created": "Signed in",
        "sign_in.ended": "Signed out",
        "sign_in.new_device": "Signed in on a new device",
        "sign_in.stepped_up": "Second factor shown",
        "user.created": "Account created",
        "user.deletion_cancelled": "Deletion of the account cancelled",
        "user.deletion_requested": "Deletion of the account requested",
        "user.disabled": "Account disabled",
        "user.email_changed": "Email address changed",
        "user.email_verified": "Email address confirmed",
        "user.enabled": "Account enabled again",
        "user.exported": "Data exported",
        "user.updated": "Profile changed",
    },
    /** Why something ended, where `ends` does not say so. */
    ends: {
        client: "The app signed out.",
        client_deleted: "The app was removed from this service.",
        client_disabled: "The app was switched off.",
        logout: "You signed out.",
        provider_logout: "You signed out at the provider that you had signed in with.",
        resource_deleted: "What the app had access to was removed from this service.",
        displaced: "You were signed in with too many browsers. It was the first of them.",
        user: "You ended it.",
    },
    /** Of a new or former second factor. */
    factors: {
        passkey: "Passkey",
        totp: "Authenticator app",
        recovery_code: "Recovery code",
    },
};
//# sourceMappingURL=en-history.js.map