/** The languages of the pages, and whose wish decides between them. */
import Negotiator from "negotiator";
import { de } from "./texts/de.js";
import { en } from "./texts/en.js";
const texts = { en, de };
/** The first where nobody wishes for one of them. */
export const languages = Object.keys(texts);
/**
 * The app's wish counts before the browser's: it knows in which language its user has just been reading.
 *
 * @param uiLocales language tags (BCP 47), the dearest first
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
 */
export function chooseLanguage(uiLocales, acceptLanguage) {
    const asked = (uiLocales ?? "")
        .split(" ")
        .map((tag) => tag.toLowerCase().split("-", 1)[0] ?? "")
        .find((language) => languages.includes(language));
    const headers = acceptLanguage === undefined ? {} : { "accept-language": acceptLanguage };
    const preferred = new Negotiator({ headers }).language([...languages]);
    return texts[asked ?? preferred ?? "en"] ?? en;
}
//# sourceMappingURL=languages.js.map