/** Operators' view of the outbox: neither recipients nor links. */
import type { Db } from "../database/database.js";
export interface ListedMail {
    readonly id: string;
    readonly kind: string;
    readonly userId: string | null;
    readonly createdAt: Date;
    /** When its link stops working; null: it has none. */
    readonly expiresAt: Date | null;
    readonly attempts: number;
    /** Null: given up. */
    readonly nextAttemptAt: Date | null;
    readonly lastProblem: string | null;
    /** The cursor of the next page. */
    readonly key: string;
}
export interface MailFilter {
    readonly userId?: string | undefined;
    /** Only those given up, or only the others. */
    readonly givenUp?: boolean | undefined;
}
/** Oldest first. */
export declare function listMails(db: Db, { userId, givenUp }: MailFilter, after: string | null, limit: number): Promise<ListedMail[]>;
/**
 * Have the waiting mails sent now, also those given up, which get one more attempt. What is on its way just now is left alone,
 * and what would be tried within minutes anyway.
 *
 * @returns how many there are
 */
export declare function retryMails(db: Db, { userId }: Pick<MailFilter, "userId">): Promise<number>;
export declare const describeMail: (mail: ListedMail) => {
    id: string;
    kind: string;
    user_id: string | null;
    created_at: string;
    expires_at: string | null;
    attempts: number;
    next_attempt_at: string | null;
    last_problem: string | null;
};
export interface OutboxState {
    readonly givenUp: number;
    /** Since when the mail that is due for the longest has waited, in seconds; 0 if none is. */
    readonly waitingSeconds: number;
}
/** For `regrant doctor`. */
export declare function readOutbox(db: Db): Promise<OutboxState>;
