/** Security notices that wait in the outbox: a trigger of the audit log inserts one for each event. One mail tells of all that wait. */
import type { Db } from "../database/database.js";
import type { NoticeDetail } from "./mail-texts.js";
/**
 * Add the user's other waiting notices to this one, and delete them there; it stays until it is sent. One gathering per user at a
 * time: whoever claimed another of the notices finds it gone. An array is one that was gathered: it is being sent, or will be sent
 * again, as it is. Served by mails_pkey and mails_user_id.
 *
 * @returns in order of time; null: another sender has gathered this one
 */
export declare function gatherNotices(db: Db, id: string): Promise<NoticeDetail[] | null>;
/** Too many mails of this kind went to the user: what was gathered waits, and whichever is sent next takes it along. */
export declare function postponeNotice(db: Db, id: string): Promise<void>;
