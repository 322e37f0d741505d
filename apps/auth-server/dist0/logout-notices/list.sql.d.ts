/** Operators' view of logout notices. */
import type { Db } from "../database/database.js";
export interface ListedNotice {
    readonly id: string;
    readonly clientId: string;
    readonly userId: string;
    readonly sessionId: string;
    /** Why the session ended: an `EndReason`, or `deleted`. */
    readonly reason: string;
    readonly createdAt: Date;
    readonly attempts: number;
    /** Null: given up. */
    readonly nextAttemptAt: Date | null;
    readonly lastProblem: string | null;
}
interface Which {
    readonly clientId?: string | undefined;
    /** Only those given up. */
    readonly givenUp?: boolean | undefined;
}
/** Oldest first. While its client pauses, the next attempt is not before the end of the pause. */
export declare function listNotices(db: Db, { clientId, givenUp }: Which, limit: number): Promise<ListedNotice[]>;
/** Have all notices sent now, also those given up, which get one more attempt. @returns how many there are */
export declare function retryNotices(db: Db, clientId: string | undefined): Promise<number>;
export {};
