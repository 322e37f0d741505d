/** What the texts of mails are made of. They say nothing that a stranger has typed: a mail is no way to advertise. */
import type { MailKind } from "./kinds.js";

/** What a notice tells of: the audit event that its trigger copied, in wire names. */
export interface NoticeDetail {
  /** RFC 3339. */
  readonly at?: string;
  readonly event?: string;
  readonly reason?: string | null;
  readonly address?: string | null;
  readonly user_agent?: string | null;
  readonly [name: string]: unknown;
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
  readonly notice: NoticeDetail;
  /** "3 May 2027 at 14:05 UTC", of an RFC 3339 time. */
  readonly time: (at: string | undefined) => string;
}

/** Paragraphs are plain text; an address of the issuer in one becomes a link. */
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
  readonly kinds: Readonly<Record<MailKind, (facts: MailFacts) => MailText>>;
}
