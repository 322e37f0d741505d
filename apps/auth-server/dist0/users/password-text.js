/**
 * Passwords as text: whatever can be set can be typed later, on any keyboard.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8265#section-4.2 of which this uses NFC and the ban on control characters
 */
/** NIST SP 800-63B §3.1.1.2: at least 8 characters, of any kind. The maximum exceeds what anybody types. */
const shortest = 8;
export const longestPassword = 1024;
/** UTF-16 units accepted at sign-in: enough for the longest password in decomposed form. */
const longestTyped = 8 * longestPassword;
/** In code points, as people count characters. */
const lengthOf = (text) => [...text].length;
/** The form that is hashed: some keyboards send ü as one character, others as u and two dots. */
export const canonicalPassword = (typed) => typed.normalize("NFC");
/** What is wrong with a new password; null if nothing is. Never reveals anything about the password. */
export function faultOfNewPassword(typed) {
    // A line break cannot be typed into a login page, a NUL not be sent, and half a character is none in UTF-8.
    if (/[\p{Cc}\p{Cs}]/u.test(typed))
        return "must be without control characters, such as a line break";
    const length = typed.length > longestTyped ? longestTyped : lengthOf(canonicalPassword(typed));
    return length < shortest || length > longestPassword
        ? `must be ${shortest} to ${longestPassword} characters long`
        : null;
}
/**
 * What may have been hashed when this password was set: the canonical form, or, before that existed, the password as
 * typed.
 */
export function possiblePasswords(typed) {
    if (typed.length > longestTyped)
        return [];
    const forms = new Set([canonicalPassword(typed), typed]);
    return [...forms].filter((form) => lengthOf(form) <= longestPassword);
}
//# sourceMappingURL=password-text.js.map