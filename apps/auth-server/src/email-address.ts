/**
 * E-mail addresses as people type and paste them: what is kept, and the one form in which two of them are compared.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6532#section-3.1 normalization
 * @see https://www.unicode.org/reports/tr46/ the domain
 */
import { domainToASCII } from "node:url";

/**
 * UTF-16 units. Beyond this nothing is an address, and nothing is looked for: NFC takes time in the square of how many marks
 * stand on a letter, and an address can have no more than these.
 */
export const longestTypedEmail = 1000;

/** What is not seen: soft hyphens, zero-width characters, marks of direction, byte order marks. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/u;
const invisibles = new RegExp(invisible, "gu");
/** As keyboards and other programs leave them around an address. U+FEFF is invisible, whatever JavaScript takes it for. */
const isBlank = (character: string | undefined): boolean =>
  character !== undefined && character !== "\uFEFF" && /\s/.test(character);

/** As it is kept and shown: as typed, without blanks around it, in NFC. */
export function trimmedEmail(typed: string): string {
  if (typed.length > longestTypedEmail) return typed;
  let [start, end] = [0, typed.length];
  while (isBlank(typed[start])) start += 1;
  while (end > start && isBlank(typed[end - 1])) end -= 1;
  return typed.slice(start, end).normalize("NFC");
}

/**
 * The form in which addresses are compared: no blanks around it, nothing invisible in it, NFC, the domain in ASCII, all in
 * lower case. Never fails: what is no address has a form that no address has, or its own letters.
 *
 * The domain in ASCII is also what browsers make of it in a field for e-mail addresses.
 */
export function emailKey(typed: string): string {
  if (typed.length > longestTypedEmail) return typed;
  const text = typed.replace(invisibles, "").trim().normalize("NFC");
  const at = text.lastIndexOf("@");
  if (at < 0) return inLowerCase(text);
  // In lower case first: some letters are a domain name's in that form alone.
  const domain = inLowerCase(text.slice(at + 1).replace(/\.$/, ""));
  return `${inLowerCase(text.slice(0, at))}@${asciiDomain(domain) ?? domain}`;
}

/**
 * What is wrong with an address that is to be given to a user; null where nothing is. For what `trimmedEmail` returned.
 *
 * Stricter than signing in, which only has to find the right user.
 */
export function faultOfEmail(email: string): string | null {
  const [hidden] = invisible.exec(email) ?? [];
  if (hidden !== undefined)
    return `must be an email address without invisible characters; this one has ${codePointOf(hidden)}`;
  const [, local, domain] = /^([^\s@\p{Cc}\p{Cs}]{1,64})@([^\s@\p{Cc}\p{Cs}]{1,255})$/u.exec(email) ?? [];
  if (local === undefined || domain === undefined) return "must be an email address";
  return asciiDomain(domain.replace(/\.$/, "")) === null
    ? "must be an email address; what stands behind the @ is no domain name"
    : null;
}

/** By UTS #46; null where it is no domain name. An IP address is none: other numbers would turn into the same one. */
function asciiDomain(domain: string): string | null {
  const ascii = domainToASCII(domain);
  const isName = ascii !== "" && ascii.length <= 253 && !/(^|\.)(\d+|0x[0-9a-f]*)$/.test(ascii);
  return isName ? ascii : null;
}

/** A letter in lower case may be composed otherwise than in upper case. */
const inLowerCase = (text: string): string => text.toLowerCase().normalize("NFC");

const codePointOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
