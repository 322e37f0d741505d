/** `meaning` is for operators. What users read is in the pages' texts, for each `ToldReason`. */
export declare const endReasons: {
    readonly administrator: {
        readonly meaning: "an operator ended it.";
        readonly told: "news";
    };
    readonly client: {
        readonly meaning: "the client signed out, or revoked its refresh token.";
        readonly told: null;
    };
    readonly client_deleted: {
        readonly meaning: "its client was deleted.";
        readonly told: null;
    };
    readonly client_disabled: {
        meaning: string;
        told: null;
    };
    readonly code_reused: {
        meaning: string;
        told: "alarm";
    };
    readonly consent_withdrawn: {
        readonly meaning: "the user revoked the consent.";
        readonly told: null;
    };
    readonly expired: {
        readonly meaning: "it had been idle for too long.";
        readonly told: null;
    };
    readonly logout: {
        readonly meaning: "the user signed out.";
        readonly told: null;
    };
    readonly password_changed: {
        readonly meaning: "the password was changed.";
        readonly told: null;
    };
    readonly provider_disabled: {
        readonly meaning: "the provider that the user had signed in with was disabled or deleted.";
        readonly told: "news";
    };
    readonly provider_logout: {
        readonly meaning: "the user signed out at the provider that they had signed in with.";
        readonly told: null;
    };
    readonly refresh_token_ahead: {
        meaning: string;
        told: "news";
    };
    readonly refresh_token_reused: {
        meaning: string;
        told: "alarm";
    };
    readonly resource_deleted: {
        readonly meaning: "its API was deleted.";
        readonly told: null;
    };
    readonly session_address_changed: {
        meaning: string;
        told: "alarm";
    };
    readonly session_displaced: {
        meaning: string;
        told: "news";
    };
    readonly session_refresh_burst: {
        meaning: string;
        told: "alarm";
    };
    readonly user: {
        readonly meaning: "the user ended it.";
        readonly told: null;
    };
    readonly user_deleted: {
        readonly meaning: "the user was deleted.";
        readonly told: null;
    };
    readonly user_disabled: {
        meaning: string;
        told: null;
    };
};
export type EndReason = keyof typeof endReasons;
/** Reasons that users are told. */
export type ToldReason = {
    [R in EndReason]: (typeof endReasons)[R]["told"] extends null ? never : R;
}[EndReason];
/** False for a reason that only another version of the server knows. */
export declare const isEndReason: (text: string) => text is EndReason;
export declare const isTold: (reason: EndReason) => reason is ToldReason;
export declare const toldReasons: readonly ToldReason[];
