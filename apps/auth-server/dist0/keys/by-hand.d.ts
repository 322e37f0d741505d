/** Manual operations on the signing keys, each in one transaction under the rotation job's lock. */
import type { Actor } from "../audit/actor.js";
import { type Pool } from "../database/database.js";
import type { Secrets } from "../secrets.js";
import { type SigningKey } from "./signing-keys.sql.js";
/**
 * Check that these `SECRETS` match the servers', as far as the keys can tell: a server cannot use a key encrypted
 * under anything else.
 *
 * @throws {SigningKeyError} if the active key cannot be decrypted
 */
export declare function checkActiveOpens(secrets: Secrets, stored: readonly SigningKey[]): void;
/** Stage the next key now; the clock activates it. @returns null if one is staged already */
export declare function stageNextKey(db: Pool, secrets: Secrets, at: Date, by: Actor): Promise<SigningKey | null>;
/** The keys to revoke if the active one has leaked, or if all have. */
export declare const leakedKeys: (stored: readonly SigningKey[], all: boolean) => SigningKey[];
/**
 * Remove leaked keys from the key set at once, and let a new key sign at once. New rather than staged, although
 * verifiers know a staged key: the first token with an unknown kid makes them refetch the key set, and so drop the
 * leaked keys.
 *
 * @returns null, without changing anything, if the keys differ from `expected`
 */
export declare function revokeKeys(db: Pool, secrets: Secrets, expected: readonly string[], all: boolean, at: Date, by: Actor): Promise<string | null>;
/**
 * Re-encrypt every key under the first entry of `SECRETS`. Running servers hold theirs decrypted and are unaffected.
 *
 * @returns the kids that were under another entry
 * @throws {Error} if one cannot be decrypted; then none is changed
 */
export declare function rewrapKeys(db: Pool, secrets: Secrets, by: Actor): Promise<string[]>;
