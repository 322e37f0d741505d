/**
 * The HTML of a mail. Mail programs know little CSS, so what matters is inline; the sheet in the head only adds dark colours
 * where a program understands them. Nothing is loaded from anywhere.
 */
import { type Branding } from "../http/branding.js";
export interface DrawnMail {
    readonly language: string;
    readonly subject: string;
    readonly before: readonly string[];
    readonly button: string | undefined;
    readonly link: string;
    readonly after: readonly string[];
    readonly copyLink: string;
    readonly footer: string;
}
export declare function htmlOf(mail: DrawnMail, { name, accent }: Branding, issuer: string): string;
