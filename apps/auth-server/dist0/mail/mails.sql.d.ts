import type { Db } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
import type { MailKind } from "./kinds.js";
interface MailRow {
    readonly id: string;
    readonly kind: MailKind;
    readonly userId: string | null;
    /** Sealed. */
    readonly content: Buffer;
    /** How long the link in it works; null: it has none. */
    readonly lifeSeconds: number | null;
}
export declare function insertMail(db: Db, { id, kind, userId, content, lifeSeconds }: MailRow): Promise<void>;
export interface ClaimedMail {
    readonly id: string;
    readonly kind: MailKind;
    readonly userId: string | null;
    /** Sealed; null for a notice. */
    readonly content: Buffer | null;
    readonly createdAt: Date;
    /** With the one that now begins. */
    readonly attempts: number;
    /** How much longer the link works; null: it has none. */
    readonly linkSeconds: number | null;
    /** A notice's recipient; null: the user is gone, or disabled by an operator. A thief who closes the account keeps none back. */
    readonly email: string | null;
    /** That user's, as a language tag. */
    readonly locale: string | null;
    /** Likewise, a name of the IANA's. */
    readonly zoneinfo: string | null;
}
/** Longer than an attempt takes. Then the mail is due again: whoever claimed it is gone. */
export declare const leaseSeconds = 120;
/** Claim the mails that have waited longest; no other replica gets them. Served by mails_due. */
export declare function claimMails(db: Db, most: number): Promise<ClaimedMail[]>;
/** It is sent, or nobody is to get it any more: its link stays nowhere. */
export declare function deleteMail(db: Db, id: string): Promise<void>;
/** Notices for nobody: there is no mail server. @returns how many there were */
export declare function dropNotices(db: Db): Promise<number>;
/** Record a failed attempt. @param pauseSeconds null: do not try again @returns whether the mail is given up */
export declare function recordMailFailure(db: Db, id: string, problem: string, pauseSeconds: number | null): Promise<boolean>;
/** Not more than `mostCounted`. */
export declare function countPendingMails(db: Db): Promise<number>;
/** Three days of attempts and a week in which an operator may have it tried again; no link outlives itself. */
export declare const purgeableMails: Purgeable;
export {};
