/** Makes the message of a claimed mail. */
import type { Config } from "../config.js";
import type { Secrets } from "../secrets.js";
import type { NoticeDetail } from "./mail-texts.js";
import type { ClaimedMail } from "./mails.sql.js";
import { type Message, senderOf } from "./message.js";
import { type MailContent, openMail } from "./queue-mail.js";
import { renderMail } from "./render-mail.js";

/** A link that works for a shorter time helps nobody. */
const leastLinkSeconds = 60;

/** Why nobody is to get a mail any more: its link has expired; whom it was for is gone or disabled. */
export type Unwanted = "expired" | "no_recipient";

/**
 * @param notices what a mail of notices tells of
 * @throws if the mail cannot be read or written, for a reason that an operator can remove
 */
export function writeMail(
  mail: ClaimedMail,
  {
    config,
    secrets,
    now,
  }: { readonly config: Config; readonly secrets: Secrets; readonly now: () => number },
  notices: readonly NoticeDetail[] = [],
): Message | Unwanted {
  if (mail.linkSeconds !== null && mail.linkSeconds < leastLinkSeconds) return "expired";
  const content = contentOf(mail, secrets);
  if (content === null) return "no_recipient";
  const { id, kind, linkSeconds, zoneinfo } = mail;
  const { mail: settings, branding, issuer } = config;
  if (settings === null) throw new Error("SMTP_URL is not set");
  const rendered = renderMail(
    {
      kind,
      ...content,
      ...(linkSeconds !== null && { linkSeconds }),
      notices,
      zoneinfo,
    },
    branding,
    issuer,
  );
  return {
    id,
    from: senderOf(settings, branding.name),
    to: content.to,
    date: new Date(now()),
    link: content.link ?? null,
    ...rendered,
  };
}

/** A notice goes to the address that its user has now. */
function contentOf({ id, content, email, locale }: ClaimedMail, secrets: Secrets): MailContent | null {
  if (content === null) return email === null ? null : { to: email, language: locale ?? "en" };
  const opened = openMail(secrets, id, content);
  if (opened === null) throw new Error("no entry of SECRETS opens it");
  return opened;
}
