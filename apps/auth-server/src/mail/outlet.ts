/** Where mails go. */
import type { MailSettings } from "../config.js";
import type { Outlet } from "./message.js";

/** To the mail server, or the directory, in `SMTP_URL`. What speaks to it is loaded only where there is one. */
export async function openOutlet({ url }: MailSettings, issuer: string): Promise<Outlet> {
  if (url.startsWith("file:")) return (await import("./directory.js")).openDirectory(url, issuer);
  return (await import("./smtp.js")).connectSmtp(url, issuer);
}
