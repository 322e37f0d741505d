/** The keys that one replica holds in memory: the one that signs, and all that are published. */
import { type JwkSet } from "../shared/index.js";
import type { Secrets } from "../secrets.js";
import type { KeyState } from "./life-cycle.js";
import { type ActiveKey } from "./sign-jws.js";
import type { SigningKey } from "./signing-keys.sql.js";
export declare class KeyRing {
    #private;
    /**
     * Load the keys stored in the database. A key is decrypted once, when it becomes active.
     *
     * @throws {Error} if the active key cannot be decrypted with `SECRETS`; the ring then keeps its previous key,
     * unless that is no longer stored: a revoked key must never sign or be published again
     */
    load(secrets: Secrets, stored: readonly SigningKey[]): void;
    /** @throws {OAuthError} temporarily_unavailable while there is none */
    get active(): ActiveKey;
    get ready(): boolean;
    /** All keys that verifiers may encounter: staged, active and retired. The same object until the next `load`. */
    get jwks(): JwkSet;
    /** The published keys with their times. */
    get states(): readonly KeyState[];
}
