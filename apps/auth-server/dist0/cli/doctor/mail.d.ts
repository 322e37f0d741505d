import type { Config } from "../../config.js";
import type { OutboxState } from "../../mail/list.sql.js";
import type { Problem } from "../../mail/message.js";
import { type Finding } from "./finding.js";
/** Whether mails could be sent now; null: they could, or none are. */
export declare function askMailServer({ mail, issuer }: Config): Promise<Problem | null>;
export interface MailState {
    readonly config: Config;
    readonly problem: Problem | null;
    /** Null: the database could not be read. */
    readonly outbox: OutboxState | null;
}
export declare const mailChecks: readonly ((state: MailState) => Finding | Finding[])[];
