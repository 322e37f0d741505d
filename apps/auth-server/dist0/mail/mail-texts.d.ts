/** What the texts of mails are made of. They say nothing that a stranger has typed: a mail is no way to advertise. */
import type { MailKind } from "./kinds.js";
/** What a notice tells of: the audit event that its trigger copied, in wire names. */
export interface NoticeDetail {
    /** RFC 3339. */
    readonly at: string;
    readonly event: string;
    readonly reason?: string;
    readonly address?: string;
    readonly user_agent?: string;
    /** Set if somebody else did it. */
    readonly actor?: string;
    /** An app's, if an operator registered it. */
    readonly client_name?: string;
    readonly detail?: Readonly<Record<string, unknown>>;
}
/** What a text may name. */
export interface MailFacts {
    /** The installation's. */
    readonly name: string;
    readonly issuer: string;
    /** Null where the mail has none of its own. */
    readonly link: string | null;
    /** How much longer the link works, in words. */
    readonly lasts: string;
    readonly values: Readonly<Record<string, string>>;
    /** "3 May 2027 at 14:05 UTC", of an RFC 3339 time. */
    readonly time: (at: string | undefined) => string;
}
/** Paragraphs are plain text; an address of the issuer in one becomes a link, and the first of several lines is its heading. */
export interface MailText {
    readonly subject: string;
    readonly before: readonly string[];
    /** Leads to the mail's link. */
    readonly button?: string;
    readonly after?: readonly string[];
}
export interface MailTexts {
    readonly language: string;
    readonly footer: (name: string) => string;
    readonly copyLink: string;
    readonly kinds: Readonly<Record<Exclude<MailKind, "notice">, (facts: MailFacts) => MailText>>;
    readonly notices: NoticeTexts;
}
/** Mails that tell what happened to an account. */
export interface NoticeTexts {
    /** Titles by the audit event's name, as in the account's history. */
    readonly events: Readonly<Record<string, string>>;
    /** By the reason of an end. */
    readonly ends: Readonly<Record<string, string>>;
    /** By kind. */
    readonly factors: Readonly<Record<string, string>>;
    readonly subject: (title: string, name: string) => string;
    readonly subjectOfMany: (count: number, name: string) => string;
    readonly about: (name: string) => string;
    readonly byAdministrator: string;
    /** Either may be missing. */
    readonly from: (address: string | undefined, device: string | null) => string;
    readonly device: (program: string, system: string) => string;
    readonly more: (count: number) => string;
    readonly button: string;
    readonly ifYou: string;
    readonly ifNotYou: (issuer: string) => string;
    readonly ifUnexpected: string;
}
