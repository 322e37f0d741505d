/** Fills in the comparable form (key) of email addresses for older users, and finds those whose addresses collide. */
import type { Db } from "../database/database.js";
import { type User } from "./users.sql.js";
type Named = Pick<User, "id" | "email">;
/** Users who share an address in different spellings. */
export interface Collision {
    readonly key: string;
    readonly users: readonly Named[];
}
/**
 * Give every unique address its key. Colliding addresses get none: those users keep signing in with their exact spelling.
 *
 * @returns how many got one
 */
export declare function fillEmailKeys(db: Db): Promise<number>;
export interface EmailKeys {
    readonly collisions: readonly Collision[];
    /** Users whose key `regrant migrate` would fill in. */
    readonly pending: number;
}
export declare function readEmailKeys(db: Db): Promise<EmailKeys>;
/**
 * Another user with this address who has no key yet, and so is not in the index of keys.
 */
export declare function findKeylessUser(db: Db, email: string, exceptId: string | null): Promise<Named | null>;
export {};
