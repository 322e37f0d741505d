/** Checks a user's password, for the login page, the password grant and the account page. */
import { OAuthError } from "../shared/index.js";
import type { Origin } from "../audit/actor.js";
import type { AuditRefusal } from "../audit/refusal-audit.js";
import type { Background } from "../background.js";
import type { Db } from "../database/database.js";
import type { Passwords } from "./passwords.js";
import type { MakeGuess } from "./sign-in-limits.js";
import { type Credentials, type User } from "./users.sql.js";
/** A user whose password was correct, and the version of the credentials it matched; both may have changed since. */
export type CheckedUser = User & Pick<Credentials, "credentialVersion">;
export interface SignInRoom {
    readonly db: Db;
    readonly passwords: Passwords;
    readonly makeGuess: MakeGuess;
    readonly auditRefusal: AuditRefusal;
    readonly background: Background;
}
interface PasswordAttempt {
    readonly email: string;
    readonly password: string;
    /** The app; absent at the login page. */
    readonly clientId?: string;
    readonly origin: Origin;
    /** Also for a user who has closed their account, and may undo that. */
    readonly orClosed?: true;
}
/**
 * The user with this e-mail address and password. The response and its timing do not reveal whether the user exists, or
 * has a password. Whatever is opened for the user has to check again in its statement: verification takes long enough
 * for a change.
 *
 * @throws {OAuthError} invalid_grant, too_many_requests, temporarily_unavailable
 */
export declare function checkPassword({ db, passwords, makeGuess, auditRefusal, background }: SignInRoom, { email, password, clientId, origin, orClosed }: PasswordAttempt): Promise<CheckedUser>;
/** The refusal if the user changed after the password was found correct. */
export declare function changedMeanwhile({ db }: Pick<SignInRoom, "db">, userId: string): Promise<OAuthError>;
export {};
