/** Was die Mails sagen, auf Deutsch. */
import type { MailTexts } from "../mail-texts.js";
export declare const de: MailTexts;
