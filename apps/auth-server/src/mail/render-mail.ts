/** A mail in its recipient's language, as text and as HTML. */
import type { Branding } from "../http/branding.js";
import { durationInWords } from "../http/views/texts/numbers.js";
import { htmlOf } from "./html.js";
import type { MailKind } from "./kinds.js";
import type { MailTexts, NoticeDetail } from "./mail-texts.js";
import { de } from "./texts/de.js";
import { en } from "./texts/en.js";

const texts = new Map<string, MailTexts>([en, de].map((language) => [language.language, language]));

export interface MailToRender {
  readonly kind: MailKind;
  /** A language tag (BCP 47). */
  readonly language: string;
  /** Must be on the issuer. */
  readonly link?: string;
  /** How much longer the link works. */
  readonly linkSeconds?: number;
  readonly values?: Readonly<Record<string, string>>;
  readonly notice?: NoticeDetail;
}

export interface RenderedMail {
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** @throws if the link leads elsewhere than to the issuer: nobody should learn to follow such links */
export function renderMail(mail: MailToRender, branding: Branding, issuer: string): RenderedMail {
  const { link = `${issuer}/login`, values = {}, notice = {} } = mail;
  if (!link.startsWith(`${issuer}/`)) throw new Error(`the link of a ${mail.kind} mail is not on ${issuer}`);
  const { language, footer, copyLink, kinds } = texts.get(primaryTag(mail.language)) ?? en;
  const {
    subject,
    before,
    button,
    after = [],
  } = kinds[mail.kind]({
    name: branding.name,
    issuer,
    link: mail.link ?? null,
    lasts: durationInWords(mail.linkSeconds ?? 0, language),
    values,
    notice,
    time: (at) => timeInWords(at, language),
  });
  const drawn = { language, subject, before, button, link, after, copyLink, footer: footer(branding.name) };
  const action = button === undefined ? [] : [link];
  const text = [...before, ...action, ...after, `-- \n${drawn.footer}\n${issuer}`].join("\n\n");
  return { language, subject, text: `${text}\n`, html: htmlOf(drawn, branding, issuer) };
}

const primaryTag = (tag: string): string => tag.toLowerCase().split(/[-_]/, 1)[0] ?? "";

/** In UTC: nobody here knows the recipient's time zone. */
function timeInWords(at: string | undefined, language: string): string {
  const time = new Date(at ?? Number.NaN);
  if (Number.isNaN(time.getTime())) return "?";
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "UTC",
  })
    .format(time)
    .concat(" UTC");
}
