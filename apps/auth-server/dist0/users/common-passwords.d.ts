/**
 * Refuses new passwords that attackers try first (NIST SP 800-63B-4 §3.1.1.2): the 50,000 most common, from
 * @zxcvbn-ts/language-common, and the account's own name.
 * @see https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver
 */
/**
 * What is wrong with the password, worded to follow "the new password"; null if nothing is.
 *
 * @param email of the account
 */
export declare function commonPasswordFault(password: string, email: string): Promise<string | null>;
