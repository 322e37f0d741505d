/** What the mails say, in English. Every other language has the same keys: a missing one does not compile. */
import type { MailTexts } from "../mail-texts.js";
export declare const en: MailTexts;
