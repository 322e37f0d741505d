/**
 * Refuses new passwords that attackers try first (NIST SP 800-63B-4 §3.1.1.2): the 50,000 most common, from
 * @zxcvbn-ts/language-common, and the account's own name.
 * @see https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver
 */
let common;
/** Loaded on first use: it takes 30 ms and 15 MB. */
async function loadCommon() {
    const { dictionary } = await import("@zxcvbn-ts/language-common");
    return new Set(dictionary["passwords-common"]);
}
const normalize = (text) => text.normalize("NFKC").toLowerCase().trim();
/**
 * What is wrong with the password, worded to follow "the new password"; null if nothing is.
 *
 * @param email of the account
 */
export async function commonPasswordFault(password, email) {
    const typed = normalize(password);
    const names = [email, email.replace(/@.*$/, ""), "regrant"].map(normalize);
    if (names.includes(typed))
        return "must be another than the account's own name";
    common ??= loadCommon();
    return (await common).has(typed)
        ? "is one of the most common, which attackers try first; choose another, such as four words that have nothing to do with each other"
        : null;
}
//# sourceMappingURL=common-passwords.js.map