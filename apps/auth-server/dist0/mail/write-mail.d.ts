/** Makes the message of a claimed mail. */
import type { Config } from "../config.js";
import type { Secrets } from "../secrets.js";
import type { NoticeDetail } from "./mail-texts.js";
import type { ClaimedMail } from "./mails.sql.js";
import { type Message } from "./message.js";
/** Why nobody is to get a mail any more: its link has expired; whom it was for is gone or disabled. */
export type Unwanted = "expired" | "no_recipient";
/**
 * @param notices what a mail of notices tells of
 * @throws if the mail cannot be read or written, for a reason that an operator can remove
 */
export declare function writeMail(mail: ClaimedMail, { config, secrets, now, }: {
    readonly config: Config;
    readonly secrets: Secrets;
    readonly now: () => number;
}, notices?: readonly NoticeDetail[]): Message | Unwanted;
