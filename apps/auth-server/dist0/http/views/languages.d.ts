import { type Texts } from "./texts/en.js";
/** The first where nobody wishes for one of them. */
export declare const languages: readonly string[];
/**
 * The app's wish counts before the browser's: it knows in which language its user has just been reading.
 *
 * @param uiLocales language tags (BCP 47), the dearest first
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
 */
export declare function chooseLanguage(uiLocales: string | null, acceptLanguage: string | undefined): Texts;
