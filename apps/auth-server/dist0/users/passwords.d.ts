import type { PasswordProcess } from "./password-process.js";
/** For commands, which hash one password. In the form that a sign-in tries first. */
export declare const hashPassword: (password: string) => Promise<string>;
/** `network` decides the turn. All methods throw {OAuthError} temporarily_unavailable if too many are waiting. */
export interface Passwords {
    /** Call it early, so that the first sign-in does not wait for the process to start. */
    start(): void;
    /** Call it before any work on a sign-in that could not be answered anyway. */
    checkRoom(network: string): void;
    /**
     * Whether the password matches in one of the forms in which it may have been hashed. All forms are compared in one
     * turn: an attacker who fills the queue could otherwise keep guesses half done and uncounted. Takes the same time
     * without a hash or a form.
     */
    verify(passwordHash: string | null, forms: readonly string[], network: string): Promise<boolean>;
    hash(password: string, network: string): Promise<string>;
}
/** @param dummyHash of an unknown password, compared with if there is no such user */
export declare function createPasswords(dummyHash: string, process: PasswordProcess): Passwords;
