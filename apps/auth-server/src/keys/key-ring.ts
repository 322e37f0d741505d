/** The keys that one replica holds in memory: those that sign, one for each algorithm, and all that are published. */
import { type JwkSet, OAuthError, type SigningAlgorithm } from "@regrant/shared";
import type { Secrets } from "../secrets.js";
import { defaultAlgorithm, type KeyState } from "./life-cycle.js";
import { type ActiveKey, createActiveKey } from "./sign-jws.js";
import { openKey } from "./signing-key.js";
import type { SigningKey } from "./signing-keys.sql.js";

/** The keys that sign at one moment. */
export interface SigningKeys {
  /** Of this algorithm or, while none of it signs, of RS256: a key that verifiers have not fetched would be refused. */
  keyFor(alg: SigningAlgorithm): ActiveKey;
}

export class KeyRing implements SigningKeys {
  #active: ReadonlyMap<SigningAlgorithm, ActiveKey> = new Map();
  #stored: readonly SigningKey[] = [];
  #jwks: JwkSet = { keys: [] };

  /**
   * Load the keys stored in the database. A key is decrypted once, when it becomes active.
   *
   * @throws {Error} if an active key cannot be decrypted with `SECRETS`; the ring then keeps its algorithm's previous key,
   * unless that is no longer stored: a revoked key must never sign or be published again
   */
  load(secrets: Secrets, stored: readonly SigningKey[]): void {
    const active = new Map<SigningAlgorithm, ActiveKey>();
    const faults: unknown[] = [];
    for (const row of stored.filter(({ state }) => state === "active")) {
      const held = this.#active.get(row.alg);
      try {
        active.set(row.alg, held?.kid === row.kid ? held : open(secrets, row));
      } catch (fault) {
        faults.push(fault);
        if (held !== undefined && stored.some(({ kid }) => kid === held.kid)) active.set(row.alg, held);
      }
    }
    this.#active = active;
    this.#stored = stored;
    this.#jwks = { keys: stored.map(({ publicJwk }) => publicJwk) };
    if (faults.length > 0) throw faults[0];
  }

  /**
   * The keys that sign now, also after the next `load`.
   *
   * @param exactly algorithms that RS256 must not stand in for
   * @throws {OAuthError} temporarily_unavailable while there is none, or none of one of these
   */
  signingKeys(exactly: readonly SigningAlgorithm[] = []): SigningKeys {
    const active = this.#active;
    const standIn = active.get(defaultAlgorithm);
    if (standIn === undefined) throw unavailable("There is no active signing key yet.", 5);
    const missing = exactly.find((alg) => !active.has(alg));
    if (missing !== undefined) throw unavailable(`The key for ${missing} does not sign yet.`, 60);
    return { keyFor: (alg) => active.get(alg) ?? standIn };
  }

  /** @throws {OAuthError} temporarily_unavailable while there is no key at all */
  keyFor(alg: SigningAlgorithm): ActiveKey {
    return this.signingKeys().keyFor(alg);
  }

  get ready(): boolean {
    return this.#active.has(defaultAlgorithm);
  }

  /** All keys that verifiers may encounter: staged, active and retired. The same object until the next `load`. */
  get jwks(): JwkSet {
    return this.#jwks;
  }

  /** The published keys with their times. */
  get states(): readonly KeyState[] {
    return this.#stored;
  }
}

const open = (secrets: Secrets, row: SigningKey): ActiveKey =>
  createActiveKey(row.kid, row.alg, openKey(secrets, row.kid, row));

const unavailable = (description: string, retryAfterSeconds: number): OAuthError =>
  new OAuthError("temporarily_unavailable", description, {
    reason: "signing_key_unavailable",
    headers: { "retry-after": String(retryAfterSeconds) },
  });
