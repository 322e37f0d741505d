/** What mails are about. Each kind has its texts in every language (`texts/`). */
export declare const mailKinds: readonly ["sign_up", "already_registered", "invitation", "email_verification", "email_change", "email_changed", "password_reset", "deletion_requested", "deletion_cancelled", "notice", "test"];
export type MailKind = (typeof mailKinds)[number];
/** What requests queue. */
export type QueuedKind = Exclude<MailKind, "notice" | "test">;
/** How long the links in mails work. A mail whose link has expired is not sent. */
export declare const linkSeconds: {
    readonly sign_up: number;
    readonly invitation: number;
    readonly email_verification: number;
    readonly email_change: number;
    readonly email_changed: number;
    readonly password_reset: number;
};
export declare const linkSecondsOf: (kind: MailKind) => number | null;
