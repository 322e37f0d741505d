/** The keys that one replica holds in memory: the one that signs, and all that are published. */
import { OAuthError } from "../shared/index.js";
import { createActiveKey } from "./sign-jws.js";
import { openKey } from "./signing-key.js";
export class KeyRing {
    #active = null;
    #stored = [];
    #jwks = { keys: [] };
    /**
     * Load the keys stored in the database. A key is decrypted once, when it becomes active.
     *
     * @throws {Error} if the active key cannot be decrypted with `SECRETS`; the ring then keeps its previous key,
     * unless that is no longer stored: a revoked key must never sign or be published again
     */
    load(secrets, stored) {
        const row = stored.find(({ state }) => state === "active");
        if (!stored.some(({ kid }) => kid === this.#active?.kid))
            this.#active = null;
        this.#stored = stored;
        this.#jwks = { keys: stored.map(({ publicJwk }) => publicJwk) };
        if (row === undefined)
            this.#active = null;
        else if (row.kid !== this.#active?.kid)
            this.#active = createActiveKey(row.kid, openKey(secrets, row.kid, row));
    }
    /** @throws {OAuthError} temporarily_unavailable while there is none */
    get active() {
        if (this.#active !== null)
            return this.#active;
        throw new OAuthError("temporarily_unavailable", "There is no active signing key yet.", {
            reason: "signing_key_unavailable",
            headers: { "retry-after": "5" },
        });
    }
    get ready() {
        return this.#active !== null;
    }
    /** All keys that verifiers may encounter: staged, active and retired. The same object until the next `load`. */
    get jwks() {
        return this.#jwks;
    }
    /** The published keys with their times. */
    get states() {
        return this.#stored;
    }
}
//# sourceMappingURL=key-ring.js.map