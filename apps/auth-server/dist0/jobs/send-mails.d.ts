import type { Context } from "../context.js";
/** Send mails until `signal` aborts. */
export declare function keepSendingMails(context: Context, signal: AbortSignal): Promise<void>;
