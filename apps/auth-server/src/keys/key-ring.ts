/** The keys as one replica holds them in memory: one that signs, all that are published. */
import { type JwkSet, OAuthError } from "@regrant/shared";
import type { Secrets } from "../secrets.js";
import type { SigningKey } from "../store/signing-keys.js";
import type { KeyState } from "./life-cycle.js";
import { type ActiveKey, createActiveKey } from "./sign-jws.js";
import { openKey } from "./signing-key.js";

export class KeyRing {
  #active: ActiveKey | null = null;
  #stored: readonly SigningKey[] = [];
  #jwks: JwkSet = { keys: [] };

  /**
   * Take over what the database holds. A key is decrypted once, when it becomes active.
   *
   * @throws {Error} where the active key does not open under `SECRETS`; the ring goes on with the key that it has,
   * unless that is no longer stored: a revoked key neither signs nor is published, whatever comes after it
   */
  load(secrets: Secrets, stored: readonly SigningKey[]): void {
    const row = stored.find(({ state }) => state === "active");
    if (!stored.some(({ kid }) => kid === this.#active?.kid)) this.#active = null;
    this.#stored = stored;
    this.#jwks = { keys: stored.map(({ publicJwk }) => publicJwk) };
    if (row === undefined) this.#active = null;
    else if (row.kid !== this.#active?.kid)
      this.#active = createActiveKey(row.kid, openKey(secrets, row.kid, row));
  }

  /** @throws {OAuthError} temporarily_unavailable while there is none */
  get active(): ActiveKey {
    if (this.#active !== null) return this.#active;
    throw new OAuthError("temporarily_unavailable", "There is no active signing key yet.", {
      reason: "signing_key_unavailable",
      headers: { "retry-after": "5" },
    });
  }

  get ready(): boolean {
    return this.#active !== null;
  }

  /** Everything that verifiers may meet: staged, active and retired. The same object until the next `load`. */
  get jwks(): JwkSet {
    return this.#jwks;
  }

  /** What is published, with its times. */
  get states(): readonly KeyState[] {
    return this.#stored;
  }
}
