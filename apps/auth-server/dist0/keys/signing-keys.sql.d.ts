import type { Jwk } from "../shared/index.js";
import type { Db, Transaction } from "../database/database.js";
import type { KeyState } from "./life-cycle.js";
import { type NewSigningKey, type SealedKey } from "./signing-key.js";
export interface SigningKey extends KeyState, SealedKey {
    readonly publicJwk: Jwk;
}
/** Take the keys' lock until the end of the transaction. @returns false if another process holds it */
export declare function tryLockSigningKeys(tx: Transaction): Promise<boolean>;
/**
 * The same, but waits for the lock, longer than statements usually may.
 *
 * @throws {SigningKeyError} if it stays taken
 */
export declare function lockSigningKeys(tx: Transaction): Promise<void>;
export declare function listSigningKeys(db: Db): Promise<SigningKey[]>;
export declare function stageSigningKey(db: Db, { publicJwk, privateKey, secretName }: NewSigningKey, at: Date): Promise<SigningKey>;
/** Retire the active key, if any, and activate this one. Requires a transaction. */
export declare function activateSigningKey(db: Db, kid: string, at: Date): Promise<void>;
export declare function deleteSigningKey(db: Db, kid: string): Promise<void>;
/** Replace a private key with its re-encrypted form. */
export declare function rewrapSigningKey(db: Db, kid: string, sealed: SealedKey): Promise<void>;
