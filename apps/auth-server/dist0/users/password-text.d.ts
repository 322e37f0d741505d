/**
 * Passwords as text: whatever can be set can be typed later, on any keyboard.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8265#section-4.2 of which this uses NFC and the ban on control characters
 */
export declare const longestPassword = 1024;
/** The form that is hashed: some keyboards send ü as one character, others as u and two dots. */
export declare const canonicalPassword: (typed: string) => string;
/** What is wrong with a new password; null if nothing is. Never reveals anything about the password. */
export declare function faultOfNewPassword(typed: string): string | null;
/**
 * What may have been hashed when this password was set: the canonical form, or, before that existed, the password as
 * typed.
 */
export declare function possiblePasswords(typed: string): readonly string[];
