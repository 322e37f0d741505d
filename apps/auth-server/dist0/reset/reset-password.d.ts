/** Sets a password by a link from a mail, and ends everything that the old one opened. */
import type { Origin } from "../audit/actor.js";
import type { Context } from "../context.js";
import { type Db } from "../database/database.js";
import { type User } from "../users/users.sql.js";
/** A forgotten password; or a change of address that somebody else made, which is undone with the same act. */
export type ResetPurpose = "password_reset" | "email_revert";
export interface Reset {
    readonly purpose: ResetPurpose;
    readonly token: string;
}
/**
 * Whose password the link would set. Changes nothing.
 *
 * @throws {OAuthError} mailed_link_unusable
 */
export declare function findReset(db: Db, { purpose, token }: Reset): Promise<{
    readonly user: User;
    readonly email: string;
}>;
/**
 * Use up the link, set the password and end all sign-ins and sessions: in one transaction as far as a batch of sessions goes, the
 * rest right after. The user's row is locked first, so that of two links, or a link and a change of password, the second sees
 * what the first has done.
 *
 * @returns the user, and the credential version that a sign-in may now be started with
 * @throws {OAuthError} mailed_link_unusable; password_unsuitable, password_common; already_registered if the former address
 * belongs to somebody else by now
 */
export declare function resetPassword({ db, passwords }: Context, reset: Reset, password: string, by: Origin): Promise<{
    readonly userId: string;
    readonly credentialVersion: number;
}>;
