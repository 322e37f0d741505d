/** The users who sign in. */
import type { Db, Transaction } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
import { type Opening } from "../sessions/open.sql.js";
import { type SessionGrant } from "../sessions/session.sql.js";
export interface User {
    /** UUID; the tokens' `sub`. */
    readonly id: string;
    readonly email: string;
    readonly roles: readonly string[];
    /** The standard claims that are kept (`claims.ts`), by name. */
    readonly claims: Readonly<Record<string, unknown>>;
    readonly createdAt: Date;
    /** When the address, roles or claims last changed. */
    readonly updatedAt: Date;
    /** By an operator, or by themselves: see `closedAt`. */
    readonly disabledAt: Date | null;
    /** When they closed their account, which they may undo until `deleteAt`; null if they did not, or an operator has disabled it since. */
    readonly closedAt: Date | null;
    /** When the account will be deleted; null if nobody asked for that. */
    readonly deleteAt: Date | null;
}
/** Enabled, or closed by themselves, which they may undo once they have proven who they are. */
export declare const isNotLockedOut: (user: string) => string;
/** What a user signs in with. */
export interface Credentials {
    /** Argon2id; null for a user without a password. */
    readonly passwordHash: string | null;
    /** Changes with the credentials. Whatever is opened by them checks it again, in its statement. */
    readonly credentialVersion: number;
}
/**
 * The user with this e-mail address, however it is spelled, with the credentials. Users without a key are matched
 * first, by their exact address: if two addresses share a key, each is still found. Served by users_email_key and
 * users_email.
 */
export declare function findUserByEmail(db: Db, typed: string): Promise<({
    user: User;
} & Credentials) | null>;
/** Served by users_pkey. */
export declare function findUserById(db: Db, id: string): Promise<User | null>;
/**
 * The user with these credentials; null if they were changed, or an operator has disabled the user: whoever closed their account may
 * show the rest of what it takes to undo that. Served by users_pkey.
 */
export declare function findUserBehind(db: Db, id: string, credentialVersion: number): Promise<User | null>;
/** Users after this lower-case address, in that order; all if there is no limit. Served by users_email. */
export declare function listUsers(db: Db, after?: string | null, limit?: number | null): Promise<User[]>;
/** Read a user under its row lock. Sign-ins and token requests do not wait for it. */
export declare function lockUser(tx: Transaction, id: string): Promise<User | null>;
/** @throws the database's error if the address is taken */
export declare function updateUser(tx: Transaction, { id, email, roles, claims }: Pick<User, "id" | "email" | "roles" | "claims">): Promise<void>;
/**
 * By an operator: from then on, people can no longer undo the closing of their account. A user who is already disabled keeps the
 * date; one who is enabled is not deleted.
 */
export declare function setUserDisabled(tx: Transaction, id: string, disabled: boolean): Promise<void>;
/**
 * Close the account of a user who asks for its deletion: disabled at once, deleted later.
 *
 * @returns from when the purge may delete it; null if the credentials have changed since they were checked, or it is disabled
 */
export declare function closeUser(tx: Transaction, id: string, credentialVersion: number, graceSeconds: number): Promise<Date | null>;
/** @returns false if the credentials have changed since they were checked, or it is too late, or an operator has disabled the user */
export declare function reopenUser(tx: Transaction, id: string, credentialVersion: number): Promise<boolean>;
/** To be counted: deleting users takes more than a statement. */
export declare const purgeableUsers: Purgeable;
/** Those whose deletion is due. Served by users_delete_at. */
export declare function listUsersToDelete(db: Db, limit: number): Promise<string[]>;
export type NewUser = Pick<User, "email" | "roles"> & Partial<Pick<User, "claims">> & Pick<Credentials, "passwordHash">;
/** @throws the database's error if the address is taken */
export declare function insertUser(db: Db, user: NewUser): Promise<User & Pick<Credentials, "credentialVersion">>;
/** Whether a user has a password, and the version of what they sign in with. Served by users_pkey. */
export declare function findCredentials(db: Db, id: string): Promise<{
    readonly hasPassword: boolean;
    readonly credentialVersion: number;
} | null>;
/**
 * Set a password. With `checkedVersion`, only if the credentials are still those, and no operator has disabled the user: whoever
 * closed their account can only undo that once they can sign in.
 *
 * @returns the new credential version, or null
 */
export declare function updatePassword(db: Db, userId: string, passwordHash: string, checkedVersion: number | null): Promise<number | null>;
/** Whatever is being opened by the credentials as they were is refused from here on. */
export declare function changeCredentialVersion(tx: Transaction, userId: string): Promise<void>;
/** A session to open by password. */
export interface PasswordOpening extends Opening, Pick<Credentials, "credentialVersion"> {
    readonly userId: string;
    readonly scope: readonly string[];
    readonly resource: string;
    readonly idleSeconds: number;
    readonly absoluteSeconds: number;
}
/**
 * Open a session. Locks the user's row, so that a change of the credentials, which ends sessions, comes before or after.
 *
 * @returns null if the credentials have changed since they were checked, or the user is disabled
 */
export declare const openSessionByPassword: (db: Db, opening: PasswordOpening) => Promise<SessionGrant | null>;
/** Served by users_email_key. */
export declare function findUserByKey(db: Db, key: string): Promise<Pick<User, "id" | "email"> | null>;
/**
 * Users whose address has no key, because another address has the same or none was computed yet. Served by
 * users_without_key.
 */
export declare function listUsersWithoutKey(db: Db): Promise<readonly Pick<User, "id" | "email">[]>;
/** Set the key of a user's address, unless another user has it. @returns whether the user has it now */
export declare function setEmailKey(db: Db, { id, email }: Pick<User, "id" | "email">): Promise<boolean>;
/** So that no row can refer to the user any more. @returns whether there is one */
export declare function lockUserForDeletion(tx: Transaction, id: string): Promise<boolean>;
/** Requires that nothing refers to the user. */
export declare function deleteUserRow(tx: Transaction, id: string): Promise<void>;
