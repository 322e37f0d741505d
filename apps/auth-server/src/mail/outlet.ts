/** Where mails go. */
import type { MailSettings } from "../config.js";
import { openDirectory } from "./directory.js";
import type { Outlet } from "./message.js";
import { connectSmtp } from "./smtp.js";

/** To the mail server, or the directory, in `SMTP_URL`. */
export const openOutlet = ({ url }: MailSettings, issuer: string): Outlet =>
  url.startsWith("file:") ? openDirectory(url, issuer) : connectSmtp(url, issuer);
