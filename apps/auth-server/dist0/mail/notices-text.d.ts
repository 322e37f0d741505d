import type { MailFacts, MailText, NoticeDetail, NoticeTexts } from "./mail-texts.js";
interface NoticeFacts extends Pick<MailFacts, "name" | "issuer"> {
    /** In the user's own zone, too, if it is known. */
    readonly time: (at: string) => string;
}
export declare function noticesText(notices: readonly NoticeDetail[], texts: NoticeTexts, facts: NoticeFacts): MailText;
export {};
