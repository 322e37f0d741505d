/** A mail in its recipient's language, as text and as HTML. */
import type { Branding } from "../http/branding.js";
import type { MailKind } from "./kinds.js";
import type { NoticeDetail } from "./mail-texts.js";
export interface MailToRender {
    readonly kind: MailKind;
    /** A language tag (BCP 47). */
    readonly language: string;
    /** Must be on the issuer. */
    readonly link?: string;
    /** How much longer the link works. */
    readonly linkSeconds?: number;
    readonly values?: Readonly<Record<string, string>>;
    readonly notices?: readonly NoticeDetail[];
    /** The recipient's time zone, as the IANA calls it. */
    readonly zoneinfo?: string | null;
}
export interface RenderedMail {
    readonly language: string;
    readonly subject: string;
    readonly text: string;
    readonly html: string;
}
/** @throws if the link leads elsewhere than to the issuer: nobody should learn to follow such links */
export declare function renderMail(mail: MailToRender, branding: Branding, issuer: string): RenderedMail;
