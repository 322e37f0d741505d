/**
 * Passwords as text: what may be set can also be used, whichever keyboard it is typed on.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8265#section-4.2 of which this takes NFC and the ban on control characters
 */

/** NIST SP 800-63B §3.1.1.2: at least 8 characters; no rule on which. Nobody types more than the most. */
const shortest = 8;
export const longestPassword = 1024;
/** UTF-16 units that a sign-in reads: as many characters of the longest, taken apart. */
const longestTyped = 8 * longestPassword;

/** In code points, as people count characters. */
const lengthOf = (text: string): number => [...text].length;

/** As it is hashed: one keyboard sends ü as one character, another one as u with two dots. */
export const canonicalPassword = (typed: string): string => typed.normalize("NFC");

/** What is wrong with a password that is to be set; null where nothing is. Never says anything of the password itself. */
export function faultOfNewPassword(typed: string): string | null {
  // A line break cannot be typed into a login page, a NUL not be sent, and half a character is none in UTF-8.
  if (/[\p{Cc}\p{Cs}]/u.test(typed)) return "must be without control characters, such as a line break";
  const length = typed.length > longestTyped ? longestTyped : lengthOf(canonicalPassword(typed));
  return length < shortest || length > longestPassword
    ? `must be ${shortest} to ${longestPassword} characters long`
    : null;
}

/** What may have been hashed when this password was set: the canonical form, and before there was one, the letters as typed. */
export function possiblePasswords(typed: string): readonly string[] {
  if (typed.length > longestTyped) return [];
  const forms = new Set([canonicalPassword(typed), typed]);
  return [...forms].filter((form) => lengthOf(form) <= longestPassword);
}
