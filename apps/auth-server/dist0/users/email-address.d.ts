/**
 * UTF-16 units. Anything longer is no address and is not processed: NFC takes quadratic time in the number of marks
 * on a letter.
 */
export declare const longestTypedEmail = 1000;
/** The form that is stored and shown: as typed, trimmed, in NFC. */
export declare function trimmedEmail(typed: string): string;
/**
 * The form for comparison: trimmed, without invisible characters, in NFC, the domain in ASCII (as browsers write it
 * in e-mail fields), all in lower case. Never fails: input that is no address yields a key that matches none, or its
 * own letters.
 */
export declare function emailKey(typed: string): string;
/**
 * What is wrong with a new address, as returned by `trimmedEmail`; null if nothing is. Stricter than signing in,
 * which only has to find the right user.
 */
export declare function faultOfEmail(email: string): string | null;
