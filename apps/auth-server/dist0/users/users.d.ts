/** Administration of users; each act is one transaction with its audit event, except for ending many sessions. */
import { type Static, Type } from "typebox";
import { type Act } from "../administration/act.js";
import type { Actor } from "../audit/actor.js";
import { type Pool, type Transaction } from "../database/database.js";
import type { CheckedUser } from "./sign-in.js";
import { type NewUser, type User } from "./users.sql.js";
export declare const NewUserBody: Type.TObject<{
    email: Type.TString;
    password: Type.TString;
    roles: Type.TOptional<Type.TArray<Type.TString>>;
    claims: Type.TOptional<Type.TUnsafe<Readonly<Record<string, unknown>>>>;
}>;
export type NewUserBody = Static<typeof NewUserBody>;
export declare const UserChanges: Type.TObject<{
    email: Type.TOptional<Type.TString>;
    password: Type.TOptional<Type.TString>;
    roles: Type.TOptional<Type.TArray<Type.TString>>;
    claims: Type.TOptional<Type.TUnsafe<Readonly<Record<string, unknown>>>>;
}>;
export type UserChanges = Static<typeof UserChanges>;
export declare const UserRepresentation: Type.TObject<{
    id: Type.TString;
    email: Type.TString;
    roles: Type.TArray<Type.TString>;
    claims: Type.TUnsafe<Readonly<Record<string, unknown>>>;
    disabled: Type.TBoolean;
    delete_at: Type.TUnion<[{
        '~kind': 'String';
        type: 'string';
        description: string;
    }, Type.TNull]>;
    created_at: Type.TString;
}>;
export declare const describeUser: (user: User) => Static<typeof UserRepresentation>;
/** The server hashes in a separate process, a command in its own. */
export type HashPassword = (password: string) => Promise<string>;
/** @throws {InvalidInput} if the address or password could not be used to sign in */
export declare function checkUser(sent: UserChanges): void;
/** @throws {OAuthError} if the email address is taken, or the address or password is invalid */
export declare function addUser(db: Pool, sent: NewUserBody, { by }: Act, hashPassword: HashPassword): Promise<User>;
/**
 * Create a user in the caller's transaction. Checks only that the address is free.
 *
 * @param more of the audit event's detail
 * @throws {OAuthError} already_registered if the address is taken
 */
export declare function createUser(tx: Transaction, { claims: sent, ...user }: Required<NewUser>, by: Actor, more?: object): Promise<CheckedUser>;
/**
 * Change a user. A new password ends all sessions and sign-ins: the first batch in the same transaction, so that normally both
 * happen or neither; any further batches right after.
 *
 * @throws {OAuthError} if there is none, the email address is taken, or the password is easily guessed
 */
export declare function changeUser(db: Pool, id: string, sent: UserChanges, act: Act, hashPassword: HashPassword): Promise<User>;
/**
 * Change what people may change of themselves.
 *
 * @throws {OAuthError} if there is no such user, or a claim is invalid or not the person's to edit
 */
export declare function changeOwnProfile(db: Pool, id: string, sent: unknown, by: Actor): Promise<User>;
/** Change a user's roles, if that comes to anything. Nothing is written, nor locked, where it does not. */
export declare function changeRoles(db: Pool, id: string, rolesAfter: (before: readonly string[]) => string[], by: Actor): Promise<void>;
/** The refusal of an address that another user got at the same moment. */
export declare const refuseTaken: (address: string) => (cause: unknown) => never;
/** @throws {OAuthError} already_registered if a user has the address, in any spelling */
export declare function checkFree(tx: Transaction, email: string): Promise<void>;
/** The index of keys does not cover users without a key. @throws {OAuthError} if another user has the address */
export declare function checkNotTaken(tx: Transaction, email: string, exceptId: string | null): Promise<void>;
/**
 * Disable a user, then end sign-ins, codes and sessions.
 *
 * Disabling commits first: every sign-in, refresh and page checks it, so the rest is useless however long ending it takes. After
 * a failure, repeat the call.
 */
export declare function disableUser(db: Pool, id: string, act: Act): Promise<{
    readonly item: User;
    readonly sessionsEnded: number;
}>;
/**
 * Delete a user with sessions, sign-ins, codes and consents. They are disabled first, so that nothing new is opened meanwhile.
 * The audit keeps the id.
 */
export declare function deleteUser(db: Pool, id: string, act: Act): Promise<number>;
/** Enable a user again, after ending anything that disabling left open. Cancels a deletion that the user asked for. */
export declare function enableUser(db: Pool, id: string, act: Act): Promise<User>;
/** @throws {OAuthError} if there is none */
export declare function readUser(db: Pool | Transaction, id: string): Promise<User>;
