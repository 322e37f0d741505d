/** What mails are about. Each kind has its texts in every language (`texts/`). */
export const mailKinds = [
    "sign_up",
    "already_registered",
    "invitation",
    "email_verification",
    "email_change",
    "email_changed",
    "password_reset",
    "deletion_requested",
    "deletion_cancelled",
    // What a trigger of the audit log queued; its recipient is looked up when it is sent.
    "notice",
    // An operator's: regrant mail test.
    "test",
];
const [hour, day] = [3600, 86_400];
/** How long the links in mails work. A mail whose link has expired is not sent. */
export const linkSeconds = {
    sign_up: day,
    invitation: 7 * day,
    email_verification: day,
    email_change: hour,
    // It undoes the change.
    email_changed: 7 * day,
    password_reset: hour / 2,
};
export const linkSecondsOf = (kind) => linkSeconds[kind] ?? null;
//# sourceMappingURL=kinds.js.map