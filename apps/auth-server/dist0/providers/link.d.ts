/** Who of a provider's users is who of ours: links, and accounts that begin with one. */
import type { Actor } from "../audit/actor.js";
import { type Pool, type Transaction } from "../database/database.js";
import { type NewIdentity } from "./identities.sql.js";
import { type MappedRoles } from "./roles.js";
/** Why two accounts were linked: who was signed in here said so, or a verified address. */
type How = "signed_in" | "verified_address";
/**
 * Link an identity. By an address only if the user still has it, and still has it verified: whoever registered here with somebody
 * else's address, and waits for its owner, has not.
 *
 * @returns false if the identity or the user is linked already, or the address is no longer as it was
 */
export declare const linkIdentity: (db: Pool, identity: NewIdentity, how: How, by: Actor) => Promise<boolean>;
/** Take all of a user's links away: whoever made them may be somebody else. */
export declare function unlinkAll(tx: Transaction, userId: string, by: Actor): Promise<void>;
export declare const isVerified: ({ claims }: {
    readonly claims: Readonly<Record<string, unknown>>;
}) => boolean;
/** What a provider says of somebody new. */
export interface NewPerson {
    readonly providerId: string;
    readonly subject: string;
    readonly email: string;
    /** By a provider whose word counts. */
    readonly isEmailVerified: boolean;
    readonly claims: Readonly<Record<string, unknown>>;
    readonly roles: readonly string[];
}
/** An account without a password. @returns null if the address or the identity is taken meanwhile */
export declare function openAccount(db: Pool, person: NewPerson, by: Actor): Promise<string | null>;
/** Give and take the roles that the provider decides on. */
export declare const applyRoles: (db: Pool, userId: string, mapped: MappedRoles, providerId: string, by: Actor) => Promise<void>;
export {};
