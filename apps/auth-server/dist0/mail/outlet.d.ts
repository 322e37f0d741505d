/** Where mails go. */
import type { MailSettings } from "../config.js";
import type { Outlet } from "./message.js";
/** To the mail server, or the directory, in `SMTP_URL`. What speaks to it is loaded only where there is one. */
export declare function openOutlet({ url }: MailSettings, issuer: string): Promise<Outlet>;
