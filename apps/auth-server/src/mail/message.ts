/** What is handed to a mail server, or to a directory. */
import type { MailSettings } from "../config.js";

/** A mail with everything that is in it. */
export interface Message {
  /** As in the outbox: a mail that is sent twice has one Message-ID. */
  readonly id: string;
  readonly from: Mailbox;
  readonly to: string;
  readonly date: Date;
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly link: string | null;
}

export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** Why a mail was not taken. */
export interface Problem {
  /** In words, without any address and without anything that the mail server says. */
  readonly problem: string;
  /** The mail server's own words. They may contain the address, so they are for operators' eyes and no log. */
  readonly answer?: string;
  /** Whether it concerns this mail alone, so that others may well succeed. */
  readonly onlyThisMail: boolean;
  /** Whether the same mail would be refused again. */
  readonly isPermanent: boolean;
}

/** Mails that are on their way at the same time. */
export const mostConnections = 5;

/** Where mails go. */
export interface Outlet {
  /** @returns null if the mail is taken */
  send(message: Message, signal: AbortSignal): Promise<Problem | null>;
  /** Find out whether it could. @returns null if it could */
  verify(): Promise<Problem | null>;
  close(): void;
}

/** The sender in `MAIL_FROM`. */
export function senderOf({ from }: MailSettings, name: string): Mailbox {
  const [, named, address] = /^([^<>"]+) <([^<>]+)>$/.exec(from) ?? [];
  return { name: named ?? name, address: address ?? from };
}
