/**
 * E-mail addresses as people type and paste them: the form that is stored, and the form for comparison.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6532#section-3.1 normalization
 * @see https://www.unicode.org/reports/tr46/ the domain
 */
import { domainToASCII } from "node:url";
/**
 * UTF-16 units. Anything longer is no address and is not processed: NFC takes quadratic time in the number of marks
 * on a letter.
 */
export const longestTypedEmail = 1000;
/** Invisible characters: soft hyphens, zero-width characters, direction marks, byte order marks. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/u;
const invisibles = new RegExp(invisible, "gu");
/**
 * What keyboards and other programs leave around an address. U+FEFF counts as invisible, although JavaScript calls it
 * a space.
 */
const isBlank = (character) => character !== undefined && character !== "\uFEFF" && /\s/.test(character);
/** The form that is stored and shown: as typed, trimmed, in NFC. */
export function trimmedEmail(typed) {
    if (typed.length > longestTypedEmail)
        return typed;
    let [start, end] = [0, typed.length];
    while (isBlank(typed[start]))
        start += 1;
    while (end > start && isBlank(typed[end - 1]))
        end -= 1;
    return typed.slice(start, end).normalize("NFC");
}
/**
 * The form for comparison: trimmed, without invisible characters, in NFC, the domain in ASCII (as browsers write it
 * in e-mail fields), all in lower case. Never fails: input that is no address yields a key that matches none, or its
 * own letters.
 */
export function emailKey(typed) {
    if (typed.length > longestTypedEmail)
        return typed;
    const text = typed.replace(invisibles, "").trim().normalize("NFC");
    const at = text.lastIndexOf("@");
    if (at < 0)
        return inLowerCase(text);
    // In lower case first: some letters are valid in domain names only in that form.
    const domain = withoutEnd(inLowerCase(text.slice(at + 1)));
    return `${inLowerCase(text.slice(0, at))}@${withoutEnd(asciiDomain(domain) ?? domain)}`;
}
/**
 * What is wrong with a new address, as returned by `trimmedEmail`; null if nothing is. Stricter than signing in,
 * which only has to find the right user.
 */
export function faultOfEmail(email) {
    const [hidden] = invisible.exec(email) ?? [];
    if (hidden !== undefined)
        return `must be an email address without invisible characters; this one has ${codePointOf(hidden)}`;
    const [, local, domain] = /^([^\s@\p{Cc}\p{Cs}]{1,64})@([^\s@\p{Cc}\p{Cs}]{1,255})$/u.exec(email) ?? [];
    if (local === undefined || domain === undefined)
        return "must be an email address";
    return asciiDomain(domain.replace(/\.$/, "")) === null
        ? "must be an email address; what stands behind the @ is no domain name"
        : null;
}
/**
 * By UTS #46; null if it is no domain name. IP addresses are rejected, because differently written numbers become the
 * same one.
 */
function asciiDomain(domain) {
    const ascii = domainToASCII(domain);
    const isName = ascii !== "" && ascii.length <= 253 && !/(^|\.)(\d+|0x[0-9a-f]*)$/.test(ascii);
    return isName ? ascii : null;
}
/** Without the root's dot, which UTS #46 also makes of other full stops. */
const withoutEnd = (domain) => domain.replace(/[\s.]+$/, "");
/** Lower-casing can change how a letter is composed, so normalize again. */
const inLowerCase = (text) => text.toLowerCase().normalize("NFC");
const codePointOf = (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
//# sourceMappingURL=email-address.js.map