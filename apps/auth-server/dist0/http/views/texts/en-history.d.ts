export declare const history: {
    title: string;
    about: string;
    row: string;
    aboutRow: string;
    see: string;
    none: string;
    back: string;
    ifNotYou: import("../html.js").Html;
    byAdministrator: string;
    /** By the audit event's name. */
    events: {
        "consent.granted": string;
        "consent.withdrawn": string;
        "factor.added": string;
        "factor.codes_renewed": string;
        "factor.recovered": string;
        "factor.refused": string;
        "factor.removed": string;
        "identity.linked": string;
        "identity.unlinked": string;
        "password.changed": string;
        "session.created": string;
        "session.revoked": string;
        "sign_in.created": string;
        "sign_in.ended": string;
        "sign_in.new_device": string;
        "sign_in.stepped_up": string;
        "user.created": string;
        "user.deletion_cancelled": string;
        "user.deletion_requested": string;
        "user.disabled": string;
        "user.email_changed": string;
        "user.email_verified": string;
        "user.enabled": string;
        "user.exported": string;
        "user.updated": string;
    };
    /** Why something ended, where `ends` does not say so. */
    ends: {
        client: string;
        client_deleted: string;
        client_disabled: string;
        logout: string;
        provider_logout: string;
        resource_deleted: string;
        displaced: string;
        user: string;
    };
    /** Of a new or former second factor. */
    factors: {
        passkey: string;
        totp: string;
        recovery_code: string;
    };
};
export type History = typeof history;
