import type { Origin } from "../audit/actor.js";
import { type Pool } from "../database/database.js";
import type { Secrets } from "../secrets.js";
export declare const graceDays = 30;
interface Closing {
    readonly userId: string;
    /** The version that was checked. */
    readonly credentialVersion: number;
    readonly origin: Origin;
    readonly language: string;
    /** False if no mail can be sent. */
    readonly byMail: boolean;
}
/**
 * Close a user's account and end sign-ins, codes and sessions. Closing commits first: every sign-in, refresh and page checks it.
 *
 * @returns when it will be deleted
 * @throws {OAuthError} invalid_grant if the credentials were changed, or the user disabled, since they were checked
 */
export declare function closeAccount(db: Pool, secrets: Secrets, { userId, credentialVersion, origin, language, byMail }: Closing): Promise<Date>;
/**
 * Undo that. What it ended stays ended.
 *
 * @returns false if it is too late, an operator has disabled the user, or the credentials were changed since they were checked
 */
export declare function keepAccount(db: Pool, secrets: Secrets, { userId, credentialVersion, origin, language, byMail }: Closing): Promise<boolean>;
/**
 * Delete the users whose time of grace is over.
 *
 * @returns how many
 */
export declare function deleteDueUsers(db: Pool, signal: AbortSignal): Promise<number>;
export {};
