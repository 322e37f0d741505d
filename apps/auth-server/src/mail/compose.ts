/** What nodemailer makes an RFC 5322 message of. */
import type { SendMailOptions } from "nodemailer";
import type { Message } from "./send.js";

/**
 * Addresses are objects: a string would be parsed, and one with a comma in it would become two recipients. The header says
 * that no one answers it by machine (RFC 3834).
 */
export const compose = (message: Message, issuer: string): SendMailOptions => ({
  from: message.from,
  to: { name: "", address: message.to },
  envelope: { from: message.from.address, to: [{ name: "", address: message.to }] },
  date: message.date,
  messageId: `<${message.id}@${new URL(issuer).hostname}>`,
  headers: {
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
    "Content-Language": message.language,
  },
  subject: message.subject,
  text: message.text,
  html: message.html,
  disableFileAccess: true,
  disableUrlAccess: true,
});
